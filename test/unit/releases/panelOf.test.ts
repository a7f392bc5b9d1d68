import { assert, it } from "vitest"
import { coverage, routes } from "../../../release/catalogue/cubes.ts"
import { panelOf, reportingSpans } from "../../../release/vintage/reportingSpans.ts"

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
