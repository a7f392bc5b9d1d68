/**
 * How many persons each combination of lists knows. Histories are numbers: bit `j` is set when list `j` has the person, so that
 * `0b101` are those on the first and the third list and on no other. History 0 is what nobody observed.
 */
export interface CaptureTable {
  /** Names of the lists. */
  readonly lists: ReadonlyArray<string>
  /** Persons by history, 2^lists of them; that of history 0 is 0. Of a cell that is hidden: a whole number between its bounds. */
  readonly counts: Float64Array
  /** Bounds of each count; equal to it where the cell is known. */
  readonly low: Float64Array
  readonly high: Float64Array
}

/** Lists that a table may have: one has 2^lists - 1 cells. */
export const mostLists = 10

/** A table of exact counts by history, as `[history, count]`; combinations that are not named are 0. */
export const captureTable = (
  lists: ReadonlyArray<string>,
  cells: Iterable<readonly [history: number, count: number]>
): CaptureTable => {
  const counts = new Float64Array(2 ** lists.length)
  for (const [history, count] of cells) counts[history] = (counts[history] as number) + count
  return { lists, counts, low: counts, high: counts }
}

/** The same table with other counts. */
export const withCounts = ({ lists }: CaptureTable, counts: Float64Array): CaptureTable => ({
  lists,
  counts,
  low: counts,
  high: counts
})

/** Persons that are on one list at least. */
export const observed = ({ counts }: CaptureTable): number => counts.reduce((sum, count) => sum + count, 0)

/** Persons who are on all lists of the mask, whatever others they are on. */
export const onAll = ({ counts }: CaptureTable, mask: number): number =>
  counts.reduce((sum, count, history) => ((history & mask) === mask ? sum + count : sum), 0)

/** Histories whose count is not known exactly. */
export const hiddenCells = ({ low, high }: CaptureTable): ReadonlyArray<number> =>
  [...low.keys()].filter((history) => low[history] !== high[history])
