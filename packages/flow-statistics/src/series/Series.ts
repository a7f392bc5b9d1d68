import type { Cell } from "../table/Cell.ts"
import type { Granularity } from "../table/Period.ts"

/** When points lie: consecutive, `every` steps of the granularity apart. */
export interface Timeline {
  readonly granularity: Granularity
  readonly every: number
  readonly periods: ReadonlyArray<string>
}

/** A series of points without a gap in time. NaN where nothing was reported; `low` … `high` is what is known of each. */
export interface Series extends Timeline {
  readonly value: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

export const seriesOf = (timeline: Timeline, cells: ReadonlyArray<Cell>): Series => ({
  ...timeline,
  value: Float64Array.from(cells, (cell) => cell.value),
  low: Float64Array.from(cells, (cell) => cell.low),
  high: Float64Array.from(cells, (cell) => cell.high)
})

/** Points of which only an interval is known. */
export const uncertain = (series: Series): number => {
  let count = 0
  for (let i = 0; i < series.value.length; i++) if ((series.low[i] as number) < (series.high[i] as number)) count += 1
  return count
}

/** Points where nothing was reported. */
export const missing = (series: Series): number =>
  series.value.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0)

/** The series with every point and bound changed by a function that never falls (a logarithm, a share of an exposure). */
export const mapSeries = (series: Series, rising: (value: number, at: number) => number): Series => ({
  ...series,
  value: series.value.map(rising),
  low: series.low.map(rising),
  high: series.high.map(rising)
})
