import type { Cell } from "../cells/Cell.ts"
import { parsePeriod } from "./Period.ts"
import { type Timeline, timelineOf } from "./timeline.ts"

/**
 * A series of points at regular intervals. `value` is NaN where nothing was reported; `low` and `high` are the bounds of each value and
 * equal to it where it is exact.
 */
export interface Series extends Timeline {
  readonly value: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

/**
 * Returns the series of some cells, one for each period of the timeline.
 *
 * @example
 * ```ts
 * import { between, exact, seriesFrom, seriesOf } from "@corridor/flow-statistics"
 *
 * const { periods, granularity, every } = seriesFrom(["2023", "2024"], [0, 0])
 * const series = seriesOf({ periods, granularity, every }, [exact(12), between(1, 10)])
 * ```
 */
export const seriesOf = (timeline: Timeline, cells: ReadonlyArray<Cell>): Series => ({
  ...timeline,
  value: Float64Array.from(cells, (cell) => cell.value),
  low: Float64Array.from(cells, (cell) => cell.low),
  high: Float64Array.from(cells, (cell) => cell.high)
})

/**
 * Returns the series of exact values. Periods are written as `2016`, `2016-Q3`, `2016-07`, `2016-W27` or `2016-07-01`, one for each
 * value, in order and without gaps. A value that was not reported is NaN. Throws a `RangeError` for anything else.
 *
 * @example
 * ```ts
 * import { seriesFrom } from "@corridor/flow-statistics"
 *
 * const series = seriesFrom(["2021", "2022", "2023"], [14, 17, 25])
 * ```
 */
export const seriesFrom = (periods: ReadonlyArray<string>, values: ArrayLike<number>): Series => {
  const parsed = periods.map(parsePeriod)
  if (parsed.length !== values.length || !parsed.every((period) => period !== undefined))
    throw new RangeError("expected one period for each value, such as 2016, 2016-Q3 or 2016-07")
  const { timeline, place, problem } = timelineOf(parsed)
  if (problem !== undefined) throw new RangeError(`expected ${problem.expected}`)
  if (place.some((at, i) => at !== i)) throw new RangeError("expected each period once and in order")
  const value = Float64Array.from(values)
  return { ...timeline, value, low: value, high: value }
}

/** Counts the points of which only an interval is known. */
export const countUncertain = (series: Pick<Series, "value" | "low" | "high">): number => {
  let count = 0
  for (let i = 0; i < series.value.length; i++) if ((series.low[i] as number) < (series.high[i] as number)) count += 1
  return count
}

/** Counts the points where something was reported: those that are not NaN. */
export const countReported = (values: ArrayLike<number>): number => {
  let count = 0
  for (let t = 0; t < values.length; t++) if (!Number.isNaN(values[t])) count += 1
  return count
}

/** Returns whether anything but 0 was reported. */
export const hasCases = (values: ArrayLike<number>): boolean => Array.from(values).some((value) => value > 0)

/** Counts the points where nothing was reported. */
export const countMissing = (series: Series): number => series.value.length - countReported(series.value)

/** Applies a non-decreasing function, such as a logarithm, to every value and bound. */
export const mapSeries = (series: Series, increasing: (value: number, at: number) => number): Series => ({
  ...series,
  value: series.value.map(increasing),
  low: series.low.map(increasing),
  high: series.high.map(increasing)
})

/** True if all values can be counts, or middles between two counts. */
export const isCounts = (values: ArrayLike<number>): boolean =>
  Array.from(values).every((value) => Number.isNaN(value) || (value >= 0 && Number.isInteger(value * 2)))
