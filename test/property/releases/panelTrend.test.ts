/** What is stated of a series whose reporting changed: only what its constant panel shows too. */
import { assert, describe, it } from "vitest"
import { demoPartners, demoRecords } from "../../../ingest/demo/Demonstration.ts"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import { cellTrend, type YearCell } from "../../../release/trends/cellTrend.ts"
import { panelVerdict } from "../../../release/trends/panelVerdict.ts"
import { rounds as roundsOf } from "../../fixtures/fullRun.ts"
import { poisson } from "../../releases/poisson.ts"

const first = 2003 * 12
const may2005 = 2005 * 12 + 4
const count = 72

/** Persons of the demonstration from an origin to a destination by month (or year), of all partners or of those that reported throughout. */
const demonstration = (origin: string, destination: string, unit: "month" | "year", isPanel: boolean) => {
  const values = new Array<number>(unit === "month" ? count : count / 12).fill(0)
  for (const partner of demoPartners)
    if (!isPanel || partner.since === undefined)
      for (const record of demoRecords(partner)) {
        if (record.record !== "route") continue
        const legs = record["legs"] as ReadonlyArray<{ country: string; year: number; month: number }>
        const last = legs.at(-1)
        if (legs[0]?.country !== origin || last?.country !== destination) continue
        const at = unit === "month" ? last.year * 12 + last.month - 1 - first : last.year - 2003
        values[at] = (values[at] ?? 0) + 1
      }
  return values
}

const cellsOf = (values: ReadonlyArray<number>, unit: "month" | "year", isHidden = (_: number) => false) =>
  values.map(
    (value, i): YearCell => ({
      year: unit === "month" ? Math.floor((first + i) / 12) : 2003 + i,
      month: unit === "month" ? (i % 12) + 1 : undefined,
      state: isHidden(i) ? "suppressed" : "published",
      value: isHidden(i) ? undefined : value
    })
  )

const trendOf = (
  all: ReadonlyArray<YearCell>,
  panel: ReadonlyArray<YearCell> | undefined,
  unit: "month" | "year" = "month",
  reporting: ReadonlyArray<number> = [may2005]
) =>
  cellTrend(all, unit === "month" ? first : 2003, all.length, { unit, reporting, panel }) ?? assert.fail("no verdict")

