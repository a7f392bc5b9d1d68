import type { Hidden, Knowledge } from "../system/LinkedSystem.ts"

/** How one count is rounded, and which counts may stand behind a figure. */
export interface Rounding {
  readonly name: string
  readonly round: (count: number) => number
  /** The true count is at least `figure - below` and at most `figure + above`. */
  readonly below: number
  readonly above: number
  /** Does nothing but zero become the figure 0? */
  readonly zeroIsZero: boolean
}

/** To the nearest multiple; a tie goes up. */
export const nearest = (base: number): Rounding => ({
  name: `nearest ${base}`,
  round: (count) => Math.floor(count / base + 0.5) * base,
  below: Math.floor(base / 2),
  above: Math.ceil(base / 2) - 1,
  zeroIsZero: base < 3
})

/**
 * Up to a multiple of 6, less 3: 0 -> 0, 1 … 6 -> 3, 7 … 12 -> 9, so that no figure tells more than an interval of six counts
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
 * Bounds of the true counts for whoever sees the figures and knows the rounding. `smallest`: least count above zero that is shown, so
 * that the figure 10 of counts from 11 on is 11 or 12; 1 where nothing is hidden for being small. `none`: what is known of a hidden cell.
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
      // Nothing between zero and the smallest is shown.
      high[cell] = 0
      return
    }
    low[cell] = figure - reach.below > 0 ? Math.max(figure - reach.below, smallest) : figure === 0 ? 0 : smallest
  })
  return { low, high }
}
