import type { Hidden, Knowledge, LinkedSystem, Need } from "../system/LinkedSystem.ts"

/** What to protect and what hiding costs. */
export interface SuppressionProblem {
  readonly system: LinkedSystem
  /** Nonzero for each unsafe cell. */
  readonly primary: Hidden
  /** What attackers know about cells once these are hidden. It must contain the true values. */
  readonly known: Knowledge
  /** Needs of every cell that may be hidden, not only the primary ones: readers cannot distinguish them. */
  readonly need: Need
  /** Loss of hiding each cell: `lossByValue` or another number above 0. */
  readonly cost: Float64Array
  /**
   * 1 for a cell that may be hidden to protect others; by default every cell above zero. A zero that may not be
   * hidden is known. If zeros may be hidden, `known.low` must be 0 for all cells, since a hidden cell is then not
   * known to be above zero.
   */
  readonly mayHide?: Uint8Array
}

/**
 * Returns the loss that Corridor minimises: the persons of the cell plus one, so that of equal losses the fewest
 * cells are hidden.
 */
export const lossByValue = (system: LinkedSystem): Float64Array => Float64Array.from(system.value, (v) => v + 1)
