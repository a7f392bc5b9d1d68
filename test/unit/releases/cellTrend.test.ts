/** Changes of level of released series, on counts that are drawn so that the truth is known. */
import { assert, describe, it } from "vitest"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import { cellTrend } from "../../../release/trends/cellTrend.ts"
import { rounds as roundsOf } from "../../fixtures/fullRun.ts"

/** A Poisson count by inversion of its distribution. */
const count = (random: () => number, mean: number): number => {
  let [n, p] = [0, Math.exp(-mean)]
  for (let left = random() - p; left > 0; left -= p) p *= mean / ++n
  return n
}

const season = [50, 50, 50, 55, 160, 160, 165, 160, 160, 55, 50, 50]

const breaksOf = (values: ReadonlyArray<number>, unit: "year" | "month") => {
  const first = unit === "month" ? 2003 * 12 : 2003
  const cells = values.map((value, i) => ({
    year: unit === "month" ? 2003 + Math.floor(i / 12) : first + i,
    month: unit === "month" ? (i % 12) + 1 : undefined,
    state: "published" as const,
    value
  }))
  return cellTrend(cells, first, values.length, unit)?.breaks ?? assert.fail("no verdict")
}

describe("changes of level", () => {
  const rounds = roundsOf(20, 60)
  /** The verdicts on some drawn series. */
  const verdictsOf = (values: (random: () => number) => ReadonlyArray<number>, unit: "year" | "month") => {
    const random = mulberry32(11)
    return Array.from({ length: rounds }, () => breaksOf(values(random), unit))
  }
  const months = (random: () => number, from: number, factor: number) =>
    Array.from({ length: 72 }, (_, i) => count(random, (season[i % 12] as number) * (i < from ? 1 : factor)))
  const most = 0.15 * rounds

  it("are rarely reported for months or years without a change", () => {
    assert.isBelow(
      verdictsOf((random) => months(random, 0, 1), "month").filter((verdicts) => verdicts.length > 0).length,
      most
    )
    for (const years of [6, 24]) {
      const values = (random: () => number) => Array.from({ length: years }, () => count(random, 60))
      assert.isBelow(verdictsOf(values, "year").filter((verdicts) => verdicts.length > 0).length, most)
    }
  })

  it("of a quarter are found in months with a season, once, and the interval contains the month", () => {
    const all = verdictsOf((random) => months(random, 28, 1.25), "month")
    const right = all.filter((verdicts) => verdicts.some(({ low, high }) => low <= "2005-05" && "2005-05" <= high))
    assert.isAbove(right.length, 0.9 * rounds)
    assert.isBelow(all.filter((verdicts) => verdicts.length > 1).length, most)
  })

  it("are looked for between the first and the last figure, and not where something between or at an end is hidden", () => {
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
    assert.isUndefined(breaksIn("not_reported", [5]))
    assert.isUndefined(breaksIn("suppressed", [23]))
  })
})
