import { trendTests } from "@corridor/flow-statistics/trend/mannKendall"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { cellTrend, type YearCell } from "../../../release/trends/cellTrend.ts"
import { rounds } from "../../fixtures/fullRun.ts"

const yearsOf = (values: ReadonlyArray<number | "suppressed">): ReadonlyArray<YearCell> =>
  values.map((value, i) =>
    value === "suppressed"
      ? { year: 2000 + i, state: value, value: undefined }
      : { year: 2000 + i, state: "published", value }
  )

const trendOf = (cells: ReadonlyArray<YearCell>) => cellTrend(cells, 2000, (cells.at(-1)?.year ?? 0) - 1999)

const noisy = (i: number) => 20 + 4 * i + (i % 3)

describe("trends of released years", () => {
  it("one suppressed year in twenty does not decide, five in ten do", () => {
    const long = yearsOf(Array.from({ length: 20 }, (_, i) => (i === 0 ? "suppressed" : noisy(i))))
    const found = trendOf(long)
    assert.isDefined(found)
    assert.isAbove(found?.bounds.z.low ?? 0, 1.96)
    const open = trendOf(yearsOf(Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? "suppressed" : noisy(i)))))
    assert.strictEqual(open?.direction, "cannot say")
    assert.include(open?.words ?? "", "8 suppressed years")
  })

  it("bounds are valid for any value of a suppressed cell, also large ones", () => {
    const cell = fc.record({ value: fc.integer({ min: 1, max: 200 }), isHidden: fc.boolean() })
    fc.assert(
      fc.property(fc.array(cell, { minLength: 4, maxLength: 14 }), (cells) => {
        const shown = yearsOf(cells.map(({ value, isHidden }) => (isHidden ? "suppressed" : value)))
        const found = trendOf(shown)
        if (found === undefined) return
        const { original } = trendTests(cells.map(({ value }) => value))
        assert.isTrue(found.bounds.s.low <= original.s && original.s <= found.bounds.s.high)
      }),
      { numRuns: rounds(20, 200) }
    )
  })

  it("an unreported year is not zero", () => {
    const cells = yearsOf([5, 6, 7, 9]).filter(({ year }) => year !== 2001)
    assert.strictEqual(trendOf(cells)?.tests.original.s, 3)
  })
})
