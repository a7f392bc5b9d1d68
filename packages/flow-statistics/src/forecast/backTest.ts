import { normal } from "../numeric/Distribution.ts"
import type { ForecastMethod } from "./methods.ts"

/** How a method would have done: forecasts from many origins, each from what was known then. */
export interface BackTest {
  readonly origins: number
  /** Mean absolute and root mean squared error over all horizons. */
  readonly meanAbsolute: number
  readonly rootMeanSquare: number
  /** Mean absolute error over that of the seasonal naive in the same forecasts: below 1 it beats it. */
  readonly relative: number
  /** Share of points within the model's own interval at 0.95. */
  readonly coverage: number
  /** By horizon: what the model's spread must be multiplied by to have held 0.95 of the points, 1 at least. */
  readonly widening: ReadonlyArray<number>
}

export interface BackTestOptions {
  readonly season: number
  readonly horizon: number
  /** Points before the first origin. */
  readonly first: number
  /** Origins at most; the latest. */
  readonly most: number
}

const z = normal.quantile(0.975)

/** The k-th smallest with k = ⌈0.95 (n + 1)⌉, the greatest where there are too few (split conformal prediction, Vovk and others 2005). */
const conformal = (scores: ReadonlyArray<number>): number => {
  const sorted = scores.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length, Math.ceil(0.95 * (sorted.length + 1))) - 1] ?? 1
}

/** Rolling-origin evaluation (Tashman 2000): at each origin the method is fitted anew. Undefined where no origin has a point after it. */
export const backTest = (
  values: Float64Array,
  method: ForecastMethod,
  baseline: ForecastMethod,
  { season, horizon, first, most }: BackTestOptions
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
    const { points, spreads } = method(known, season, ahead)
    const base = baseline(known, season, ahead)
    for (let h = 0; h < ahead; h++) {
      const real = values[origin + h] as number
      const error = Math.abs(real - (points[h] as number))
      count += 1
      absolute += error
      squares += error ** 2
      naive += Math.abs(real - (base.points[h] as number))
      const score = error / (z * (spreads[h] as number))
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
