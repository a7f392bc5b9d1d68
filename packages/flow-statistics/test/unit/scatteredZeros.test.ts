/** Series that are 0 in most points, and large in the others: what chance does is no change, and what happens is still seen. */
import { assert, describe, it } from "vitest"
import { describeChange, signOf } from "../../src/model/describeChange.ts"
import { describeIntervention } from "../../src/model/describeIntervention.ts"
import { hasScatteredZeros } from "../../src/model/scatteredZeros.ts"

/** The generator of Park and Miller, and Box and Muller's normal variates. */
const drawer = (seed: number) => {
  let state = seed
  const next = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  return { next, normal: () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next()) }
}

/** Counts with log-normal noise, each 0 with probability `zeros`; its mean is `mean` times e to `slope` for each point. */
const seriesOf = (
  {
    points,
    zeros,
    mean,
    slope = 0
  }: Readonly<Record<"points" | "zeros" | "mean", number>> & { readonly slope?: number },
  { next, normal }: ReturnType<typeof drawer>
) =>
  Float64Array.from({ length: points }, (_, t) =>
    next() < zeros
      ? 0
      : Math.max(0, Math.round(mean * Math.exp(0.3 * normal() + slope * (t - points / 2)) + Math.sqrt(mean) * normal()))
  )

const statedOf = (setting: Parameters<typeof seriesOf>[0], season: number, seed: number) => {
  const random = drawer(seed)
  return Array.from({ length: 100 }, () => signOf(describeChange(seriesOf(setting, random), { season })))
}

describe("zeros scattered between large counts", () => {
  for (const [points, zeros, season] of [
    [60, 0.7, 1],
    [120, 0.7, 12],
    [240, 0.85, 12]
  ] as const)
    it(`make no change in ${points} points of which ${100 * zeros} % are 0, with ${season} places of a cycle`, () => {
      const stated = statedOf({ points, zeros, mean: 20 }, season, 7919 + points)
      assert.isAtMost(stated.filter((sign) => sign !== 0).length, 8)
    })

  it("do not count as points for a change at a date", () => {
    const random = drawer(37)
    const dated = (zeros: number) =>
      describeIntervention(seriesOf({ points: 60, zeros, mean: 20 }, random), { at: 30, season: 1 })
    assert.isUndefined(dated(0.7))
    assert.isDefined(dated(0.1))
  })

  it("do not hide a rise", () => {
    const stated = statedOf({ points: 120, zeros: 0.6, mean: 20, slope: 0.02 }, 1, 104729)
    assert.isAtLeast(stated.filter((sign) => sign > 0).length, 90)
  })

  it("do not include the zeros at the start or end of a series, or among small counts", () => {
    const random = drawer(31)
    const begins = Float64Array.from({ length: 60 }, (_, t) => (t < 36 ? 0 : 4 + Math.round(4 * random.next())))
    assert.isFalse(hasScatteredZeros(begins))
    assert.isFalse(hasScatteredZeros(begins.toReversed()))
    assert.isFalse(hasScatteredZeros(Float64Array.from({ length: 60 }, () => (random.next() < 0.6 ? 0 : 1))))
    assert.isTrue(hasScatteredZeros(Float64Array.from({ length: 60 }, (_, t) => (t % 3 === 0 ? 9 : 0))))
    assert.strictEqual(signOf(describeChange(begins, { season: 1 })), 1)
  })
})
