import { scaleLinear } from "d3-scale"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { valueScale } from "../../../site/explorer/drawings/valueScale.ts"

/** The greatest value of a table: persons, or persons per 100,000 inhabitants. */
const most = fc.oneof(
  fc.integer({ min: 1, max: 10_000_000 }),
  fc.double({ min: 1e-4, max: 1e7, noNaN: true }),
  // Where the next longer step begins.
  fc.tuple(fc.constantFrom(1, 2, 5), fc.integer({ min: -3, max: 6 })).map(([factor, power]) => factor * 10 ** power)
)

const near = (given: number, expected: number, what: string) =>
  assert.approximately(given, expected, 1e-9 * Math.max(1, Math.abs(expected)), what)

describe("the scale of values", () => {
  it("has the end, the steps and the positions of d3-scale", () => {
    fc.assert(
      fc.property(most, fc.constantFrom(3, 4), fc.double({ min: 0, max: 1, noNaN: true }), (value, count, share) => {
        const expected = scaleLinear([0, value], [214, 14]).nice(count)
        const { end, ticks, y } = valueScale(value, count, 214, 14)
        near(end, expected.domain()[1] as number, `end of ${value}`)
        near(y(share * value), expected(share * value), `position in ${value}`)
        assert.deepStrictEqual(ticks.map(String), expected.ticks(count).map(String))
      }),
      { numRuns: 5000 }
    )
  })

  it("has no step where there is no figure", () => {
    for (const nothing of [0, Number.MIN_VALUE]) {
      const { ticks, y } = valueScale(nothing, 3, 214, 14)
      assert.deepStrictEqual(ticks, [])
      assert.strictEqual(y(0), 214)
    }
  })
})
