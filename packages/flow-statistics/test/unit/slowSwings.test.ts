/** Oracles: least squares by a pseudo-inverse (ml-matrix), and shares of statements in drawn noise of known kinds. */
import { Matrix, pseudoInverse } from "ml-matrix"
import { assert, describe, it } from "vitest"
import { rounds } from "../../../test/fullRun.ts"
import { levelAndSeason, time } from "../../src/model/columns.ts"
import { coefficientOf, fitCounts } from "../../src/model/fitCounts.ts"
import { judgedFit, judgingWidening } from "../../src/model/JudgingPrior.ts"
import { steadyEstimate } from "../../src/model/judgedEstimates.ts"
import { above, widened } from "../../src/model/Mixture.ts"
import { judgeBySwings, slowSwings } from "../../src/model/slowSwings.ts"
import { studentT } from "../../src/numeric/Distribution.ts"
import { seededNumbers } from "../../src/numeric/SeededNumbers.ts"

const chance = seededNumbers(2311)

/** What `slowSwings` reads of a fit, for values that are observed as they are. */
const observed = (working: Float64Array, season = 1) => ({
  columns: [...levelAndSeason(working.length, season), time(working.length)],
  mean: new Float64Array(working.length).fill(1),
  working,
  plausible: []
})

/** An autoregression of order 1 with noise of the same size; a `memory` of 1 is a random walk. */
const drawn = (points: number, memory: number, noise: number): Float64Array => {
  let value = memory < 1 ? chance.normal() / Math.sqrt(1 - memory ** 2) : 0
  return Float64Array.from({ length: points }, () => {
    const now = value + noise * chance.normal()
    value = memory * value + chance.normal()
    return now
  })
}

