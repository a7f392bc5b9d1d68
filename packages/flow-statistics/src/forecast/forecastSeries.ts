import { type Interval, point, rangeOf } from "../cells/Interval.ts"
import { completions } from "../series/completions.ts"
import { parsePeriod, periodName } from "../series/Period.ts"
import { countUncertain, type Series } from "../series/Series.ts"
import { type BackTest, backTest } from "./backTest.ts"
import { type EndsOfFits, type ForecastName, forecastMethods, seasonalNaive } from "./methods.ts"

/** A forecast with its interval at 0.95. */
export interface ForecastPoint {
  readonly period: string
  readonly value: number
  readonly low: number
  readonly high: number
  /** Range of the forecast itself over values that hidden cells can have; undefined if there are none. */
  readonly within?: Interval
}

/** Ranges of the errors of back-tests over values that hidden cells can have: observed, not proved. */
export interface ErrorsOverHidden {
  readonly meanAbsolute: Interval
  readonly relative: Interval
  readonly coverage: Interval
}

export interface MethodForecast {
  readonly points: ReadonlyArray<ForecastPoint>
  readonly backTest: BackTest | undefined
  /** Undefined if every value is exact, or without a back-test. */
  readonly overHidden?: ErrorsOverHidden | undefined
}

/** What hidden and rounded cells do to a forecast. */
export interface ForecastUncertainty {
  /** Points of which only an interval is known. */
  readonly points: number
  /** How many times as wide they make the interval. */
  readonly widening: number
}

