import { completions } from "../series/completions.ts"
import { parsePeriod, periodName } from "../series/Period.ts"
import { countUncertain, type Series } from "../series/Series.ts"
import { type BackTest, backTest } from "./backTest.ts"
import { type ForecastName, forecastMethods, seasonalNaive } from "./methods.ts"

/** A forecast with its interval at 0.95. */
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

export interface Forecast {
  /** The method with the smaller error in back-tests, whose `points` are given. */
  readonly method: ForecastName
  readonly points: ReadonlyArray<ForecastPoint>
  readonly methods: Readonly<Record<ForecastName, MethodForecast>>
  readonly verdict: string
}

export interface ForecastOptions {
  readonly season: number
  readonly horizon: number
  /** Inverse of the transformation of the series; the identity if there is none. */
  readonly back: (value: number) => number
  /** Limits forecasts to values of at least 0. */
  readonly counts: boolean
}

/** Maximum number of origins of a back-test: enough to judge intervals at 0.95. */
const mostOrigins = 40

/** With fewer origins, intervals at 0.95 cannot be judged. */
const fewOrigins = 19

/**
 * Returns the minimum number of points for a forecast of a series with so many points in a cycle.
 *
 * @example
 * ```ts
 * import { minPoints } from "@corridor/flow-statistics"
 *
 * minPoints(12) // 29 months
 * ```
 */
export const minPoints = (season: number): number => Math.max(10, 2 * season + 5)

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
    first: Math.max(minPoints(season), series.value.length - mostOrigins - horizon + 1),
    most: mostOrigins
  })
  const bounds = (values: Float64Array) => {
    const { points, reaches } = method(values, season, horizon)
    return points.map((point, h) => {
      const reach = (reaches[h] as number) * (test?.widening[h] ?? 1)
      return { value: point, low: point - reach, high: point + reach }
    })
  }
  const own = bounds(series.value)
  // With hidden values, an interval contains those of the completions.
  const all = countUncertain(series) === 0 ? [own] : completions(series).slice(0, 15).map(bounds)
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

const verdictOf = (method: ForecastName, { backTest: test, points }: MethodForecast): string => {
  if (points.every(({ low, high }) => low === high))
    return "The values never differed from what was forecast, so that nothing is known of how much the next may differ: the interval is none."
  if (test === undefined) return "Too few points for a back-test: the error of this forecast is unknown."
  if (test.origins < fewOrigins)
    return `Only ${test.origins} back-tests fit into the series: intervals may be too narrow, and which method is better is not known.`
  const held = `Its own intervals contained ${Math.round(test.coverage * 100)} % of the points of ${test.origins} back-tests; those shown are wide enough for 95 %.`
  return method === "seasonalNaive"
    ? `The value of one cycle ago is the better forecast: damped smoothing had larger errors. ${held}`
    : `Damped smoothing had ${test.relative.toFixed(2)} times the error of the seasonal naive. ${held}`
}

/**
 * Forecasts by damped smoothing and by the seasonal naive method, each with a back-test. No value may be missing.
 *
 * @example
 * ```ts
 * import { forecastSeries, seriesFrom } from "@corridor/flow-statistics"
 *
 * const years = Array.from({ length: 16 }, (_, i) => String(2008 + i))
 * const series = seriesFrom(years, years.map((_, i) => 20 + i + (i % 3)))
 * const { points } = forecastSeries(series, { season: 1, horizon: 2, back: (value) => value, counts: true })
 * ```
 */
export const forecastSeries = (series: Series, options: ForecastOptions): Forecast => {
  const methods = {
    dampedSmoothing: ofMethod(series, "dampedSmoothing", options),
    seasonalNaive: ofMethod(series, "seasonalNaive", options)
  }
  const relative = methods.dampedSmoothing.backTest?.relative ?? Number.POSITIVE_INFINITY
  const method: ForecastName = relative < 1 ? "dampedSmoothing" : "seasonalNaive"
  return { method, points: methods[method].points, methods, verdict: verdictOf(method, methods[method]) }
}
