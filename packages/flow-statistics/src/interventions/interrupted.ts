import { inverse, type Matrix } from "ml-matrix"
import { fisherF, studentT } from "../numeric/Distribution.ts"
import { type Design, leastSquares } from "../numeric/leastSquares.ts"
import { neweyWest } from "../numeric/neweyWest.ts"

/** A coefficient with its autocorrelation-robust error and its interval at 0.95. */
export interface Effect {
  readonly value: number
  readonly standardError: number
  readonly t: number
  readonly p: number
  readonly low: number
  readonly high: number
}

/** A line before a date, and how level and slope differ from it after. */
export interface Interrupted {
  /** Slope per period before the date. */
  readonly slopeBefore: Effect
  readonly levelChange: Effect
  /** Change of the slope per period after the date. */
  readonly slopeChange: Effect
  /** Wald's F test of both changes. */
  readonly joint: { readonly statistic: number; readonly p: number }
  readonly lags: number
  /** The line before the date, continued after it. */
  readonly counterfactual: ReadonlyArray<number>
}

export interface InterruptedOptions {
  /** First point after the intervention, from 0. */
  readonly at: number
  /** A level for each place in a cycle of this many; 1 for none. */
  readonly season: number
  /** Lags over which errors may be autocorrelated. */
  readonly lags: number
}

/** Minimum number of points before and after the date. */
export const minSide = 4

const designOf = (n: number, { at, season }: InterruptedOptions): Design =>
  Array.from({ length: n }, (_, i) => [
    1,
    i - at,
    i < at ? 0 : 1,
    i < at ? 0 : i - at,
    ...Array.from({ length: season - 1 }, (_, s) => (i % season === s + 1 ? 1 : 0))
  ])

const effectOf = (value: number, standardError: number, freedom: number): Effect => {
  // Without residuals the line is exact, and a coefficient is either 0 or not.
  const t = standardError > 0 ? value / standardError : value === 0 ? 0 : Math.sign(value) * Number.POSITIVE_INFINITY
  const distribution = studentT(freedom)
  const reach = distribution.quantile(0.975) * standardError
  const p = Number.isFinite(t) ? Math.min(1, 2 * distribution.survival(Math.abs(t))) : 0
  return { value, standardError, t, p, low: value - reach, high: value + reach }
}

/** Returns Wald's F of both changes. */
const waldOf = (level: number, slope: number, covariance: Matrix): number => {
  const weights = inverse(covariance)
  const sum =
    level * level * weights.get(0, 0) + 2 * level * slope * weights.get(0, 1) + slope * slope * weights.get(1, 1)
  return sum / 2
}

/** Residual sum, as a share of the sum of squares, below which values are exactly on the lines. */
const exact = 1e-20

/**
 * Interrupted time series: segmented regression (Wagner, Soumerai, Zhang and Ross-Degnan 2002) with Newey and West's covariance, against
 * Student's t. It assumes that the line before the date would have continued. No value may be missing. Throws `Collinear` if there are too
 * few points before or after the date.
 */
export const interrupted = (values: ArrayLike<number>, options: InterruptedOptions): Interrupted => {
  const n = values.length
  const design = designOf(n, options)
  const fit = leastSquares(design, values)
  const total = Array.from(values).reduce((sum, value) => sum + value * value, 0)
  const isExact = fit.residualSum <= exact * total
  const covariance = neweyWest(design, fit, options.lags)
  const freedom = n - fit.coefficients.length
  const effect = (at: number) => {
    const value = fit.coefficients[at] as number
    if (!isExact) return effectOf(value, Math.sqrt(covariance.get(at, at)), freedom)
    return effectOf(Math.abs(value) <= Math.sqrt(exact * total) * 10 ? 0 : value, 0, freedom)
  }
  const levelChange = effect(2)
  const slopeChange = effect(3)
  const [a, b] = [levelChange.value, slopeChange.value]
  const statistic = isExact
    ? a === 0 && b === 0
      ? 0
      : Number.POSITIVE_INFINITY
    : waldOf(a, b, covariance.selection([2, 3], [2, 3]))
  const after = Array.from({ length: n - options.at }, (_, i) => i + options.at)
  return {
    slopeBefore: effect(1),
    levelChange,
    slopeChange,
    joint: { statistic, p: Number.isFinite(statistic) ? fisherF(2, freedom).survival(statistic) : 0 },
    lags: options.lags,
    counterfactual: after.map((i) => (fit.fitted[i] as number) - a - b * (i - options.at))
  }
}

/** Weight of a point in both changes. */
export interface ChangeWeight {
  readonly level: number
  readonly slope: number
}

/** Returns the weight of each point: both changes are linear in the values. Bounds of hidden values give exact bounds of the changes. */
export const changeWeights = (n: number, options: InterruptedOptions): ReadonlyArray<ChangeWeight> => {
  const design = designOf(n, options)
  return Array.from({ length: n }, (_, point) => {
    const { coefficients } = leastSquares(
      design,
      Array.from({ length: n }, (_, i) => (i === point ? 1 : 0))
    )
    return { level: coefficients[2] as number, slope: coefficients[3] as number }
  })
}
