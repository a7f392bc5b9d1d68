/**
 * Counts by period and by delay: how many records of a period were loaded in the period itself (delay 0), in the next one (1), and so on.
 * Each row has as many cells; those that cannot be observed yet are NaN.
 */
export type ReportingTriangle = ReadonlyArray<Float64Array>

/** Records of one period that were loaded in one period, both as steps on a timeline. */
export interface LoadedCount {
  readonly period: number
  readonly loaded: number
  readonly count: number
}

/** A triangle, and which steps its rows are. */
export interface PlacedTriangle {
  /** The step of the first row. */
  readonly first: number
  readonly triangle: ReportingTriangle
  /** Records loaded with a delay beyond the longest, and records of periods before the first load: neither is in the triangle. */
  readonly leftOut: number
}

/**
 * Returns the triangle of what was loaded up to the step `last`. It starts with the first period in which anything was loaded: how late
 * older records were is not known.
 *
 * @param longest longest delay; the default is the longest that occurs and that could be observed for at least half of the periods
 *
 * @example
 * ```ts
 * import { triangleOf } from "@corridor/flow-statistics"
 *
 * const rows = [
 *   { period: 0, loaded: 0, count: 30 },
 *   { period: 0, loaded: 1, count: 20 },
 *   { period: 1, loaded: 1, count: 35 }
 * ]
 * console.log(triangleOf(rows, 1).triangle) // [[30, 20], [35, NaN]]
 * ```
 */
export const triangleOf = (rows: ReadonlyArray<LoadedCount>, last: number, longest?: number): PlacedTriangle => {
  const known = rows.filter(({ loaded, count }) => loaded <= last && count > 0)
  const first = known.reduce((least, { loaded }) => Math.min(least, loaded), last)
  const own = known.filter(({ period }) => period >= first)
  const periods = last - first + 1
  const occurring = own.reduce((most, { period, loaded }) => Math.max(most, loaded - period), 0)
  const width = Math.min(longest ?? Math.floor(periods / 2), occurring, periods - 1) + 1
  const triangle = Array.from({ length: periods }, (_, t) =>
    Float64Array.from({ length: width }, (_, d) => (t + d < periods ? 0 : Number.NaN))
  )
  let leftOut = 0
  for (const { period, loaded, count } of known) {
    const row = triangle[period - first]
    const delay = loaded - period
    if (row === undefined || delay >= width) leftOut += count
    else row[delay] = (row[delay] as number) + count
  }
  return { first, triangle, leftOut }
}

/** Returns the sums up to each delay; NaN where not observed. */
export const cumulative = (triangle: ReportingTriangle): ReportingTriangle =>
  triangle.map((row) => {
    let sum = 0
    return row.map((count) => {
      sum += count
      return sum
    })
  })
