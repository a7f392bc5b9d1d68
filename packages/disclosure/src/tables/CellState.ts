/** The four states of a cell, everywhere. A published zero is a figure; silence is not. */
export const cellStates = ["published", "suppressed", "not_reported", "not_collected"] as const
export type CellState = (typeof cellStates)[number]

/** States as they stand in a table's bytes: the index in `cellStates`. */
export const stateCode: Readonly<Record<CellState, number>> = {
  published: 0,
  suppressed: 1,
  not_reported: 2,
  not_collected: 3
}
