import type { Hidden, Knowledge, LinkedSystem, Need } from "../system/LinkedSystem.ts"

/** What is to be protected and what hiding costs. */
export interface SuppressionProblem {
  readonly system: LinkedSystem
  /** Not 0 for each cell that is unsafe by itself. */
  readonly primary: Hidden
  /** What attackers know of cells once these are hidden; it must hold the true values. */
  readonly known: Knowledge
  /** Needs of every cell that may come to be hidden, not only of the primary ones: no reader can tell them apart. */
  readonly need: Need
  /** Loss of hiding each cell: `lossByValue` or another number above 0. */
  readonly cost: Float64Array
  /**
   * 1 for a cell that may be hidden to protect others. Left out: every cell above zero. A zero that may not be hidden counts as
   * known; where zeros may be hidden, `known.low` must be 0 for all cells, since being hidden no longer proves that a cell is above zero.
   */
  readonly mayHide?: Uint8Array
}

/** The loss that the product minimises: persons whose figure is lost; each cell one more, so that of equal losses the fewest cells go. */
export const lossByValue = (system: LinkedSystem): Float64Array => Float64Array.from(system.value, (v) => v + 1)