export interface Forecast {
  /** The method with the smaller error in back-tests, whose `points` are given. */
  readonly method: ForecastName
  readonly points: ReadonlyArray<ForecastPoint>
  readonly methods: Readonly<Record<ForecastName, MethodForecast>>
  readonly verdict: string
  readonly uncertainty?: ForecastUncertainty
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
const maxOrigins = 40

/** Ways in which hidden cells are filled in: the middle, the extremes and four at random. Each needs a back-test of its own. */
const maxFillings = 9

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

/** A method applied to one way to fill hidden cells in: its projection, and its back-test with it. */
const applied = (values: Float64Array, name: ForecastName, { season, horizon }: ForecastOptions, ends: EndsOfFits) => {
  const method = forecastMethods[name]
  const test = backTest(values, method, seasonalNaive, {
    season,
    horizon,
    first: Math.max(minPoints(season), values.length - maxOrigins - horizon + 1),
    most: maxOrigins,
    ends
  })
  const { points, reaches } = method(values, season, horizon, ends)
  return { points, test, reaches: reaches.map((reach, h) => reach * (test?.widening[h] ?? 1)) }
}

type Applied = ReturnType<typeof applied>

const errorsOver = (all: ReadonlyArray<Applied>): ErrorsOverHidden | undefined => {
  const tests = all.flatMap(({ test }) => test ?? [])
  const over = (error: "meanAbsolute" | "relative" | "coverage") =>
    rangeOf(tests.map((test) => test[error]).filter(Number.isFinite))
  return tests.length === 0
    ? undefined
    : { meanAbsolute: over("meanAbsolute"), relative: over("relative"), coverage: over("coverage") }
}

/** Returns a function from the scale of the methods to that of the series: no count is below zero. */
const onScale =
  ({ back, counts }: ForecastOptions) =>
  (value: number): number =>
    counts ? Math.max(0, back(value)) : back(value)

const ofMethod = (series: Series, all: ReadonlyArray<Applied>, options: ForecastOptions): MethodForecast => {
  const scaled = onScale(options)
  const periods = periodsAfter(series, options.horizon)
  const [own] = all as [Applied]
  // With hidden values, an interval contains those of the completions.
  const over = (h: number, side: -1 | 0 | 1) =>
    rangeOf(all.map(({ points, reaches }) => scaled((points[h] as number) + side * (reaches[h] as number))))
  return {
    backTest: own.test,
    ...(all.length === 1 ? {} : { overHidden: errorsOver(all) }),
    points: own.points.map((point, h) => ({
      period: periods[h] as string,
      value: scaled(point),
      low: over(h, -1).low,
      high: over(h, 1).high,
      ...(all.length === 1 ? {} : { within: over(h, 0) })
    }))
  }
}

/** Returns how many times as wide the intervals of all completions together are as that of one of them, on average. */
const wideningOf = ({ points }: MethodForecast, all: ReadonlyArray<Applied>, options: ForecastOptions): number => {
  const scaled = onScale(options)
  let [whole, each] = [0, 0]
  points.forEach(({ low, high }, h) => {
    whole += high - low
    for (const { points: own, reaches } of all) {
      const [point, reach] = [own[h] as number, reaches[h] as number]
      each += (scaled(point + reach) - scaled(point - reach)) / all.length
    }
  })
  return whole / each
}

const percentOf = ({ low, high }: Interval): string => {
  const [from, to] = [Math.round(low * 100), Math.round(high * 100)]
  return from === to ? `${from} %` : `${from} to ${to} %`
}

const hiddenWords = ({ points, widening }: ForecastUncertainty): string =>
  ` The ${points === 1 ? "suppressed or rounded value makes" : `${points} suppressed or rounded values make`} the interval ${widening.toFixed(1)} times as wide.`

const verdictOf = (
  method: ForecastName,
  { backTest: test, points, overHidden }: MethodForecast,
  isBetter: boolean
): string => {
  if (points.every(({ low, high }) => low === high))
    return "The values never differed from what was forecast, so that nothing is known of how much the next may differ: the interval is none."
  if (test === undefined) return "Too few points for a back-test: the error of this forecast is unknown."
  if (test.origins < fewOrigins)
    return `Only ${test.origins} back-tests fit into the series: intervals may be too narrow, and which method is better is not known.`
  const held = `Its own intervals contained ${percentOf(overHidden?.coverage ?? point(test.coverage))} of the points of ${test.origins} back-tests; those shown are wide enough for 95 %.`
  if (!isBetter) return `Which method is better depends on the suppressed or rounded values. ${held}`
  if (method === "seasonalNaive")
    return `The value of one cycle ago is the better forecast: damped smoothing had larger errors. ${held}`
  const { low, high } = overHidden?.relative ?? point(test.relative)
  const times = low.toFixed(2) === high.toFixed(2) ? low.toFixed(2) : `${low.toFixed(2)} to ${high.toFixed(2)}`
  return `Damped smoothing had ${times} times the error of the seasonal naive. ${held}`
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
  const hidden = countUncertain(series)
  const fillings = hidden === 0 ? [series.value] : completions(series).slice(0, maxFillings)
  const appliedAs = (name: ForecastName) => {
    const ends: EndsOfFits = new Map()
    return fillings.map((values) => applied(values, name, options, ends))
  }
  const all = { dampedSmoothing: appliedAs("dampedSmoothing"), seasonalNaive: appliedAs("seasonalNaive") }
  const methods = {
    dampedSmoothing: ofMethod(series, all.dampedSmoothing, options),
    seasonalNaive: ofMethod(series, all.seasonalNaive, options)
  }
  const smoother = all.dampedSmoothing.filter(({ test }) => (test?.relative ?? Number.POSITIVE_INFINITY) < 1).length
  const method: ForecastName = smoother > fillings.length / 2 ? "dampedSmoothing" : "seasonalNaive"
  const chosen = methods[method]
  const verdict = verdictOf(method, chosen, smoother === 0 || smoother === fillings.length)
  if (hidden === 0) return { method, points: chosen.points, methods, verdict }
  const uncertainty = { points: hidden, widening: wideningOf(chosen, all[method], options) }
  return { method, points: chosen.points, methods, verdict: verdict + hiddenWords(uncertainty), uncertainty }
}
