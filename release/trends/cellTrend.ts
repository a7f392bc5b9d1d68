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

/** A released cell of one year or month of a series. */
export interface YearCell {
  readonly year: number
  /** From 1; undefined if the series is by year. */
  readonly month?: number | undefined
  readonly state: "published" | "suppressed" | "not_reported" | "not_collected"
  /** Defined if the cell is published. */
  readonly value: number | undefined
}

/** A change of level: the first year or month of the new level, with its interval at 0.95. */
export interface CellBreak {
  readonly at: string
  readonly low: string
  readonly high: string
}

/** The trend of a series of released cells. */
export interface CellTrend {
  readonly published: number
  readonly suppressed: number
  /** `undecided`: the verdict depends on the suppressed cells. */
  readonly direction: Trend["verdict"]["direction"] | "undecided"
  readonly words: string
  /** Of the published years or months only. */
  readonly tests: Trend["tests"]
  /** Sen's slope per year with its interval at 0.95, of the published cells only. */
  readonly slope: Trend["slope"]
  /** Bounds of Mann-Kendall's test over all values of the suppressed cells. */
  readonly bounds: ScoreBounds
  /** Undefined if the series has a gap, which could contain a change. */
  readonly breaks: ReadonlyArray<CellBreak> | undefined
}

/**
 * A suppressed cell is at least 1 and has no maximum: a large cell may be hidden to protect a small one. It has no midpoint, so the tests omit
 * it and the bounds include it.
 */
const hidden: Cell = { state: "suppressed", value: Number.NaN, low: 1, high: Number.POSITIVE_INFINITY }

const toCell = ({ state, value }: YearCell): Cell =>
  state === "published" ? exact(value ?? 0) : state === "suppressed" ? hidden : notReported(state)

const verdictFor = (
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
        words: `${words} The ${unit === "year" ? "first" : "seasonal"} test gives this result for all values of the ${suppressed} suppressed ${unit}s.`
      }
    : {
        direction: "undecided",
        words: `No verdict: the result depends on the ${suppressed} suppressed ${unit}s. For the published ${unit}s only: ${words}`
      }
}

/** Returns a year or month as a number of steps. */
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

/** Minimum number of points between two changes of level. */
const leastBetween = { year: 2, month: 6 } as const

/** Anscombe's square root of a count (1948): its variance is 1 for Poisson counts of any size. */
const rootOf = (count: number): number => 2 * Math.sqrt(count + 3 / 8)

/** Subtracts the mean of the same months. STL would treat too much of the variation of a few years as season. */
const lessMonths = (values: ReadonlyArray<number>): ReadonlyArray<number> => {
  const means = Array.from({ length: 12 }, (_, month) => meanOf(values.filter((_, i) => i % 12 === month)))
  return values.map((value, i) => value - (means[i % 12] as number))
}

/**
 * Finds changes of level in a series without a gap between its first and last reported cell, after removing the season of months. Uses
 * Schwarz's criterion on square roots of counts. The variance is corrected for the means of the months and is at least that of Poisson
 * counts. A series of six years without a change shows one in 8 of 100 cases.
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
 * Tests the trend of a series of `count` years or months from `first`, using released cells only. Months are counted from year 0. Returns
 * undefined if fewer than two cells are published.
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
    ...verdictFor(trend, bounds, suppressed, unit),
    tests: trend.tests,
    slope: trend.slope,
    bounds,
    breaks: breaksIn(series, unit)
  }
}
