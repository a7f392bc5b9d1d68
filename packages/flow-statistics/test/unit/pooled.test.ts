import { assert, describe, it } from "vitest"
import { rounds } from "../../../test/fullRun.ts"
import { minPooled, poolMeasurements, poolTrends } from "../../src/model/poolTrends.ts"
import { type SeededNumbers, seededNumbers } from "../../src/numeric/SeededNumbers.ts"
import expected from "../oracles/expected/pooled.json" with { type: "json" }

const measured = ({ value, error }: { readonly value: ReadonlyArray<number>; readonly error: ReadonlyArray<number> }) =>
  value.map((one, i) => ({ value: one, error: error[i] as number }))

describe("pooled measurements", () => {
  it("agree with Gibbs sampling on Rubin's eight schools", () => {
    const { schools } = expected
    const { estimates, typical, spread } = poolMeasurements(measured(schools))
    ;[...estimates, typical].forEach((one, i) => {
      assert.closeTo(one.value, schools.mean[i] as number, 0.3)
      assert.closeTo(one.low, schools.low[i] as number, 0.8)
      assert.closeTo(one.high, schools.high[i] as number, 0.8)
    })
    assert.closeTo(spread.value, schools.median[9] as number, 0.5)
    assert.closeTo(spread.high, schools.high[9] as number, 1.5)
  })

  it.each(expected.cases)("agree with random effects of statsmodels where there are many ($value.length)", (one) => {
    const { typical, spread, estimates } = poolMeasurements(measured(one))
    assert.closeTo(typical.value, one.reml.typical, 0.05 * one.reml.error)
    assert.closeTo((typical.high - typical.low) / (2 * 1.96), one.reml.error, 0.05 * one.reml.error)
    assert.closeTo(spread.value, Math.sqrt(one.reml.between), 0.05 * Math.sqrt(one.reml.between))
    // DerSimonian and Laird's spread is another estimate of the same.
    assert.isTrue(spread.low < Math.sqrt(one.laird.between) && Math.sqrt(one.laird.between) < spread.high)
    // The best linear predictions, by hand.
    measured(one).forEach(({ value, error }, i) => {
      const own = one.reml.between / (one.reml.between + error * error)
      assert.closeTo(estimates[i]?.value ?? 0, one.reml.typical + own * (value - one.reml.typical), 0.1 * error)
    })
  })
})

describe("pooled trends of small series", () => {
  const draw = (chance: SeededNumbers, growth: number) => {
    let noise = 0.3 * chance.normal()
    return Float64Array.from({ length: 36 }, (_, t) => {
      const count = chance.poisson(3 * Math.exp(noise + growth * (t - 17.5)))
      noise = 0.3 * noise + Math.sqrt(1 - 0.09) * 0.3 * chance.normal()
      return count
    })
  }

  it("intervals contain each series' growth in about 95 %, and shrink towards the typical one", () => {
    const chance = seededNumbers(1)
    let [inside, all] = [0, 0]
    for (let k = 0; k < rounds(3, 30); k++) {
      const growths = Array.from({ length: 30 }, () => 0.01 + 0.02 * chance.normal())
      const pooled = poolTrends(
        growths.map((growth) => draw(chance, growth)),
        { season: 1 }
      )
      assert.isDefined(pooled)
      pooled?.estimates.forEach(({ low, high }, i) => {
        all += 1
        if (low <= (growths[i] as number) && (growths[i] as number) <= high) inside += 1
      })
    }
    assert.isAbove(inside / all, rounds(0.88, 0.93))
    assert.isBelow(inside / all, rounds(1.01, 0.98))
  })

  it("a series of few cases gets the typical growth, one of many keeps its own", () => {
    const chance = seededNumbers(2)
    const typical = Array.from({ length: 20 }, () => draw(chance, 0.02))
    const large = Float64Array.from({ length: 36 }, (_, t) => Math.round(400 * Math.exp(-0.05 * (t - 17.5))))
    const small = new Float64Array(36)
    small[3] = 1
    const pooled = poolTrends([...typical, large, small], { season: 1 })
    assert.closeTo(pooled?.estimates[20]?.value ?? 0, -0.05, 0.01)
    assert.closeTo(pooled?.estimates[21]?.value ?? 0, pooled?.typical.value ?? 1, 0.02)
  })

  it("a partner that joins is not counted as growth", () => {
    const chance = seededNumbers(4)
    const reporting = [Float64Array.from({ length: 36 }, (_, t) => (t < 18 ? 0 : 1))]
    const series = Array.from({ length: 12 }, () =>
      draw(chance, 0).map((count, t) => (t < 18 ? count : count + chance.poisson(6)))
    )
    assert.isAbove(poolTrends(series, { season: 1 })?.typical.low ?? 0, 0.01)
    const { typical } = poolTrends(series, { season: 1, reporting }) ?? assert.fail("not pooled")
    assert.isTrue(typical.low < 0 && typical.high > 0)
  })

  it("fewer than five are not pooled", () => {
    const chance = seededNumbers(3)
    assert.isUndefined(
      poolTrends(
        Array.from({ length: minPooled - 1 }, () => draw(chance, 0)),
        { season: 1 }
      )
    )
  })
})
