import { assert, describe, it } from "vitest"
import { binarySegmentation } from "../../src/breaks/binarySegmentation.ts"
import { costs } from "../../src/breaks/Cost.ts"
import { breakThreshold, findBreaks } from "../../src/breaks/findBreaks.ts"
import { pelt } from "../../src/breaks/pelt.ts"
import { seededNumbers } from "../../src/numeric/SeededNumbers.ts"
import { expectedSeries, titleOf } from "../oracles/expectedSeries.ts"
import { frontexValues, hasFrontex } from "../oracles/frontex.ts"

describe("breaks as ruptures 1.1.10 finds them", () => {
  for (const one of expectedSeries)
    for (const want of one.breaks ?? [])
      it(`${titleOf(one)}, penalty ${want.penalty}`, () => {
        const options = { penalty: want.penalty, minSize: 3 }
        const scaled = one.values.map(Math.log1p)
        assert.deepStrictEqual(pelt(costs.l2(scaled), options), want.l2, "l2")
        assert.deepStrictEqual(pelt(costs.normal(scaled), options), want.normal, "normal")
        assert.deepStrictEqual(pelt(costs.poisson(one.values.map(Math.round)), options), want.poisson, "poisson")
        assert.deepStrictEqual(binarySegmentation(costs.l2(scaled), options), want.binarySegmentation, "greedy")
      })

  it.skipIf(!hasFrontex)(
    "Frontex's detections at penalties 10 and 5, as published",
    { meta: { needs: "the shared tables" } },
    () => {
      const values = frontexValues().map(Math.log1p)
      assert.deepStrictEqual(
        findBreaks(values, { model: "l2", minSize: 3, penalty: 10 }).breaks,
        [11, 17, 25, 32, 53, 107, 138]
      )
      assert.deepStrictEqual(
        findBreaks(values, { model: "l2", minSize: 3, penalty: 5 }).breaks,
        [4, 12, 15, 25, 32, 53, 63, 107, 119, 124, 138, 160, 179]
      )
    }
  )
})

describe("intervals of dates", () => {
  it("the threshold is that of the limit distribution", () => {
    assert.closeTo(breakThreshold(0.95), 7.35, 0.005)
  })

  it("contain the true date about as often as their level, at a step that is hard to see", () => {
    const chance = seededNumbers(5)
    let held = 0
    let found = 0
    for (let round = 0; round < 400; round++) {
      const values = Array.from({ length: 100 }, (_, i) => chance.normal() + (i < 50 ? 0 : 1))
      const { intervals } = findBreaks(values, { model: "l2", minSize: 3 })
      if (intervals.length !== 1) continue
      found += 1
      const { low, high } = intervals[0] as (typeof intervals)[number]
      if (low <= 50 && 50 <= high) held += 1
    }
    assert.isAbove(found, 200)
    assert.isAbove(held / found, 0.9)
  })
})
