import { defaultPenalty, findBreaks } from "@corridor/flow-statistics/breaks/findBreaks"
import { type Cell, exact, notReported } from "@corridor/flow-statistics/cells/Cell"
import { meanOf } from "@corridor/flow-statistics/numeric/moments"
import { minCycles } from "@corridor/flow-statistics/seasonality/analyseSeasonality"
import { periodName } from "@corridor/flow-statistics/series/Period"
import { type Series, seriesOf } from "@corridor/flow-statistics/series/Series"
import { analyseTrend, type Trend } from "@corridor/flow-statistics/trend/analyseTrend"
import { type ScoreBounds, scoreBounds, seasonalScoreBounds } from "@corridor/flow-statistics/trend/scoreBounds"
import { significance } from "@corridor/flow-statistics/trend/verdict"

export type SeriesUnit = "year" | "month"

/** A released cell of one year, or month, of a series. */
export interface YearCell {
  readonly year: number
  /** From 1; undefined where the series is by year. */
  readonly month?: number | undefined
  readonly state: "published" | "suppressed" | "not_reported" | "not_collected"
  /** There where the state is published. */
  readonly value: number | undefined
}

/** A change of level: first year or month of the new one, and the earliest and latest that it may be at 0.95. */
export interface CellBreak {
  readonly at: string
  readonly low: string
  readonly high: string
}

/** What released cells say of one series' trend. */
export interface CellTrend {
  readonly published: number
  readonly suppressed: number
  /** `undecided`: what the suppressed cells are would decide. */
  readonly direction: Trend["verdict"]["direction"] | "undecided"
  readonly words: string
  /** Of the published years alone. */
  readonly tests: Trend["tests"]
  /** Sen's slope a year with its interval at 0.95, of the published years alone. */
  readonly slope: Trend["slope"]
  /** Of Mann-Kendall's test over all that suppressed cells may be. */
  readonly bounds: ScoreBounds
  /** Undefined where the series has a gap: a change could lie in it. */
  readonly breaks: ReadonlyArray<CellBreak> | undefined
}

/**
 * A suppressed cell of a release is 1 at least and of any size: a large one may be hidden to protect a small one. It has no middle, so
 * it is left out of the tests and stands in the bounds.
 */
const hidden: Cell = { state: "suppressed", value: Number.NaN, low: 1, high: Number.POSITIVE_INFINITY }

const toCell = ({ state, value }: YearCell): Cell =>
  state === "published" ? exact(value ?? 0) : state === "suppressed" ? hidden : notReported(state)

const judged = (
  trend: Trend,
  bounds: ScoreBounds,
  suppressed: number,
  unit: SeriesUnit
): Pick<CellTrend, "direction" | "words"> => {
  const { direction, words } = trend.verdict
  if (suppressed === 0 || direction === "too few points") return { direction, words }
  const { z, p } = bounds
  const holds = direction === "no trend" ? p.low >= significance : p.high < significance && (z.low > 0 || z.high < 0)
  return holds
    ? {
        direction,
        words: `${words} Whatever the ${suppressed} suppressed ${unit}s are, the ${unit === "year" ? "first" : "seasonal"} test says the same.`
      }
    : {
        direction: "undecided",
        words: `What the ${suppressed} suppressed ${unit}s are decides: no verdict. Of the published ${unit}s alone: ${words}`
      }
}

/** A year or month as a whole number of steps. */
const stepOf = ({ year, month = 1 }: YearCell, unit: SeriesUnit): number =>
  unit === "year" ? year : year * 12 + month - 1

const seriesFrom = (cells: ReadonlyArray<YearCell>, first: number, count: number, unit: SeriesUnit): Series => {
  const byStep = new Map(cells.map((cell) => [stepOf(cell, unit), toCell(cell)]))
  const steps = Array.from({ length: count }, (_, i) => first + i)
  return seriesOf(
    { granularity: unit, every: 1, periods: steps.map((step) => periodName(unit, step)) },
    steps.map((step) => byStep.get(step) ?? notReported())
  )
}

/** Points between two changes of level. */
const leastBetween = { year: 2, month: 6 } as const

/** Roots of counts (Anscombe 1948): what chance adds to them is as large at any level, 1 where counts are Poisson's. */
const rootOf = (count: number): number => 2 * Math.sqrt(count + 3 / 8)

/** Less the mean of the same months. Not by STL: with few years that takes so much of chance for season that the rest looks certain. */
const lessMonths = (values: ReadonlyArray<number>): ReadonlyArray<number> => {
  const means = Array.from({ length: 12 }, (_, month) => meanOf(values.filter((_, i) => i % 12 === month)))
  return values.map((value, i) => value - (means[i % 12] as number))
}

/**
 * Changes of level of a series that is published without a gap between its first and last figure, of months when their season is taken
 * off; what nobody reported before and after is no part of it. Schwarz's criterion on roots of counts, with what the means of the months
 * took of the variance put back, and never less than counts vary by chance: a series of six years in which nothing changes shows a change
 * in 8 of 100 cases.
 */
const breaksIn = (series: Series, unit: SeriesUnit): ReadonlyArray<CellBreak> | undefined => {
  const minSize = leastBetween[unit]
  const isPublished = (_: number, i: number) => Number.isFinite(series.value[i]) || Number.isFinite(series.low[i])
  const start = series.value.findIndex(isPublished)
  const values = Array.from(series.value.subarray(start, series.value.findLastIndex(isPublished) + 1))
  if (values.some(Number.isNaN) || values.length < 2 * minSize) return undefined
  const hasSeason = unit === "month" && values.length >= 12 * minCycles
  const roots = values.map(rootOf)
  const points = hasSeason ? lessMonths(roots) : roots
  const cycles = hasSeason ? points.length / 12 : Number.POSITIVE_INFINITY
  const chance = 2 * Math.log(points.length)
  const penalty = Math.max(chance, defaultPenalty("l2", points) / (1 - 1 / cycles))
  const { intervals } = findBreaks(points, { model: "l2", minSize, penalty })
  const period = (at: number) => series.periods[start + at] as string
  return intervals.map(({ at, low, high }) => ({ at: period(at), low: period(low), high: period(high) }))
}

/**
 * The trend of a series of `count` years, or months, from `first` on (months are counted from the year 0), from what a release shows and
 * nothing else: no frozen or raw count. Undefined where fewer than two are published.
 */
export const cellTrend = (
  cells: ReadonlyArray<YearCell>,
  first: number,
  count: number,
  unit: SeriesUnit = "year"
): CellTrend | undefined => {
  const published = cells.filter(({ state }) => state === "published").length
  const suppressed = cells.filter(({ state }) => state === "suppressed").length
  if (published < 2) return undefined
  const series = seriesFrom(cells, first, count, unit)
  const season = unit === "month" ? 12 : 1
  const trend = analyseTrend({ ...series, low: series.value, high: series.value }, { season })
  const bounds = season > 1 ? seasonalScoreBounds(series, season) : scoreBounds(series)
  return {
    published,
    suppressed,
    ...judged(trend, bounds, suppressed, unit),
    tests: trend.tests,
    slope: trend.slope,
    bounds,
    breaks: breaksIn(series, unit)
  }
}
