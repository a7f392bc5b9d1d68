import { meanOf, varianceOf } from "../numeric/moments.ts"
import { mapSeries, type Series } from "../series/Series.ts"
import { friedman, kruskalWallis, robustWald, type SeasonTest } from "./seasonTests.ts"
import { type Decomposition, stl } from "./stl.ts"

/** A place in the cycle and how far it lies from the trend, on the scale that was taken apart. */
export interface SeasonPoint {
  /** From 1; of months the month of the year. */
  readonly position: number
  readonly name: string
  readonly value: number
}

/** Everything that is said of a series' season. */
export interface Seasonality {
  /** How much of what is not trend the season explains, 0 … 1 (Wang, Smith and Hyndman 2006). */
  readonly seasonalStrength: number
  readonly trendStrength: number
  readonly peak: SeasonPoint
  readonly trough: SeasonPoint
  readonly tests: { readonly kruskalWallis: SeasonTest; readonly friedman: SeasonTest; readonly robustWald: SeasonTest }
  readonly verdict: string
  readonly decomposition: Decomposition
}

export interface SeasonalityOptions {
  readonly season: number
  readonly robust: boolean
}

/** With two cycles local lines go through every point and nothing is left to judge by. */
export const leastCycles = 3

const strength = (part: Float64Array, remainder: Float64Array): number => {
  const whole = varianceOf(part.map((value, i) => value + (remainder[i] as number)))
  return whole === 0 ? 0 : Math.max(0, 1 - varianceOf(remainder) / whole)
}

export const strengthsOf = ({ seasonal, trend, remainder }: Decomposition) => ({
  seasonalStrength: strength(seasonal, remainder),
  trendStrength: strength(trend, remainder)
})

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

/** Where in the cycle a point lies, from 0: months and quarters as the calendar has them, others from the first point. */
const phaseOf = (series: Series, season: number): number => {
  const first = series.periods[0] as string
  if (series.granularity === "month" && season === 12) return Number(first.slice(5, 7)) - 1
  if (series.granularity === "quarter" && season === 4) return Number(first.slice(6)) - 1
  return 0
}

const nameOf = (series: Series, season: number, place: number): string => {
  if (series.granularity === "month" && season === 12) return months[place] as string
  if (series.granularity === "quarter" && season === 4) return `Q${place + 1}`
  return `point ${place + 1} of ${season}`
}

/** The mean seasonal part of each place in the cycle. */
const pattern = (series: Series, { seasonal }: Decomposition, season: number): ReadonlyArray<SeasonPoint> => {
  const phase = phaseOf(series, season)
  return Array.from({ length: season }, (_, place) => {
    const own = seasonal.filter((_, i) => (i + phase) % season === place)
    return { position: place + 1, name: nameOf(series, season, place), value: meanOf(own) }
  })
}

const verdictOf = (tests: Seasonality["tests"], seasonalStrength: number): string => {
  const found = [tests.kruskalWallis, tests.friedman, tests.robustWald].filter(({ p }) => p < 0.05).length
  const size = seasonalStrength >= 0.6 ? "strong" : seasonalStrength >= 0.3 ? "moderate" : "weak"
  if (found === 3) return `There is a season, ${size} beside what is left over: all three tests find it at 0.05.`
  if (found === 0) return "No season is found: peak and trough are what chance leaves."
  return `The tests disagree (${found} of 3 find a season at 0.05): name no month on the strength of this.`
}

/**
 * Season and trend of a series without missing points, of three cycles at least. The tests are of what is left when STL's trend is
 * taken off (Kruskal-Wallis) and of the series itself (Friedman, robust Wald).
 */
export const seasonalityOf = (series: Series, options: SeasonalityOptions): Seasonality => {
  const { season } = options
  const decomposition = stl(series.value, options)
  const points = pattern(series, decomposition, season)
  const by = (better: (a: SeasonPoint, b: SeasonPoint) => boolean) =>
    points.reduce((best, one) => (better(one, best) ? one : best))
  const strengths = strengthsOf(decomposition)
  const detrended = series.value.map((value, i) => value - (decomposition.trend[i] as number))
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

/** The series less its season by robust STL; bounds of hidden values move with it. As it is where no season is named. */
export const withoutSeason = (series: Series, season: number | undefined): Series => {
  if (season === undefined) return series
  const { seasonal } = stl(series.value, { season, robust: true })
  return mapSeries(series, (value, at) => value - (seasonal[at] as number))
}
