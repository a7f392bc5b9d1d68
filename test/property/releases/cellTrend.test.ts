/** Changes of level of released series, on counts that are drawn so that the truth is known. */
import { assert, describe, it } from "vitest"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import { cellTrend } from "../../../release/trends/cellTrend.ts"
import { rounds as roundsOf } from "../../fixtures/fullRun.ts"
import { poisson } from "../../releases/poisson.ts"

/** A Poisson count by inversion of its distribution. */
const season = [50, 50, 50, 55, 160, 160, 165, 160, 160, 55, 50, 50]

const cellsOf = (values: ReadonlyArray<number>, unit: "year" | "month") =>
  values.map((value, i) => ({
    year: unit === "month" ? 2003 + Math.floor(i / 12) : 2003 + i,
    month: unit === "month" ? (i % 12) + 1 : undefined,
    state: "published" as const,
    value
  }))

const trendOf = (
  values: ReadonlyArray<number>,
  unit: "year" | "month",
  reporting: ReadonlyArray<number> = [],
  panel: ReadonlyArray<number> = []
) =>
  cellTrend(cellsOf(values, unit), unit === "month" ? 2003 * 12 : 2003, values.length, {
    ...{ unit, reporting, panel: cellsOf(panel, unit) }
  }) ?? assert.fail("no verdict")

describe("changes of level", () => {
  const rounds = roundsOf(12, 60)
  /** The verdicts on some drawn series. */
  const verdictsOf = (values: (random: () => number) => ReadonlyArray<number>, unit: "year" | "month") => {
    const random = mulberry32(11)
    return Array.from({ length: rounds }, () => trendOf(values(random), unit).breaks ?? [])
  }
  const months = (random: () => number, from: number, factor: number) =>
    Array.from({ length: 72 }, (_, i) => poisson(random, (season[i % 12] as number) * (i < from ? 1 : factor)))
  const most = 0.15 * rounds

  it("are rarely reported for months or years without a change", () => {
    assert.isBelow(
      verdictsOf((random) => months(random, 0, 1), "month").filter((verdicts) => verdicts.length > 0).length,
      most
    )
    for (const years of [6, 8, 24]) {
      const values = (random: () => number) => Array.from({ length: years }, () => poisson(random, 60))
      assert.isBelow(verdictsOf(values, "year").filter((verdicts) => verdicts.length > 0).length, most)
    }
  })

  it("of a quarter are found in months with a season, as one or as a rise, and the interval contains the month", () => {
    const random = mulberry32(11)
    const all = Array.from({ length: rounds }, () => trendOf(months(random, 28, 1.25), "month"))
    const found = all.filter(({ direction }) => direction === "change of level" || direction === "rising")
    assert.isAbove(found.length, 0.8 * rounds)
    const dated = all.flatMap(({ breaks }) => breaks ?? [])
    assert.isAbove(dated.length, 0.5 * rounds)
    assert.isAbove(dated.filter(({ low, high }) => low <= "2005-05" && "2005-05" <= high).length, 0.85 * dated.length)
  })

  it("is not stated where reporting changed, and another is", () => {
    const random = mulberry32(5)
    const reporting = [2005 * 12 + 4]
    const all = Array.from({ length: rounds }, () => trendOf(months(random, 28, 1.6), "month", reporting))
    assert.isBelow(all.filter(({ direction }) => /rising|falling|level/.test(direction)).length, most)
    for (const { words } of all) assert.include(words, "other partners report from 2005-05")
    const later = Array.from({ length: rounds }, () => {
      const fallen = (values: ReadonlyArray<number>) =>
        values.map((value, i) => (i < 52 ? value : Math.round(value * 0.4)))
      const panel = months(random, 28, 1)
      const others = months(random, 28, 1).map((value, i) => (i < 28 ? 0 : Math.round(0.6 * value)))
      const values = panel.map((value, i) => value + (others[i] as number))
      return trendOf(fallen(values), "month", reporting, fallen(panel))
    })
    const right = later.flatMap(({ breaks }) => breaks ?? []).filter(({ at }) => at === "2007-05")
    assert.isAbove(right.length, 0.6 * rounds)
  })

  it("are found with years missing, and not stated where suppressed years decide", () => {
    const values = Array.from({ length: 24 }, (_, i) => (i < 10 ? 100 : 160))
    const cells = (state: "suppressed" | "not_reported", hidden: ReadonlyArray<number>) =>
      values.map((value, i) => ({
        year: 2000 + i,
        state: hidden.includes(i) ? state : ("published" as const),
        value: hidden.includes(i) ? undefined : value
      }))
    const breaksIn = (state: "suppressed" | "not_reported", hidden: ReadonlyArray<number>) =>
      cellTrend(cells(state, hidden), 2000, 24)?.breaks?.map(({ at }) => at)
    assert.deepStrictEqual(breaksIn("not_reported", []), ["2010"])
    assert.deepStrictEqual(breaksIn("not_reported", [0, 1, 22, 23]), ["2010"])
    assert.deepStrictEqual(breaksIn("not_reported", [5]), ["2010"])
    // At worst the suppressed years are single persons, or many times the published ones.
    assert.deepStrictEqual(breaksIn("suppressed", [20, 21, 22, 23]), [])
  })

  it("from no case at all has no factor in its words", () => {
    const random = mulberry32(3)
    const begins = trendOf(
      Array.from({ length: 72 }, (_, i) => (i < 36 ? 0 : poisson(random, 20))),
      "month"
    )
    assert.deepStrictEqual(
      begins.breaks?.map(({ at, none }) => [at, none]),
      [["2006-01", "before"]]
    )
    assert.match(begins.words, /: no case is counted before\.$/)
    const ends = trendOf(
      Array.from({ length: 72 }, (_, i) => (i < 36 ? poisson(random, 20) : 0)),
      "month"
    )
    assert.match(ends.words, /: no case is counted from then on\.$/)
  })

  it("names each month in which other partners report, also of those that the series cannot tell apart", () => {
    const values = Array.from({ length: 72 }, () => 30)
    const months = [2005 * 12, 2005 * 12 + 4, 2006 * 12]
    const found = trendOf(values, "month", months, values)
    assert.deepStrictEqual(found.reporting, ["2005-01", "2005-05", "2006-01"])
    assert.include(found.words, "other partners report from 2005-01, 2005-05 and 2006-01 on")
  })
})
