import { assert, describe, it } from "vitest"
import { fitSmoothing } from "../../src/forecast/fitSmoothing.ts"
import { forecastSeries } from "../../src/forecast/forecastSeries.ts"
import { seededNumbers } from "../../src/numeric/SeededNumbers.ts"
import { exactSeries } from "../oracles/exactSeries.ts"

const chance = seededNumbers(52)

const months = (points: number) =>
  Array.from({ length: points }, (_, t) => chance.poisson(14 + 5 * Math.sin((2 * Math.PI * t) / 12)))

describe("damped smoothing of values that hidden cells can have", () => {
  it("is no worse a fit if its search begins where that of other values ended", () => {
    for (let k = 0; k < 4; k++) {
      const values = months(36 + k)
      const filled = (value: () => number) => values.map((count) => (count < 11 ? value() : count))
      const { at } = fitSmoothing(
        filled(() => 5.5),
        12
      )
      for (const own of [filled(() => 1), filled(() => 10), filled(() => 1 + 9 * chance.next())])
        assert.isBelow(fitSmoothing(own, 12, at).squares, 1.001 * fitSmoothing(own, 12).squares)
    }
  })

  it("gives the forecast of exact values where no value is hidden by more than a rounding error", () => {
    const series = exactSeries(months(40), { granularity: "month", first: "2019-01" })
    const options = { season: 12, horizon: 6, back: (value: number) => value, counts: true }
    const exact = forecastSeries(series, options)
    const hidden = forecastSeries({ ...series, high: series.value.map((value) => value + 1e-9) }, options)
    assert.strictEqual(hidden.uncertainty?.points, 40)
    exact.points.forEach(({ low, high }, h) => {
      const own = hidden.points[h]
      assert.closeTo((own?.low ?? 0) - low, 0, 0.02 * (high - low))
      assert.closeTo((own?.high ?? 0) - high, 0, 0.02 * (high - low))
    })
  })
})
