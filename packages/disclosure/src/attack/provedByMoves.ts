import type { Hidden, Knowledge, LinkedSystem, Need } from "../system/LinkedSystem.ts"
import type { Move } from "../system/Move.ts"
import { meetsNeed } from "./ClassNeeds.ts"
import { isUnknown } from "./equationsOf.ts"

/** Smaller imbalances and fractions of a person are errors of numbers. */
const tolerance = 1e-6

/** Returns whether no reader sees a move: it changes no published cell and leaves all sums as they are. */
const isUnseen = (system: LinkedSystem, hidden: Hidden, { cells, by }: Move, change: Float64Array): boolean => {
  const { count, start, part, total } = system.relations
  if (cells.some((cell) => !isUnknown(system, hidden, cell))) return false
  cells.forEach((cell, k) => {
    change[cell] = by[k] as number
  })
  let isBalanced = true
  for (let r = 0; r < count && isBalanced; r++) {
    let sum = -(change[total[r] as number] as number)
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) sum += change[part[at] as number] as number
    isBalanced = Math.abs(sum) <= tolerance
  }
  for (const cell of cells) change[cell] = 0
  return isBalanced
}

/**
 * Returns, for each of some attackers, 1 for the cells that known changes of the table prove safe from this one. Each change is checked first, so
 * that a wrong one proves nothing. A cell without such changes may be safe all the same.
 */
export const provedByMoves = (
  system: LinkedSystem,
  hidden: Hidden,
  moves: ReadonlyArray<Move>,
  attackers: ReadonlyArray<Knowledge>,
  need: Need
): ReadonlyArray<Uint8Array> => {
  const { value } = system
  const change = new Float64Array(system.cells)
  const unseen = moves.filter((move) => isUnseen(system, hidden, move, change))
  return attackers.map(({ low, high }) => {
    const [seenLow, seenHigh] = [value.slice(), value.slice()]
    const moved = new Set<number>()
    for (const { cells, by } of unseen) {
      const to = (cell: number, k: number) => (value[cell] as number) + (by[k] as number)
      const isBelow = (cell: number, k: number) => to(cell, k) < (low[cell] as number) - tolerance
      const isAbove = (cell: number, k: number) => to(cell, k) > (high[cell] as number) + tolerance
      if (cells.some((cell, k) => isBelow(cell, k) || isAbove(cell, k))) continue
      cells.forEach((cell, k) => {
        seenLow[cell] = Math.min(seenLow[cell] as number, Math.ceil(to(cell, k) - tolerance))
        seenHigh[cell] = Math.max(seenHigh[cell] as number, Math.floor(to(cell, k) + tolerance))
        moved.add(cell)
      })
    }
    const proved = new Uint8Array(system.cells)
    for (const cell of moved) {
      const ends = [seenLow[cell] as number, seenHigh[cell] as number] as const
      if (meetsNeed(...ends, need.width[cell] as number, need.reach[cell] as number, need.small)) proved[cell] = 1
    }
    return proved
  })
}
