import type { Classes } from "./Classes.ts"
import type { Cuts } from "./Cuts.ts"
import { tolerance } from "./Cuts.ts"
import type { RequiredMoves } from "./requiredMoves.ts"

/**
 * Adds the inequalities of single rows that `x` violates: a hidden class must be able to move as far as it needs
 * while the other members of each of its rows compensate. Necessary, not sufficient. Returns how many were added.
 */
export const lineCuts = (classes: Classes, needs: RequiredMoves, cuts: Cuts, x: Float64Array): number => {
  const { rows, start, index, coefficient, value, low, high } = classes
  const room = (id: number, up: boolean): number =>
    up ? (high[id] as number) - (value[id] as number) : (value[id] as number) - (low[id] as number)
  const before = cuts.count
  /**
   * Returns what a member of the row contributes when the member at `at` rises or, if either direction serves, moves.
   */
  const gives = (k: number, at: number, needed: number, slides: boolean): number => {
    const isOpposite = (coefficient[k] as number) > 0 !== (coefficient[at] as number) > 0
    const id = index[k] as number
    const against = room(id, isOpposite)
    const ratio = Math.abs((coefficient[k] as number) / (coefficient[at] as number))
    return Math.min(needed, (slides ? against + room(id, !isOpposite) : against) * ratio)
  }
  for (let r = 0; r < rows; r++) {
    const from = start[r] as number
    const to = start[r + 1] as number
    for (let at = from; at < to; at++) {
      const id = index[at] as number
      const needed = needs.rise[id] as number
      const wanted = needed * (x[id] as number) - tolerance
      if (wanted <= 0) continue
      const slides = needs.slides[id] === 1
      let given = 0
      for (let k = from; k < to && given < wanted; k++)
        if (k !== at && (x[index[k] as number] as number) > 0)
          given += gives(k, at, needed, slides) * (x[index[k] as number] as number)
      if (given >= wanted) continue
      const others: Array<number> = []
      const rooms: Array<number> = []
      for (let k = from; k < to; k++) {
        const gift = k === at ? 0 : gives(k, at, needed, slides)
        if (gift <= 0) continue
        others.push(index[k] as number)
        rooms.push(gift)
      }
      cuts.add(id, needed, others, rooms, x)
    }
  }
  return cuts.count - before
}
