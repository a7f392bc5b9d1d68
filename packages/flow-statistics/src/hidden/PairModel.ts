/** A Poisson log-linear model of linked lists: all main terms, and these pairs of lists as terms for their dependence. */
export interface PairModel {
  /** Each pair as the mask of its two lists, in ascending order. */
  readonly pairs: ReadonlyArray<number>
}

export const mainEffects: PairModel = { pairs: [] }

/** Masks of all pairs of so many lists, by their first and then by their second list. */
export const allPairs = (lists: number): ReadonlyArray<number> =>
  Array.from({ length: lists }, (_, i) =>
    Array.from({ length: lists - i - 1 }, (_, j) => (1 << i) | (1 << (i + j + 1)))
  ).flat()

export const pairModel = (pairs: Iterable<number>): PairModel => ({ pairs: [...new Set(pairs)].sort((a, b) => a - b) })

/** Names of the lists of a mask, with colons between them. */
export const maskName = (lists: ReadonlyArray<string>, mask: number): string =>
  lists.filter((_, i) => (mask & (1 << i)) !== 0).join(":")

/** The model's terms by name: the lists, then the pairs by their lists. */
export const termNames = (lists: ReadonlyArray<string>, { pairs }: PairModel): ReadonlyArray<string> => [
  ...lists,
  ...allPairs(lists.length)
    .filter((mask) => pairs.includes(mask))
    .map((mask) => maskName(lists, mask))
]
