/** Bounds of suppressed counts, as all who read releases know them. */

/** The columns that say the least and the most that a suppressed count can be. */
export const boundColumns = ["low", "high"] as const

export interface Bounds {
  readonly low: number
  /** Infinite where nothing bounds the count. */
  readonly high: number
}

/** What stands in these columns; null where there is nothing to say. */
export const boundsShown = (bounds: Bounds | undefined): readonly [low: number | null, high: number | null] =>
  bounds === undefined ? [null, null] : [bounds.low, Number.isFinite(bounds.high) ? bounds.high : null]