describe("a series and its constant panel", () => {
  it("Ukraine to Russia in the demonstration: no change is stated, and the words say who reported", () => {
    const all = demonstration("UKR", "RUS", "year", false)
    const panel = demonstration("UKR", "RUS", "year", true)
    assert.deepStrictEqual(panel, [168, 163, 173, 179, 165, 171])
    for (const isHidden of [() => false, (i: number) => i >= 2]) {
      const found = trendOf(cellsOf(all, "year", isHidden), cellsOf(panel, "year"), "year")
      assert.strictEqual(found.direction, "cannot say")
      assert.deepStrictEqual(found.breaks ?? [], [])
      assert.deepStrictEqual(found.reporting, ["2005-05"])
      assert.include(found.words, "2005-05")
      assert.strictEqual(found.panel?.published, 6)
    }
  })

  it("the demonstration's one true change is stated: both show that Tajikistan to Russia rises", () => {
    const [all, panel] = [false, true].map((isPanel) => demonstration("TJK", "RUS", "month", isPanel))
    const found = trendOf(cellsOf(all ?? [], "month"), cellsOf(panel ?? [], "month"))
    assert.strictEqual(found.direction, "rising")
    assert.strictEqual(found.panel?.direction, "rising")
    assert.notDeepEqual(found.rate, found.panel?.rate)
    // The words on all partners have the numbers of all partners, as the page does.
    const percentOf = (rate: number | undefined) => `${(100 * (rate ?? 0)).toFixed(0)} %`
    assert.isTrue(found.words.startsWith(`Rising: ${percentOf(found.rate?.value)} `), found.words)
    assert.include(found.words, `agree: Rising: ${percentOf(found.panel?.rate?.value)} `)
    // Weights grow by 1.15 a year, others' as well.
    assert.isBelow(found.panel?.rate?.low ?? 1, 0.15)
    assert.isAbove(found.panel?.rate?.high ?? 0, 0.15)
    // Without its panel it is not stated; where figures of all partners are suppressed, it is stated of those that reported throughout.
    const alone = trendOf(cellsOf(all ?? [], "month"), undefined)
    assert.strictEqual(alone.direction, "cannot say")
    assert.include(alone.words, "is not published")
    const hidden = trendOf(
      cellsOf(all ?? [], "month", (i) => i >= 28),
      cellsOf(panel ?? [], "month")
    )
    assert.deepStrictEqual([alone.partners, hidden.direction, hidden.partners], ["all", "rising", "throughout"])
    assert.deepStrictEqual(hidden.rate, hidden.panel?.rate)
    assert.include(hidden.words, "The partners that reported throughout: Rising")
    assert.include(hidden.words, "other partners report from 2005-05 on")
  })

  it("is not stated of the panel where the published figures of all partners show something else", () => {
    const panel = demonstration("TJK", "RUS", "month", true)
    // Other partners report, and their persons make up for the rise.
    const all = panel.map((value, i) => (i < 28 ? value : Math.round(14 - 0.05 * i)))
    const found = trendOf(cellsOf(all, "month"), cellsOf(panel, "month"))
    assert.deepStrictEqual([found.direction, found.partners, found.panel?.direction], ["cannot say", "all", "rising"])
    // A single suppressed month leaves nothing open.
    const hidden = (i: number) => i === 30
    const one = trendOf(
      cellsOf(all, "month", hidden).map((cell) => ({ ...cell, low: 1, high: 20 })),
      cellsOf(panel, "month")
    )
    assert.strictEqual(one.direction, "cannot say")
  })

  it("a rise that only new partners make is stated in few series, also where they come one after the other", () => {
    const rounds = roundsOf(12, 100)
    const random = mulberry32(23)
    const joins = [may2005 - 12, may2005, may2005 + 14]
    let stated = 0
    for (let n = 0; n < rounds; n++) {
      const panel = Array.from({ length: count }, () => poisson(random, 40))
      const all = panel.map(
        (value, i) => value + joins.filter((month) => month <= first + i).reduce((sum) => sum + poisson(random, 15), 0)
      )
      const found = trendOf(cellsOf(all, "month"), cellsOf(panel, "month"), "month", joins)
      if (/rising|falling|level/.test(found.direction)) stated += 1
      assert.notInclude(found.words, "undefined")
    }
    assert.isAtMost(stated, 0.06 * rounds + 1)
  })

  it("agree on a change of level only if it is the same change", () => {
    const level = (at: string, low: string, high: string, value: number) => ({
      ...{ direction: "change of level" as const, words: "Change of level." },
      ...{ rate: undefined, widened: undefined, need: undefined, apart: undefined },
      breaks: [{ at, low, high, factor: { value, low: value, high: value }, isOpen: false }]
    })
    const all = level("2006-03", "2005-11", "2006-07", 1.4)
    const stated = (panel: typeof all) => panelVerdict(all, panel, ["2005-05"], undefined)
    assert.deepStrictEqual(stated(level("2006-05", "2006-01", "2006-12", 1.3)).direction, "change of level")
    for (const other of [level("2007-05", "2007-01", "2007-12", 1.3), level("2006-03", "2006-01", "2006-04", 0.7)])
      assert.deepStrictEqual([stated(other).direction, stated(other).breaks], ["cannot say", []])
  })

  it("is not asked where reporting did not change", () => {
    const values = demonstration("TJK", "RUS", "month", true)
    const found = trendOf(cellsOf(values, "month"), undefined, "month", [])
    assert.strictEqual(found.direction, "rising")
    assert.isUndefined(found.panel)
  })
})
