import { chiSquared } from "../numeric/Distribution.ts"
import { countReported } from "../series/Series.ts"
import { levelAndSeason, stepAt, time } from "./columns.ts"
import { coefficientOf, fitCounts, type Weighted } from "./fitCounts.ts"
import { type Estimate, estimateOf } from "./Mixture.ts"
import { solveLower } from "./triangular.ts"

/** Level of the test: at 0.05 a change was stated in up to 10 % of simulated series without one (memory 0.8). */
export const dateLevel = 0.03

/** How a series of counts changed at a date, on the scale of logarithms. */
export interface DatedChange {
  /** ln of the ratio of the level after the date to the level that the line before it leads to. */
  readonly level: Estimate
  /** Change of the growth per point. */
  readonly slope: Estimate
  /** p of no change of either. */
  readonly p: number
}

/** Minimum number of reported points: with fewer, memory and change cannot be told apart. */
export const minPointsForDate = 24

/** Wald's statistic of the last two coefficients, from Cholesky's factor of the precision of all. */
const waldOf = ({ coefficients, factor }: Weighted): number => {
  const size = coefficients.length
  // The columns of the inverse factor give the covariance: rows of the last two coefficients.
  const units = [size - 2, size - 1].map((at) => {
    const unit = new Float64Array(size)
    unit[at] = 1
    solveLower(factor, unit)
    return unit
  }) as [Float64Array, Float64Array]
  const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, one, i) => sum + one * (b[i] as number), 0)
  const [u, v] = units
  const [a, b, c] = [product(u, u), product(u, v), product(v, v)]
  const [x, y] = [coefficients[size - 2] as number, coefficients[size - 1] as number]
  return (c * x * x - 2 * b * x * y + a * y * y) / (a * c - b * b)
}

/**
 * Describes how counts change at a date, by the count model with a line before the date and another one after it (segmented regression).
 * Undefined below `minPointsForDate`.
 */
export const describeIntervention = (
  values: ArrayLike<number>,
  { at, season }: { readonly at: number; readonly season: number }
): DatedChange | undefined => {
  const points = values.length
  const reported = countReported(values)
  if (reported < minPointsForDate) return undefined
  const base = [...levelAndSeason(points, season, reported), time(points)]
  const after = {
    values: Float64Array.from({ length: points }, (_, t) => Math.max(0, t - at)),
    precision: 0
  }
  const fit = fitCounts(values, [...base, stepAt(points, at), after])
  const exceeds = chiSquared(2)
  return {
    level: estimateOf(coefficientOf(fit, base.length)),
    slope: estimateOf(coefficientOf(fit, base.length + 1)),
    p: fit.plausible.reduce((sum, one) => sum + one.weight * exceeds.survival(waldOf(one)), 0)
  }
}
