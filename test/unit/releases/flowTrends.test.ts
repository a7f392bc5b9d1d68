import { trendTests } from "@corridor/flow-statistics/trend/mannKendall"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import type { FlowCell } from "../../../release/published/PublishedFlows.ts"
import { flowTrends } from "../../../release/trends/flowTrends.ts"
import { rounds } from "../../fixtures/fullRun.ts"

const corridor = (values: ReadonlyArray<number | "suppressed">): ReadonlyArray<FlowCell> =>
  values.map((value, i) =>
    value === "suppressed"
      ? { origin: "MDA", destination: "RUS", year: 2000 + i, state: value }
      : { origin: "MDA", destination: "RUS", year: 2000 + i, state: "published", victims: value }
  )

const noisy = (i: number) => 20 + 4 * i + (i % 3)

describe("trends of released flows", () => {
  it("one suppressed year in twenty does not decide, five in ten do", () => {
    const long = corridor(Array.from({ length: 20 }, (_, i) => (i === 0 ? "suppressed" : noisy(i))))
    const [found] = flowTrends(long)
    assert.isDefined(found)
    assert.isAbove(found?.bounds.z.low ?? 0, 1.96)
    const [open] = flowTrends(corridor(Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? "suppressed" : noisy(i)))))
    assert.strictEqual(open?.direction, "cannot say")
    assert.include(open?.words ?? "", "8 suppressed years")
  })

  it("bounds are valid for any value of a suppressed cell, also large ones", () => {
    const cell = fc.record({ value: fc.integer({ min: 1, max: 200 }), isHidden: fc.boolean() })
    fc.assert(
      fc.property(fc.array(cell, { minLength: 4, maxLength: 14 }), (cells) => {
        const shown = corridor(cells.map(({ value, isHidden }) => (isHidden ? "suppressed" : value)))
        const [found] = flowTrends(shown)
        if (found === undefined) return
        const { original } = trendTests(cells.map(({ value }) => value))
        assert.isTrue(found.bounds.s.low <= original.s && original.s <= found.bounds.s.high)
      }),
      { numRuns: rounds(20, 200) }
    )
  })

  it("an unreported year is not zero", () => {
    const cells = corridor([5, 6, 7, 9]).filter(({ year }) => year !== 2001)
    assert.strictEqual(flowTrends(cells)[0]?.tests.original.s, 3)
  })
})
