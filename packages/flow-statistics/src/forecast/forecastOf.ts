import { normal } from "../numeric/Distribution.ts"
import { fillings } from "../series/fillings.ts"
import { type Series, uncertain } from "../series/Series.ts"
import { parsePeriod, periodName } from "../table/Period.ts"
import { type BackTest, backTest } from "./backTest.ts"
import { type ForecastName, forecastMethods, seasonalNaive } from "./methods.ts"

/** A point to come with its interval at 0.95. */
export interface ForecastPoint {
  readonly period: string
  readonly value: number
  readonly low: number
  readonly high: number
}

export interface MethodForecast {
  readonly points: ReadonlyArray<ForecastPoint>
  readonly backTest: BackTest | undefined
}

/** Everything that is said of the periods to come. */
export interface Forecast {
  /** The method with the smaller error in back-tests. */
  readonly method: ForecastName
  readonly points: ReadonlyArray<ForecastPoint>
  readonly methods: Readonly<Record<ForecastName, MethodForecast>>
  readonly verdict: string
}

export interface ForecastOptions {
  readonly season: number
  readonly horizon: number
  /** What is put back: the inverse of the scale that the series was brought to. */
  readonly back: (value: number) => number
  /** No point to come is below 0. */
  readonly counts: boolean
}

/** Origins of a back-test: enough to judge intervals at 0.95. */
const mostOrigins = 40

/** With fewer nothing can be said of intervals at 0.95. */
const fewOrigins = 19

/** Points that a forecast needs. */
export const leastPoints = (season: number): number => Math.max(10, 2 * season + 5)

const z = normal.quantile(0.975)

const periodsAfter = ({ granularity, every, periods }: Series, horizon: number): ReadonlyArray<string> => {
  const last = parsePeriod(periods.at(-1) as string)?.step ?? 0
  const step = granularity === "week" ? Math.floor((last - 4) / 7) : last
  return Array.from({ length: horizon }, (_, h) => periodName(granularity, step + (h + 1) * every))
}

const ofMethod = (series: Series, name: ForecastName, options: ForecastOptions): MethodForecast => {
  const method = forecastMethods[name]
  const { season, horizon, back, counts } = options
  const test = backTest(series.value, method, seasonalNaive, {
    season,
    horizon,
    first: Math.max(leastPoints(season), series.value.length - mostOrigins - horizon + 1),
    most: mostOrigins
  })
  const bounds = (values: Float64Array) => {
    const { points, spreads } = method(values, season, horizon)
    return points.map((point, h) => {
      const reach = z * (spreads[h] as number) * (test?.widening[h] ?? 1)
      return { value: point, low: point - reach, high: point + reach }
    })
  }
  const own = bounds(series.value)
  // Where values are hidden, an interval holds those of all that they may be.
  const all = uncertain(series) === 0 ? [own] : fillings(series).slice(0, 15).map(bounds)
  const floor = (value: number) => (counts ? Math.max(0, value) : value)
  const periods = periodsAfter(series, horizon)
  return {
    backTest: test,
    points: own.map(({ value }, h) => ({
      period: periods[h] as string,
      value: floor(back(value)),
      low: floor(back(Math.min(...all.map((one) => (one[h] as (typeof own)[number]).low)))),
      high: floor(back(Math.max(...all.map((one) => (one[h] as (typeof own)[number]).high))))
    }))
  }
}

const verdictOf = (method: ForecastName, test: BackTest | undefined): string => {
  if (test === undefined) return "Too few points for a back-test: how wrong this forecast is nobody knows."
  if (test.origins < fewOrigins)
    return `Only ${test.origins} back-tests fit into the series: intervals may be too narrow, and which method is better is not known.`
  const held = `Its own intervals held ${Math.round(test.coverage * 100)} % of ${test.origins} back-tests' points; those shown are as wide as 95 % needed.`
  return method === "seasonalNaive"
    ? `Nothing beats what was a cycle ago: damped smoothing had larger errors. ${held}`
    : `Damped smoothing had ${test.relative.toFixed(2)} times the error of the seasonal naive. ${held}`
}

/** The periods to come by damped smoothing and by the baseline, each with its back-test. No point may be missing. */
export const forecastOf = (series: Series, options: ForecastOptions): Forecast => {
  const methods = {
    dampedSmoothing: ofMethod(series, "dampedSmoothing", options),
    seasonalNaive: ofMethod(series, "seasonalNaive", options)
  }
  const relative = methods.dampedSmoothing.backTest?.relative ?? Number.POSITIVE_INFINITY
  const method: ForecastName = relative < 1 ? "dampedSmoothing" : "seasonalNaive"
  return { method, points: methods[method].points, methods, verdict: verdictOf(method, methods[method].backTest) }
}
