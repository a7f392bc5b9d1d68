import type { EndsOfFits, ForecastMethod } from "./methods.ts"

/** Errors of past forecasts from many origins, each from the data before it. */
export interface BackTest {
  readonly origins: number
  /** Mean absolute and root mean squared error over all horizons. */
  readonly meanAbsolute: number
  readonly rootMeanSquare: number
  /** Mean absolute error over that of the seasonal naive method in the same forecasts: below 1 is better. */
  readonly relative: number
  /** Share of values within the model's own interval at 0.95. */
  readonly coverage: number
  /** By horizon: the factor, at least 1, by which the model's interval must be widened to contain 0.95 of the values. */
  readonly widening: ReadonlyArray<number>
}

export interface BackTestOptions {
  readonly season: number
  readonly horizon: number
  /** Number of points before the first origin. */
  readonly first: number
  /** Maximum number of origins; the latest are used. */
  readonly most: number
  readonly ends?: EndsOfFits
}

/** Returns the k-th smallest score, k = ⌈0.95 (n + 1)⌉, or the largest if there are too few (split conformal prediction, Vovk and others 2005). */
const conformal = (scores: ReadonlyArray<number>): number => {
  const sorted = scores.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length, Math.ceil(0.95 * (sorted.length + 1))) - 1] ?? 1
}

/** Evaluates a method at rolling origins, fitting it at each one (Tashman 2000). Returns undefined if no origin has a point after it. */
export const backTest = (
  values: Float64Array,
  method: ForecastMethod,
  baseline: ForecastMethod,
  { season, horizon, first, most, ends }: BackTestOptions
): BackTest | undefined => {
  const last = values.length - 1
  const origins = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i).slice(-most)
  let count = 0
  let absolute = 0
  let squares = 0
  let naive = 0
  let within = 0
  const scores: Array<Array<number>> = Array.from({ length: horizon }, () => [])
  for (const origin of origins) {
    const known = values.subarray(0, origin)
    const ahead = Math.min(horizon, values.length - origin)
    const { points, reaches } = method(known, season, ahead, ends)
    const base = baseline(known, season, ahead)
    for (let h = 0; h < ahead; h++) {
      const real = values[origin + h] as number
      const error = Math.abs(real - (points[h] as number))
      count += 1
      absolute += error
      squares += error ** 2
      naive += Math.abs(real - (base.points[h] as number))
      const score = error / (reaches[h] as number)
      if (score <= 1) within += 1
      scores[h]?.push(Number.isNaN(score) ? 1 : score)
    }
  }
  if (count === 0) return undefined
  return {
    origins: origins.length,
    meanAbsolute: absolute / count,
    rootMeanSquare: Math.sqrt(squares / count),
    relative: absolute / naive,
    coverage: within / count,
    widening: scores.map((own) => Math.max(1, conformal(own)))
  }
}
