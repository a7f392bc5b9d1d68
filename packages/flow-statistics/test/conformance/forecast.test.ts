import { assert, describe, it } from "vitest"
import { rounds } from "../../../test/fullRun.ts"
import { fitSmoothing } from "../../src/forecast/fitSmoothing.ts"
import { forecastSeries } from "../../src/forecast/forecastSeries.ts"
import { seasonalNaive } from "../../src/forecast/methods.ts"
import { project, smooth, spreads } from "../../src/forecast/smoothing.ts"
import { seededNumbers } from "../../src/numeric/SeededNumbers.ts"
import { exactSeries } from "../oracles/exactSeries.ts"
import expected from "../oracles/expected/interventions.json" with { type: "json" }

describe("damped smoothing as statsmodels 0.15.0 has it", () => {
  for (const one of expected.smoothing) {
    const title = `${one.values.length} points, season ${one.season}`
    it(`${title}: errors, forecasts and their variances from a given state`, () => {
      const { errors, last } = smooth(one.values, one.fixed, one.state)
      one.errors.forEach((value, t) => {
        assert.closeTo(errors[t] as number, value, 1e-9)
      })
      project(last, one.fixed.phi, one.forecast.length).forEach((value, h) => {
        assert.closeTo(value, one.forecast[h] as number, 1e-8)
      })
      spreads(one.fixed, one.season, Math.sqrt(one.sigma2), one.variances.length).forEach((value, h) => {
        assert.closeTo(value ** 2, one.variances[h] as number, 1e-8 * (one.variances[h] as number))
      })
    })

    it(`${title}: squared errors no larger than what statsmodels finds`, () => {
      assert.isAtMost(fitSmoothing(one.values, one.season).squares, one.squares * (1 + 1e-6))
    })
  }
})

describe("forecasts", () => {
  it("the baseline is what was a cycle ago, wider with each cycle", () => {
    const { points, reaches: own } = seasonalNaive([1, 2, 3, 2, 4, 6], 3, 4)
    assert.deepStrictEqual(points, [2, 4, 6, 2])
    assert.closeTo(own[3] as number, (own[0] as number) * Math.SQRT2, 1e-12)
  })

  it("intervals of short series allow for a standard deviation of few points: Student's t by hand", () => {
    const values = Array.from({ length: 10 }, (_, t) => [14, 9, 17, 12, 8, 15, 11, 19, 10, 13][t] as number)
    const squares = values.slice(1).reduce((sum, value, t) => sum + (value - (values[t] as number)) ** 2, 0)
    const [first] = seasonalNaive(values, 1, 1).reaches
    assert.closeTo(first as number, 2.2621571628 * Math.sqrt(squares / 9), 1e-8)
  })

  it("intervals have about their nominal coverage, on series that the method was not made for", () => {
    let held = 0
    let all = 0
    for (let seed = 1; seed <= rounds(5, 25); seed++) {
      const chance = seededNumbers(seed)
      let walk = 100
      const values = Array.from({ length: 84 }, (_, t) => {
        walk += chance.normal() * 2
        return Math.max(0, walk + 10 * Math.sin((2 * Math.PI * t) / 4) + (chance.next() < 0.05 ? 25 : 0))
      })
      const { points } = forecastSeries(exactSeries(values.slice(0, 80)), {
        season: 4,
        horizon: 4,
        back: (x) => x,
        counts: true
      })
      points.forEach(({ low, high }, h) => {
        all += 1
        const real = values[80 + h] as number
        if (low <= real && real <= high) held += 1
      })
    }
    assert.isAbove(held / all, 0.9)
  })
})