describe("slow swings", () => {
  it("are what cosines explain of what weighted least squares leaves, with a season and points missing", () => {
    const counts = Float64Array.from({ length: 60 }, (_, t) =>
      t % 11 === 4 ? Number.NaN : chance.poisson(12 * Math.exp(0.01 * t + Math.sin(t / 2) / 3))
    )
    const columns = [...levelAndSeason(60, 4), time(60)]
    const fit = fitCounts(counts, columns)
    const swings = slowSwings(fit)
    if (swings === undefined) throw new Error("there are enough points")
    const left = [...counts.keys()].filter((t) => !Number.isNaN(counts[t]))
    const relative = fit.plausible.reduce((sum, one) => sum + one.weight * (one.swing + one.overdispersion), 0)
    const weight = (t: number) => 1 / Math.sqrt(1 / (fit.mean[t] as number) + relative)
    const design = left.map((t) => columns.map(({ values }) => weight(t) * (values[t] as number)))
    const cosines = left.map((t) => [1, 2, 3, 4].map((k) => Math.cos((Math.PI * k * (t + 0.5)) / 60)))
    const y = Matrix.columnVector(left.map((t) => weight(t) * (fit.working[t] as number)))
    const squares = (rows: ReadonlyArray<ReadonlyArray<number>>) => {
      const x = new Matrix(rows.map((row) => [...row]))
      const coefficients = pseudoInverse(x).mmul(y)
      return { coefficients, rest: Matrix.sub(y, x.mmul(coefficients)).norm() ** 2 }
    }
    const [without, with4] = [squares(design), squares(design.map((row, i) => [...row, ...(cosines[i] ?? [])]))]
    assert.closeTo(swings.value, without.coefficients.get(columns.length - 1, 0), 1e-8)
    assert.strictEqual(swings.swings, 4)
    assert.closeTo(swings.slow, (without.rest - with4.rest) / 4, 1e-8 * without.rest)
    assert.closeTo(swings.ratio, swings.slow / with4.rest, 1e-8)
    const x = new Matrix(design)
    const variance = pseudoInverse(x.transpose().mmul(x)).get(columns.length - 1, columns.length - 1)
    assert.closeTo(swings.length, 1 / Math.sqrt(variance), 1e-6 * swings.length)
  })

  it.each([
    ["noise without memory", 60, 0, 0, 1],
    ["noise without memory, with a season", 72, 0, 0, 12],
    ["memory of 0.6", 24, 0.6, 0, 1],
    ["memory of 0.6, few points", 10, 0.6, 0, 1],
    ["a short random walk", 10, 1, 0, 1],
    ["memory of 0.8 and noise", 60, 0.8, 1.5, 1],
    ["memory of 0.95", 60, 0.95, 0, 1],
    ["a random walk", 60, 1, 0, 1],
    ["a long random walk", 200, 1, 0, 1]
  ] as const)("state a change where there is none in about 5 of 100 series: %s", (_, points, memory, noise, season) => {
    const series = rounds(400, 8000)
    let stated = 0
    for (let k = 0; k < series; k++) {
      const swings = slowSwings(observed(drawn(points, memory, noise), season))
      if (swings !== undefined && judgeBySwings(swings).p < 0.05) stated += 1
    }
    assert.isAtMost(stated / series, 0.06 + 2 * Math.sqrt(0.05 / series))
    assert.isAtLeast(stated / series, 0.01)
  })

  it("find what is clear, with an interval of Student's t around it", () => {
    for (const slope of [0, 0.004, 0.012, 0.04, 0.12]) {
      const found = slowSwings(observed(Float64Array.from({ length: 60 }, (_, t) => slope * t + 0.2 * chance.normal())))
      if (found === undefined) throw new Error("there are enough points")
      const { value, p, intervalAt } = judgeBySwings(found)
      for (const level of [0.05, 0.2]) {
        const { low, high } = intervalAt(level)
        assert.closeTo(high - value, value - low, 1e-12)
        assert.strictEqual(low > 0 || high < 0, p < level)
      }
      // The 0.975 quantile of Student's t of four degrees of freedom.
      const { high } = intervalAt(0.05)
      assert.closeTo(high - value, (2.7764451 * Math.sqrt(found.slow) * Math.exp(8 * found.ratio)) / found.length, 1e-7)
      if (slope >= 0.04) assert.isBelow(p, 0.05)
    }
  })

  it("judge steady changes with the count model, each at a part of the level", () => {
    for (const [points, missing, ofModel, ofSwings] of [
      [7, 0, 0.05, 0],
      [8, 0, 0.05, 0.01457],
      [23, 0, 0.05, 0.034],
      [24, 0, 0.04, 0.03562],
      [40, 5, 0.03568, 0.04009],
      [60, 0, 0.00574, 0.04631],
      [130, 0, 0.005, 0.05]
    ] as const)
      for (const slope of [0, 0.01, 0.03, 0.1]) {
        const counts = Float64Array.from({ length: points }, (_, t) =>
          t < missing ? Number.NaN : chance.poisson(15 * Math.exp(slope * t + 0.3 * chance.normal()))
        )
        const fit = fitCounts(counts, observed(counts).columns)
        const reported = points - missing
        const { low, high, value, p } = steadyEstimate(fit, reported)
        assert.isTrue(low < value && value < high, `${points}`)
        assert.strictEqual(low > 0 || high < 0, p < 0.05)
        const model = widened(coefficientOf(judgedFit("trend", fit, reported), 1), judgingWidening("trend", reported))
        const found = slowSwings(fit)
        assert.strictEqual(found === undefined, ofSwings === 0)
        const error = found && (Math.sqrt(found.slow) / found.length) * Math.exp(8 * found.ratio)
        /** How far a value is inside what both do not exclude: 0 at an end of the interval. */
        const inside = (of: number): number => {
          const tail = above(model, of)
          const byModel = (2 * Math.min(tail, 1 - tail)) / ofModel - 1
          if (found === undefined || error === undefined) return byModel
          const bySwings = (2 * studentT(found.swings).survival(Math.abs(of - found.value) / error)) / ofSwings - 1
          return Math.min(byModel, bySwings)
        }
        assert.closeTo(inside(low), 0, 0.002)
        assert.closeTo(inside(high), 0, 0.002)
        assert.isAbove(inside(value), 0)
        assert.closeTo(p, Math.min(1, 0.05 * (inside(0) + 1)), 0.0002)
      }
  })

  it("leave to the count model what they contradict", () => {
    // Working values that rise, of a fit to counts that do not.
    const fit = fitCounts(
      Float64Array.from({ length: 60 }, () => chance.poisson(50)),
      observed(new Float64Array(60)).columns
    )
    const working = fit.working.map((one, t) => one + 0.2 * t)
    const { low, high } = steadyEstimate({ ...fit, working }, 60)
    const model = widened(coefficientOf(judgedFit("trend", fit, 60), 1), judgingWidening("trend", 60))
    assert.closeTo(above(model, low), 0.975, 1e-4)
    assert.closeTo(above(model, high), 0.025, 1e-4)
  })

  it("are finite for counts that do not vary, that all are 0, and that rise by the same number", () => {
    for (const of of [() => 7, () => 0, (t: number) => 10 + 2 * t, (t: number) => 1e12 + 1e10 * t]) {
      const counts = Float64Array.from({ length: 36 }, (_, t) => of(t))
      const { low, high, p } = steadyEstimate(fitCounts(counts, observed(counts).columns), 36)
      assert.isTrue(Number.isFinite(low) && Number.isFinite(high) && p >= 0 && p <= 1)
      assert.strictEqual(low > 0, of(1) > of(0))
    }
  })
})
