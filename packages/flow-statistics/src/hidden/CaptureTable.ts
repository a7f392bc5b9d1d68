/**
 * Number of persons on each combination of lists. A history is a number in which bit `j` is set if the person is on list `j`: `0b101` are the
 * persons on the first and third list only. History 0 is not observed.
 */
export interface CaptureTable {
  /** Names of the lists. */
  readonly lists: ReadonlyArray<string>
  /** Persons by history, 2^lists entries; that of history 0 is 0. A hidden cell has a whole number between its bounds. */
  readonly counts: Float64Array
  /** Bounds of each count; equal to it if the cell is known. */
  readonly low: Float64Array
  readonly high: Float64Array
}

/** Maximum number of lists; a table has 2^lists - 1 cells. */
export const maxLists = 10

/**
 * Returns a table of exact counts by history. Histories without an entry are 0.
 *
 * @example
 * ```ts
 * import { captureTable } from "@corridor/flow-statistics"
 *
 * const table = captureTable(["police", "shelter", "inspection"], [[0b001, 60], [0b010, 45], [0b011, 12]])
 * ```
 */
export const captureTable = (
  lists: ReadonlyArray<string>,
  cells: Iterable<readonly [history: number, count: number]>
): CaptureTable => {
  const counts = new Float64Array(2 ** lists.length)
  for (const [history, count] of cells) counts[history] = (counts[history] as number) + count
  return { lists, counts, low: counts, high: counts }
}

/** Returns the table with other, exact counts. */
export const withCounts = ({ lists }: CaptureTable, counts: Float64Array): CaptureTable => ({
  lists,
  counts,
  low: counts,
  high: counts
})

/** Returns the number of persons on at least one list. */
export const observed = ({ counts }: CaptureTable): number => counts.reduce((sum, count) => sum + count, 0)

/** Returns the number of persons on all lists of the mask. */
export const onAll = ({ counts }: CaptureTable, mask: number): number =>
  counts.reduce((sum, count, history) => ((history & mask) === mask ? sum + count : sum), 0)

/** Returns the histories of which the count is an interval. */
export const hiddenCells = ({ low, high }: CaptureTable): ReadonlyArray<number> =>
  [...low.keys()].filter((history) => low[history] !== high[history])
