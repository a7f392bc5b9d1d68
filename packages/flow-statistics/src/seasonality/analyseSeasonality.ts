import { meanOf, varianceOf } from "../numeric/moments.ts"
import { defaultSeason } from "../series/Period.ts"
import { mapSeries, type Series } from "../series/Series.ts"
import { friedman, kruskalWallis, robustWald, type SeasonTest } from "./seasonTests.ts"
import { type Decomposition, stl } from "./stl.ts"

/** A position in the cycle and its mean seasonal component. */
export interface SeasonPoint {
  /** From 1; for months, the month of the year. */
  readonly position: number
  readonly name: string
  readonly value: number
}

/** The season of a series. */
export interface Seasonality {
  /** Share of the variance without trend that the season explains, 0 … 1 (Wang, Smith and Hyndman 2006). */
  readonly seasonalStrength: number
  readonly trendStrength: number
  readonly peak: SeasonPoint
  readonly trough: SeasonPoint
  readonly tests: { readonly kruskalWallis: SeasonTest; readonly friedman: SeasonTest; readonly robustWald: SeasonTest }
  readonly verdict: string
  readonly decomposition: Decomposition
}

export interface SeasonalityOptions {
  /** Points in a cycle, such as 12 for months. */
  readonly season: number
  /** Whether outliers have less weight in STL. */
  readonly robust: boolean
}

/** Minimum number of cycles: with two, STL explains every point and leaves no remainder. */
export const minCycles = 3

/** Deviations, as a share of the values, that are errors of rounding. */
const roundingShare = 1e-12

/** Returns the size below which deviations from this trend are errors of rounding. */
const leastOf = (trend: Float64Array): number =>
  trend.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * roundingShare

const strength = (part: Float64Array, remainder: Float64Array, least: number): number => {
  const whole = varianceOf(part.map((value, i) => value + (remainder[i] as number)))
  return whole <= least ** 2 ? 0 : Math.max(0, 1 - varianceOf(remainder) / whole)
}

/** Returns the strengths of season and trend, each from 0 to 1 (Wang, Smith and Hyndman 2006). */
export const strengthsOf = ({ seasonal, trend, remainder }: Decomposition) => {
  const least = leastOf(trend)
  return {
    seasonalStrength: strength(seasonal, remainder, least),
    trendStrength: strength(trend, remainder, least)
  }
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December"
]

/** Returns the position in the cycle of the first point, from 0: by the calendar for months, quarters and half-years, otherwise 0. */
const phaseOf = (series: Series, season: number): number => {
  const first = series.periods[0] as string
  if (series.granularity === "month" && season === 12) return Number(first.slice(5, 7)) - 1
  if (series.granularity === "quarter" && season === 4) return Number(first.slice(6)) - 1
  if (series.granularity === "half_year" && season === 2) return Number(first.slice(6)) - 1
  return 0
}

const nameOf = (series: Series, season: number, place: number): string => {
  if (series.granularity === "month" && season === 12) return months[place] as string
  if (series.granularity === "quarter" && season === 4) return `Q${place + 1}`
  if (series.granularity === "half_year" && season === 2) return `H${place + 1}`
  return `point ${place + 1} of ${season}`
}

/** Returns the mean seasonal component of each position in the cycle. */
const pattern = (series: Series, { seasonal, trend }: Decomposition, season: number): ReadonlyArray<SeasonPoint> => {
  const least = leastOf(trend)
  const phase = phaseOf(series, season)
  return Array.from({ length: season }, (_, place) => {
    const own = meanOf(seasonal.filter((_, i) => (i + phase) % season === place))
    return { position: place + 1, name: nameOf(series, season, place), value: Math.abs(own) <= least ? 0 : own }
  })
}

/** Returns how many of the three tests find a season at 0.05. One alone finds one in most series without: only three state it. */
const testsThatFind = (tests: Seasonality["tests"]): number => Object.values(tests).filter(({ p }) => p < 0.05).length

/** What is stated of a season. */
export type SeasonAnswer = "season" | "none" | "open"

const answers: Readonly<Record<number, SeasonAnswer>> = { 0: "none", 3: "season" }

/** Returns what the tests state of a season. */
export const seasonAnswer = (tests: Seasonality["tests"]): SeasonAnswer => answers[testsThatFind(tests)] ?? "open"

const verdictOf = (tests: Seasonality["tests"], seasonalStrength: number): string => {
  const found = testsThatFind(tests)
  const size = seasonalStrength >= 0.6 ? "strong" : seasonalStrength >= 0.3 ? "moderate" : "weak"
  if (found === 3) return `There is a season, ${size} compared with the remainder: all three tests find it at 0.05.`
  if (found === 0) return "No season is found: peak and trough are what chance leaves."
  return `Cannot say whether there is a season: ${found} of 3 tests find one at 0.05, as they do in most series without one.`
}

/**
 * Analyses the season of a series without missing values and with at least three cycles. Kruskal-Wallis tests the series minus STL's trend;
 * Friedman and robust Wald test the series itself.
 *
 * @example
 * ```ts
 * import { analyseSeasonality, seriesFrom } from "@corridor/flow-statistics"
 *
 * const quarters = Array.from({ length: 16 }, (_, i) => `${2020 + Math.floor(i / 4)}-Q${(i % 4) + 1}`)
 * const series = seriesFrom(quarters, quarters.map((_, i) => [8, 14, 11, 5][i % 4] as number))
 * const { peak, seasonalStrength } = analyseSeasonality(series, { season: 4, robust: false })
 * ```
 */
export const analyseSeasonality = (series: Series, options: SeasonalityOptions): Seasonality => {
  const { season } = options
  const decomposition = stl(series.value, options)
  const points = pattern(series, decomposition, season)
  const by = (better: (a: SeasonPoint, b: SeasonPoint) => boolean) =>
    points.reduce((best, one) => (better(one, best) ? one : best))
  const strengths = strengthsOf(decomposition)
  const least = leastOf(decomposition.trend)
  const detrended = series.value.map((value, i) => {
    const deviation = value - (decomposition.trend[i] as number)
    return Math.abs(deviation) <= least ? 0 : deviation
  })
  const tests = {
    kruskalWallis: kruskalWallis(detrended, season),
    friedman: friedman(series.value, season),
    robustWald: robustWald(series.value, season)
  }
  return {
    ...strengths,
    peak: by((a, b) => a.value > b.value),
    trough: by((a, b) => a.value < b.value),
    tests,
    verdict: verdictOf(tests, strengths.seasonalStrength),
    decomposition
  }
}

/** Returns whether a season of the calendar, such as twelve months, can be stated of a series without missing values. */
export const hasCalendarSeason = (series: Series): boolean => {
  const season = series.every === 1 ? defaultSeason(series.granularity) : 1
  if (season === 1 || series.value.length < minCycles * season) return false
  return seasonAnswer(analyseSeasonality(series, { season, robust: false }).tests) === "season"
}

/**
 * Returns the series and its bounds minus the season by robust STL; unchanged if `season` is undefined.
 *
 * @example
 * ```ts
 * import { removeSeason, seriesFrom } from "@corridor/flow-statistics"
 *
 * const months = Array.from({ length: 36 }, (_, i) => `${2021 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`)
 * const adjusted = removeSeason(seriesFrom(months, months.map((_, i) => 20 + (i % 12))), 12)
 * ```
 */
export const removeSeason = (series: Series, season: number | undefined): Series => {
  if (season === undefined) return series
  const { seasonal } = stl(series.value, { season, robust: true })
  return mapSeries(series, (value, at) => value - (seasonal[at] as number))
}
