/** k-anonymity by generalisation: records lose labels until each group of alike records has enough. What such records show of a table. */
import type { ProtectedCells } from "@corridor/disclosure/methods/ProtectionMethod"
import type { LinkedTables } from "@corridor/disclosure/tables/toSystem"

/** Alike records: a label of each dimension, null once it is generalised away. */
interface Group {
  readonly at: ReadonlyArray<string | null>
  readonly count: number
}

/**
 * Returns the records after generalisation: those in groups of fewer than `k` lose the label of one dimension more, the last dimension first,
 * until all groups have `k`. What is left of fewer than `k` without any label is dropped.
 */
export const generalised = (
  records: ReadonlyArray<{ readonly at: ReadonlyArray<string>; readonly count: number }>,
  k: number
): ReadonlyArray<Group> => {
  const grouped = (all: Iterable<Group>) => {
    const found = new Map<string, Group>()
    for (const { at, count } of all) {
      const key = JSON.stringify(at)
      found.set(key, { at, count: (found.get(key)?.count ?? 0) + count })
    }
    return [...found.values()]
  }
  let groups = grouped(records)
  const dimensions = records[0]?.at.length ?? 0
  for (let d = dimensions - 1; d >= 0; d--)
    groups = grouped(groups.map((one) => (one.count < k ? { ...one, at: one.at.with(d, null) } : one)))
  return groups.filter(({ count }) => count >= k)
}

/**
 * Returns what a table counted from generalised records shows. Each figure counts the records that certainly belong to the cell; a reader of
 * the records also knows how many more may belong to it.
 */
export const generalisedCells = (
  { system, joined }: LinkedTables,
  groups: ReadonlyArray<Group>,
  dropped: number
): ProtectedCells => {
  const shown = new Float64Array(system.cells)
  const high = new Float64Array(system.cells).fill(dropped)
  for (let cell = 0; cell < system.cells; cell++) {
    const labels = joined.dimensions.map((_, d) => {
      const code = joined.cells.at(cell, d)
      return code === 0 ? undefined : (joined.codes[d]?.[code] as string)
    })
    for (const { at, count } of groups) {
      let [isSure, isPossible] = [true, true]
      for (const [d, label] of labels.entries()) {
        if (label === undefined || at[d] === label) continue
        if (at[d] === null) isSure = false
        else {
          isPossible = false
          break
        }
      }
      if (!isPossible) continue
      if (isSure) shown[cell] = (shown[cell] as number) + count
      high[cell] = (high[cell] as number) + count
    }
  }
  // A published zero would say that nobody is known to be there; it is no figure.
  const hidden = Uint8Array.from(shown, (figure, cell) => (figure === 0 && system.value[cell] !== 0 ? 1 : 0))
  return {
    hidden,
    shown: shown.map((figure, cell) => (hidden[cell] === 1 ? Number.NaN : figure)),
    known: { low: shown, high },
    additive: true
  }
}
