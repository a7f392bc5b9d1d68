/**
 * Corridors by their persons, with how sure their places are: simultaneous intervals of the shares give, for each corridor, the
 * ranks that no other interval excludes (Klein, Wright and Wieczorek 2020, "A joint confidence region for an overall ranking of
 * populations", JRSS C 69). Hidden cells widen the intervals: a share is the least with its own least and all others' most.
 */
import { cellOf, type FlowMatrix } from "./FlowMatrix.ts"
import { goodman } from "./goodman.ts"
import { type Interval, partOf, sumOf } from "./Interval.ts"
import type { Measured } from "./placeFlows.ts"
import { sisonGlaz } from "./sisonGlaz.ts"

export interface RankedCorridor {
  readonly origin: string
  readonly destination: string
  readonly persons: Measured
  /** Of all persons with a known origin and destination (the rule of CTDC), with what hidden cells leave open. */
  readonly share: Measured
  /** Share that the count is an estimate of: what is left open by chance and by hidden cells. */
  readonly interval: Interval
  /** The rank by `persons`, ties sharing the best, and the ranks that the intervals leave open. */
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
  /** Persons are divided by it. */
  readonly dispersion?: number
}

/** How many of the sorted values are above `x`. */
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
 * Corridors that have or may have persons, flows from a place to itself among them. Intervals are Goodman's where cells are
 * hidden, counts are over-dispersed, or Sison's and Glaz's series gives none.
 */
export const rankCorridors = (
  matrix: FlowMatrix,
  { level = 0.95, method = "goodman", dispersion = 1 }: RankOptions = {}
): Ranking => {
  const n = matrix.places.length
  const indices = [...matrix.value.keys()].filter((index) => (matrix.high[index] as number) > 0)
  const cells = indices.map((index) => cellOf(matrix, index))
  const all = sumOf(cells)
  const total = indices.reduce((sum, index) => sum + (matrix.value[index] as number), 0)
  const rest = (cell: Interval): Interval => ({ low: all.low - cell.low, high: all.high - cell.high })
  const counts = indices.map((index) => matrix.value[index] as number)
  const isExact = all.low === all.high && counts.every((count) => Number.isInteger(count) && count > 0)
  const narrow = method === "sison-glaz" && isExact && dispersion === 1 ? sisonGlaz(counts, level) : undefined
  const bounds = goodman(indices.length, level)
  const intervals = cells.map((cell, i) => {
    const { low, high } = rest(cell)
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
    // Those whose interval lies below this one's: all that are not at least at its low end.
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

/** How many of the sorted values are exactly `x`. */
const equal = (sorted: Float64Array, x: number): number => above(sorted, x - Math.abs(x) * 1e-15) - above(sorted, x)
