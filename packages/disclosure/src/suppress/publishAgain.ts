import { equalCells } from "../system/equalCells.ts"
import type { Hidden, LinkedSystem } from "../system/LinkedSystem.ts"

/** Limit of trials; each is an attack on the whole table by all attackers. */
const mostTrials = 8

/** Share of the loss of all cells that protect others below which a cell is not worth a trial. */
const worthwhile = 0.01

/**
 * Publishes cells again that were hidden to protect others, the dearest first, as long as `isSafe` holds without them. A pattern against one
 * attacker who knows what any pair of partners knows hides more than the pairs require: a corridor of 7,841 persons once. Changes `hidden`.
 */
export const publishAgain = (
  system: LinkedSystem,
  hidden: Hidden,
  cost: Float64Array,
  isSafe: (hidden: Hidden) => boolean
): void => {
  const { root } = equalCells(system)
  const loss = new Map<number, number>()
  let all = 0
  hidden.forEach((mark, cell) => {
    if (mark !== 2) return
    all += cost[cell] as number
    loss.set(root(cell), (loss.get(root(cell)) ?? 0) + (cost[cell] as number))
  })
  const dearest = [...loss].filter(([, of]) => of >= worthwhile * all).sort(([a, x], [b, y]) => y - x || a - b)
  for (const [equal] of dearest.slice(0, mostTrials)) {
    const without = hidden.map((mark, cell) => (mark === 2 && root(cell) === equal ? 0 : mark))
    if (isSafe(without)) hidden.set(without)
  }
}
