/** The four states of a cell. A published zero is a figure; a missing one is not. */
export const cellStates = ["published", "suppressed", "not_reported", "not_collected"] as const
export type CellState = (typeof cellStates)[number]

/** The code of each state in tables: its index in `cellStates`. */
export const stateCode: Readonly<Record<CellState, number>> = {
  published: 0,
  suppressed: 1,
  not_reported: 2,
  not_collected: 3
}
