/**
 * Capture histories as they would be without errors of linkage, given the rates of error.
 *
 * Model: a row is written such that the rows of the same person at other partners are found, with probability `findable`, independently;
 * two rows are linked if both are. So a person known to the lists W leaves one group of the findable ones and a single row for each other.
 * Two persons of disjoint lists are taken for one with `falsePerPair` for each pair of their rows.
 */

/** Persons by list: the key is the names of the lists, in order, joined by `+`. */
export type Histories = ReadonlyMap<string, number>

const listsOf = (history: string) => history.split("+")

/** Returns how many groups with exactly `size` given lists a person on `lists` lists leaves, on average. */
export const expectedGroups = (size: number, lists: number, findable: number): number => {
  if (lists === 1) return 1
  const alone = size === 1 ? 1 - findable : 0
  return findable ** size * (1 - findable) ** (lists - size) + alone
}

const isWithin = (part: ReadonlyArray<string>, whole: ReadonlyArray<string>) =>
  part.every((list) => whole.includes(list))

/** Returns the lists of two histories together, in order. */
export const joinedLists = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): ReadonlyArray<string> =>
  [...a, ...b].sort()

/** Returns how many persons of two disjoint histories are taken for one, for each two histories. To the first order in the rate. */
export const expectedMergers = (
  observed: Histories,
  falsePerPair: number
): ReadonlyArray<readonly [ReadonlyArray<string>, ReadonlyArray<string>, number]> => {
  const entries = [...observed].map(([history, persons]) => [listsOf(history), persons] as const)
  return entries.flatMap(([a, m], i) =>
    entries
      .slice(i + 1)
      .filter(([b]) => !a.some((list) => b.includes(list)))
      .map(([b, n]) => [a, b, falsePerPair * a.length * b.length * m * n] as const)
  )
}

/** Returns a function that adds persons to a history. */
export const addTo = (counts: Map<string, number>) => (lists: ReadonlyArray<string>, persons: number) => {
  const history = lists.join("+")
  counts.set(history, (counts.get(history) ?? 0) + persons)
}

const withoutFalse = (observed: Histories, falsePerPair: number): Map<string, number> => {
  const counts = new Map(observed)
  const add = addTo(counts)
  for (const [a, b, merged] of expectedMergers(observed, falsePerPair)) {
    add(joinedLists(a, b), -merged)
    add(a, merged)
    add(b, merged)
  }
  return counts
}

/** Returns the histories without errors: the largest first, because their parts are among the smaller. Numbers may be negative. */
export const invertHistories = (observed: Histories, findable: number, falsePerPair: number): Histories => {
  const counts = withoutFalse(observed, falsePerPair)
  const largestFirst = [...counts].sort(([a], [b]) => listsOf(b).length - listsOf(a).length)
  const truth = new Map<string, number>()
  for (const [history, persons] of largestFirst) {
    const lists = listsOf(history)
    let left = persons
    for (const [whole, number] of truth) {
      const others = listsOf(whole)
      if (others.length > lists.length && isWithin(lists, others))
        left -= number * expectedGroups(lists.length, others.length, findable)
    }
    truth.set(history, left / expectedGroups(lists.length, lists.length, findable))
  }
  return truth
}
