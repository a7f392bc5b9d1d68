/** A Poisson log-linear model of linked lists: all main effects, and interactions of some pairs of lists. */
export interface PairModel {
  /** Each pair as the mask of its two lists, in ascending order. */
  readonly pairs: ReadonlyArray<number>
}

export const mainEffects: PairModel = { pairs: [] }

/** Returns the masks of all pairs of lists, ordered by their first and then their second list. */
export const allPairs = (lists: number): ReadonlyArray<number> =>
  Array.from({ length: lists }, (_, i) =>
    Array.from({ length: lists - i - 1 }, (_, j) => (1 << i) | (1 << (i + j + 1)))
  ).flat()

/** Returns the model with these pairs of lists, each given as the mask of its two lists. */
export const pairModel = (pairs: Iterable<number>): PairModel => ({ pairs: [...new Set(pairs)].sort((a, b) => a - b) })

/** Returns the names of the lists of a mask, separated by colons. */
export const maskName = (lists: ReadonlyArray<string>, mask: number): string =>
  lists.filter((_, i) => (mask & (1 << i)) !== 0).join(":")

/** Returns the names of the model's terms: the lists, then the pairs. */
export const termNames = (lists: ReadonlyArray<string>, { pairs }: PairModel): ReadonlyArray<string> => [
  ...lists,
  ...allPairs(lists.length)
    .filter((mask) => pairs.includes(mask))
    .map((mask) => maskName(lists, mask))
]
