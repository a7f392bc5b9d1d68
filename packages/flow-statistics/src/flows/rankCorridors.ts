/**
 * Ranks corridors by persons, with the uncertainty of each rank: simultaneous intervals of the shares give the ranks that no other interval
 * excludes (Klein, Wright and Wieczorek 2020, "A joint confidence region for an overall ranking of populations", JRSS C 69). Hidden cells
 * widen the intervals: a share is smallest with its own minimum and all other cells' maxima.
 */

import type { Measured } from "../cells/Interval.ts"
import { type Interval, partOf, sumOf } from "../cells/Interval.ts"
import { type FlowMatrix, intervalAt } from "./FlowMatrix.ts"
import { goodman } from "./goodman.ts"
import { sisonGlaz } from "./sisonGlaz.ts"

export interface RankedCorridor {
  readonly origin: string
  readonly destination: string
  readonly persons: Measured
  /** Share of all persons with both ends known, with the bounds that hidden cells leave. */
  readonly share: Measured
  /** Interval of the share: chance and hidden cells. */
  readonly interval: Interval
  /** Rank by `persons`, ties sharing the best, and the range of ranks that the intervals allow. */
  readonly rank: Measured
}

export interface Ranking {
  readonly corridors: ReadonlyArray<RankedCorridor>
  readonly method: "goodman" | "sison-glaz"
  readonly level: number
  readonly dispersion: number
}

export interface RankOptions {
  readonly level?: number
  readonly method?: "goodman" | "sison-glaz"
  /** Divisor of counts. */
  readonly dispersion?: number
}

/** Counts the sorted values above `x`. */
const above = (sorted: Float64Array, x: number): number => {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((sorted[middle] as number) > x) to = middle
    else from = middle + 1
  }
  return sorted.length - from
}

/**
 * Returns the corridors that have or may have persons, including flows from a place to itself. Intervals are Goodman's if cells are hidden,
 * counts are overdispersed, or the series of Sison and Glaz gives none.
 */
export const rankCorridors = (
  matrix: FlowMatrix,
  { level = 0.95, method = "goodman", dispersion = 1 }: RankOptions = {}
): Ranking => {
  const n = matrix.places.length
  const indices = [...matrix.value.keys()].filter((index) => (matrix.high[index] as number) > 0)
  const cells = indices.map((index) => intervalAt(matrix, index))
  const all = sumOf(cells)
  const total = indices.reduce((sum, index) => sum + (matrix.value[index] as number), 0)
  const rest = (cell: Interval): Interval => ({ low: all.low - cell.low, high: all.high - cell.high })
  const counts = indices.map((index) => matrix.value[index] as number)
  const isExact = all.low === all.high && counts.every((count) => Number.isInteger(count) && count > 0)
  const narrow = method === "sison-glaz" && isExact && dispersion === 1 ? sisonGlaz(counts, level) : undefined
  const bounds = goodman(indices.length, level)
  const intervals = cells.map((cell, i) => {
    const { low, high } = rest(cell)
    // The share of the only corridor is not estimated.
    if (cells.length === 1) return { low: cell.low > 0 ? 1 : 0, high: 1 }
    return (
      narrow?.[i] ?? {
        low: bounds(cell.low / dispersion, (cell.low + high) / dispersion).low,
        high: bounds(cell.high / dispersion, (cell.high + low) / dispersion).high
      }
    )
  })
  const sortedLow = Float64Array.from(intervals, ({ low }) => low).sort()
  const sortedHigh = Float64Array.from(intervals, ({ high }) => high).sort()
  const sortedCounts = Float64Array.from(counts).sort()
  const corridors = indices.map((index, i): RankedCorridor => {
    const interval = intervals[i] as Interval
    const cell = cells[i] as Interval
    const value = counts[i] as number
    // Corridors whose interval is wholly below this one.
    const below = sortedHigh.length - above(sortedHigh, interval.low) - equal(sortedHigh, interval.low)
    return {
      origin: matrix.places[Math.floor(index / n)] as string,
      destination: matrix.places[index % n] as string,
      persons: { value, ...cell },
      share: { value: total === 0 ? 0 : value / total, ...partOf(cell, rest(cell)) },
      interval,
      rank: {
        value: 1 + above(sortedCounts, value),
        low: 1 + above(sortedLow, interval.high),
        high: indices.length - below
      }
    }
  })
  corridors.sort(
    (a, b) => b.persons.value - a.persons.value || (a.origin + a.destination < b.origin + b.destination ? -1 : 1)
  )
  return { corridors, method: narrow === undefined ? "goodman" : "sison-glaz", level, dispersion }
}

/** Counts the sorted values equal to `x`. */
const equal = (sorted: Float64Array, x: number): number => above(sorted, x - Math.abs(x) * 1e-15) - above(sorted, x)
