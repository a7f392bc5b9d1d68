import { studentT } from "../numeric/Distribution.ts"
import { fitSmoothing } from "./fitSmoothing.ts"
import { project, spreads } from "./smoothing.ts"

/** Forecasts, and half the widths of their intervals at 0.95, by the model of a method. */
export interface Projection {
  readonly points: ReadonlyArray<number>
  readonly reaches: ReadonlyArray<number>
}

/** Returns half the widths of intervals: the standard deviation of an error is known from this many degrees of freedom only. */
const reachesOf = (spreads: ReadonlyArray<number>, freedom: number): ReadonlyArray<number> => {
  const t = studentT(freedom).quantile(0.975)
  return spreads.map((spread) => t * spread)
}

/** Where fits ended, by their number of points: those of other values of hidden cells begin there. */
export type EndsOfFits = Map<number, ArrayLike<number>>

export type ForecastMethod = (
  values: ArrayLike<number>,
  season: number,
  horizon: number,
  ends?: EndsOfFits
) => Projection

/** Damped exponential smoothing. A season of 1 means no season. */
const dampedSmoothing: ForecastMethod = (values, season, horizon, ends) => {
  const cycle = season > 1 && values.length >= 2 * season + 5 ? season : 0
  const near = ends?.get(values.length)
  const { at, rates, last, sigma, freedom } = fitSmoothing(values, cycle, near)
  if (near === undefined) ends?.set(values.length, at)
  return {
    points: project(last, rates.phi, horizon),
    reaches: reachesOf(spreads(rates, cycle, sigma, horizon), freedom)
  }
}

/** Returns the value one cycle before: the baseline (Hyndman and Athanasopoulos 2021, section 5.2). */
export const seasonalNaive: ForecastMethod = (values, season, horizon) => {
  const n = values.length
  let squares = 0
  for (let t = season; t < n; t++) squares += ((values[t] as number) - (values[t - season] as number)) ** 2
  const freedom = Math.max(1, n - season)
  const sigma = Math.sqrt(squares / freedom)
  const spreadOf = (h: number) => sigma * Math.sqrt(Math.floor(h / season) + 1)
  return {
    points: Array.from({ length: horizon }, (_, h) => values[n - season + (h % season)] as number),
    reaches: reachesOf(
      Array.from({ length: horizon }, (_, h) => spreadOf(h)),
      freedom
    )
  }
}

export const forecastMethods = { dampedSmoothing, seasonalNaive } as const
export type ForecastName = keyof typeof forecastMethods
