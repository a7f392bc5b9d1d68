/** The four states of a cell. A published zero is a value; a cell that was not reported has none. */
export const cellStates = ["published", "suppressed", "not_reported", "not_collected"] as const
export type CellState = (typeof cellStates)[number]

/**
 * A count and what is known of it: the interval `low` to `high`, a single point when it is exact. A cell that was not reported or not
 * collected has NaN in all three fields.
 */
export interface Cell {
  readonly state: CellState
  /** The value that methods use: the value itself, or the midpoint of the interval. */
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * Returns a published cell of which the exact value is known.
 *
 * @example
 * ```ts
 * import { between, exact, notReported } from "@corridor/flow-statistics"
 *
 * const cells = [exact(40), between(1, 10), notReported()]
 * ```
 */
export const exact = (value: number): Cell => ({ state: "published", value, low: value, high: value })

/**
 * Returns a cell of which only an interval is known, such as a suppressed count of 1 to 10.
 *
 * @example
 * ```ts
 * import { between } from "@corridor/flow-statistics"
 *
 * between(1, 10).value // 5.5, the midpoint
 * ```
 */
export const between = (low: number, high: number, state: CellState = "suppressed"): Cell => ({
  state,
  value: (low + high) / 2,
  low,
  high
})

/**
 * Returns a cell without a value.
 *
 * @example
 * ```ts
 * import { notReported } from "@corridor/flow-statistics"
 *
 * notReported("not_collected").value // NaN
 * ```
 */
export const notReported = (state: "not_reported" | "not_collected" = "not_reported"): Cell => ({
  state,
  value: Number.NaN,
  low: Number.NaN,
  high: Number.NaN
})

/** Returns true for a cell with a value, zero included, or with an interval. */
export const isReported = (cell: Cell): boolean => !Number.isNaN(cell.value)
