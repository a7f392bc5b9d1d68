/** Bounds of suppressed counts and intervals of figures with noise, as readers see them. */

/** Columns with the lowest and highest possible value of a suppressed count, or the ends of a figure's interval. */
export const boundColumns = ["low", "high"] as const

export interface Bounds {
  readonly low: number
  /** Infinite if the count has no upper bound. */
  readonly high: number
}

/** Returns the values of these columns; null for no bound. */
export const boundsShown = (bounds: Bounds | undefined): readonly [low: number | null, high: number | null] =>
  bounds === undefined ? [null, null] : [bounds.low, Number.isFinite(bounds.high) ? bounds.high : null]
