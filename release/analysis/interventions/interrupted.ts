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
  /** What is added at the date at once. */
  readonly levelChange: Effect
  /** What is added to the slope per period after it. */
  readonly slopeChange: Effect
  /** Both changes together: Wald's F. */
  readonly joint: { readonly statistic: number; readonly p: number }
  readonly lags: number
  /** What the line before the date says of the periods after it. */
  readonly counterfactual: ReadonlyArray<number>
}

export interface InterruptedOptions {
  /** First point after the intervention, from 0. */
  readonly at: number
  /** A level for each place in a cycle of this many; 1 for none. */
  readonly season: number
  /** Lags that errors are alike over. */
  readonly lags: number
}

/** Points that a line needs before and after the date. */
export const leastSide = 4

const designOf = (n: number, { at, season }: InterruptedOptions): Design =>
  Array.from({ length: n }, (_, i) => [
    1,
    i - at,
    i < at ? 0 : 1,
    i < at ? 0 : i - at,
    ...Array.from({ length: season - 1 }, (_, s) => (i % season === s + 1 ? 1 : 0))
  ])

const effectOf = (value: number, covariance: Matrix, at: number, freedom: number): Effect => {
  const standardError = Math.sqrt(covariance.get(at, at))
  const t = value / standardError
  const distribution = studentT(freedom)
  const reach = distribution.quantile(0.975) * standardError
  return {
    value,
    standardError,
    t,
    p: Math.min(1, 2 * distribution.survival(Math.abs(t))),
    low: value - reach,
    high: value + reach
  }
}

/**
 * Interrupted time series: segmented regression (Wagner, Soumerai, Zhang and Ross-Degnan 2002) with Newey and West's covariance, against
 * t. No value may be missing. Throws `Collinear` where too few points stand on a side. It takes the line before the date as what would
 * have gone on.
 */
export const interrupted = (values: ArrayLike<number>, options: InterruptedOptions): Interrupted => {
  const n = values.length
  const design = designOf(n, options)
  const fit = leastSquares(design, values)
  const covariance = neweyWest(design, fit, options.lags)
  const freedom = n - fit.coefficients.length
  const effect = (at: number) => effectOf(fit.coefficients[at] as number, covariance, at, freedom)
  const levelChange = effect(2)
  const slopeChange = effect(3)
  const weights = inverse(covariance.selection([2, 3], [2, 3]))
  const [a, b] = [levelChange.value, slopeChange.value]
  const wald = a * a * weights.get(0, 0) + 2 * a * b * weights.get(0, 1) + b * b * weights.get(1, 1)
  const after = Array.from({ length: n - options.at }, (_, i) => i + options.at)
  return {
    slopeBefore: effect(1),
    levelChange,
    slopeChange,
    joint: { statistic: wald / 2, p: fisherF(2, freedom).survival(wald / 2) },
    lags: options.lags,
    counterfactual: after.map((i) => (fit.fitted[i] as number) - a - b * (i - options.at))
  }
}
