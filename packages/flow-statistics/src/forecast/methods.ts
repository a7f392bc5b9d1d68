import { fitSmoothing } from "./fitSmoothing.ts"
import { project, spreads } from "./smoothing.ts"

/** Forecasts and their standard deviations by the model of a method. */
export interface Projection {
  readonly points: ReadonlyArray<number>
  readonly spreads: ReadonlyArray<number>
}

export type ForecastMethod = (values: ArrayLike<number>, season: number, horizon: number) => Projection

/** Damped exponential smoothing. A season of 1 means no season. */
export const dampedSmoothing: ForecastMethod = (values, season, horizon) => {
  const cycle = season > 1 && values.length >= 2 * season + 5 ? season : 0
  const { rates, last, sigma } = fitSmoothing(values, cycle)
  return { points: project(last, rates.phi, horizon), spreads: spreads(rates, cycle, sigma, horizon) }
}

/** Returns the value one cycle before: the baseline (Hyndman and Athanasopoulos 2021, section 5.2). */
export const seasonalNaive: ForecastMethod = (values, season, horizon) => {
  const n = values.length
  let squares = 0
  for (let t = season; t < n; t++) squares += ((values[t] as number) - (values[t - season] as number)) ** 2
  const sigma = Math.sqrt(squares / Math.max(1, n - season))
  return {
    points: Array.from({ length: horizon }, (_, h) => values[n - season + (h % season)] as number),
    spreads: Array.from({ length: horizon }, (_, h) => sigma * Math.sqrt(Math.floor(h / season) + 1))
  }
}

export const forecastMethods = { dampedSmoothing, seasonalNaive } as const
export type ForecastName = keyof typeof forecastMethods
