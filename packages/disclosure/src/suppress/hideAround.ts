import { type Classes, classState } from "./Classes.ts"

/**
 * Hides the cheapest other member of each row of the failing classes. If all are hidden, continues with the rows of
 * those until something is hidden or nothing is left.
 */
export const hideAround = (classes: Classes, failing: Iterable<number>): boolean => {
  const { rowStart, row, start, index, state, mayHide, cost } = classes
  const seen = new Set(failing)
  for (let edge: ReadonlyArray<number> = [...seen]; edge.length > 0; ) {
    const chosen = new Set<number>()
    const next: Array<number> = []
    for (const id of edge)
      for (let at = rowStart[id] as number; at < (rowStart[id + 1] as number); at++) {
        const r = row[at] as number
        let best = -1
        for (let k = start[r] as number; k < (start[r + 1] as number); k++) {
          const other = index[k] as number
          const isOpen = state[other] === classState.published && mayHide[other] === 1
          if (isOpen && (best < 0 || (cost[other] as number) < (cost[best] as number))) best = other
          if (seen.has(other)) continue
          seen.add(other)
          next.push(other)
        }
        if (best >= 0) chosen.add(best)
      }
    for (const id of chosen) state[id] = classState.secondary
    if (chosen.size > 0) return true
    edge = next
  }
  return false
}
