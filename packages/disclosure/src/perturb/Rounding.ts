import type { Hidden, Knowledge } from "../system/LinkedSystem.ts"

/** How a count is rounded, and which counts a figure may represent. */
export interface Rounding {
  readonly name: string
  readonly round: (count: number) => number
  /** The true count is between `figure - below` and `figure + above`. */
  readonly below: number
  readonly above: number
  /** Whether only zero becomes the figure 0. */
  readonly zeroIsZero: boolean
}

/** Rounds to the nearest multiple; ties go up. */
export const nearest = (base: number): Rounding => ({
  name: `nearest ${base}`,
  round: (count) => Math.floor(count / base + 0.5) * base,
  below: Math.floor(base / 2),
  above: Math.ceil(base / 2) - 1,
  zeroIsZero: base < 3
})

/**
 * Rounds up to a multiple of 6, less 3: 0 -> 0, 1 to 6 -> 3, 7 to 12 -> 9. Every figure stands for six counts
 * (OpenSAFELY, "Statistical disclosure control: midpoint rounding").
 */
export const midpoint6: Rounding = {
  name: "midpoint 6",
  round: (count) => (count === 0 ? 0 : Math.ceil(count / 6) * 6 - 3),
  below: 2,
  above: 3,
  zeroIsZero: true
}

/**
 * Returns the bounds of the true counts for a reader who knows the rounding. `smallest`: the least count above zero
 * that is shown, so that the figure 10 stands for 11 or 12 if counts below 11 are hidden; 1 if none is hidden for
 * being small. `none`: what is known of a hidden cell.
 */
export const roundingKnowledge = (
  shown: Float64Array,
  hidden: Hidden,
  reach: Pick<Rounding, "below" | "above" | "zeroIsZero">,
  smallest: number,
  none: { readonly low: number; readonly high: number }
): Knowledge => {
  const low = new Float64Array(shown.length)
  const high = new Float64Array(shown.length)
  shown.forEach((figure, cell) => {
    if (hidden[cell] !== 0 || Number.isNaN(figure)) {
      low[cell] = none.low
      high[cell] = none.high
      return
    }
    high[cell] = figure + reach.above
    if ((high[cell] as number) < smallest || (figure === 0 && reach.zeroIsZero)) {
      // No count between zero and the smallest is shown.
      high[cell] = 0
      return
    }
    low[cell] = figure - reach.below > 0 ? Math.max(figure - reach.below, smallest) : figure === 0 ? 0 : smallest
  })
  return { low, high }
}
