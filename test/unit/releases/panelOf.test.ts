import { assert, it } from "vitest"
import { coverage, routes } from "../../../release/catalogue/cubes.ts"
import { reportingFacts } from "../../../release/history/reportingChanges.ts"
import { panelOf, type ReportedMonth, reportingSpans } from "../../../release/vintage/reportingSpans.ts"

/** Both partners report routes throughout; of victims, the second began in March. */
const months = [
  { partner_id: "a", kinds: ["route", "victim"], from: 1 },
  { partner_id: "b", kinds: ["route"], from: 1 },
  { partner_id: "b", kinds: ["victim"], from: 3 }
]
const spans = reportingSpans(
  months.flatMap(({ partner_id, kinds, from }) =>
    kinds.flatMap((record_kind) =>
      Array.from({ length: 13 - from }, (_, m) => ({ partner_id, record_kind, year: 2005, month: m + from }))
    )
  )
)

it("is of a cube's kind of record", () => {
  assert.deepStrictEqual([...panelOf(routes, spans)], ["a", "b"])
})

it("is of each kind apart in a cube of several", () => {
  assert.deepStrictEqual([...panelOf(coverage, spans)].sort(), ["route a", "route b", "victim a"])
})

const monthsOf = (partner_id: string, at: (month: number) => string | undefined): ReadonlyArray<ReportedMonth> =>
  Array.from({ length: 48 }, (_, i) => ({
    ...{ partner_id, record_kind: "route", year: 2005 + Math.floor(i / 12), month: (i % 12) + 1 },
    state: at(i)
  })).flatMap(({ state, ...one }) => (state === undefined ? [] : [{ ...one, state }]))

/** Four partners that report throughout, and one that says nothing from `from` on until `until`. */
const withPause = (from: number, until: number, said = "not_reported") => [
  ...["a", "b", "c", "d"].flatMap((partner) => monthsOf(partner, () => "reported")),
  ...monthsOf("pauses", (i) => (i >= from && i < until ? said : "reported"))
]

it("is without a partner that paused for a year, and says when other partners reported", () => {
  const rows = withPause(12, 24)
  assert.deepStrictEqual([...panelOf(routes, reportingSpans(rows))], ["a", "b", "c", "d"])
  const { changes, panels } = reportingFacts(rows)
  assert.deepStrictEqual(
    changes.map(({ month, partners }) => [month - 2005 * 12, partners]),
    [
      [0, 5],
      [12, 4],
      [24, 5]
    ]
  )
  assert.strictEqual(panels.get("route"), 4)
})

it("has a partner that was silent for less than a year, or whose records of the year have no month", () => {
  for (const rows of [withPause(12, 23), withPause(12, 24, "not_known"), withPause(12, 24, "zero")])
    assert.strictEqual(panelOf(routes, reportingSpans(rows)).size, 5)
})

it("has pauses at any place: a second one, and one before the partner ceases", () => {
  const twice = [
    ...withPause(0, 0).filter(({ partner_id }) => partner_id !== "pauses"),
    ...monthsOf("pauses", (i) => (i % 18 < 4 ? "reported" : undefined))
  ]
  assert.deepStrictEqual(
    reportingSpans(twice).flatMap(({ partner, from, until }) =>
      partner === "pauses" ? [[from - 2005 * 12, until - 2005 * 12]] : []
    ),
    [
      [0, 4],
      [18, 22],
      [36, Number.POSITIVE_INFINITY]
    ]
  )
})
