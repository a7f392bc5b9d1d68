/** Returns the step between round figures (1, 2 or 5 times a power of ten) of which some `count` are between zero and `end`. */
const roundStep = (end: number, count: number): number => {
  const rough = end / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const share = rough / power
  // The geometric means of 1, 2, 5 and 10.
  return (share >= Math.sqrt(50) ? 10 : share >= Math.sqrt(10) ? 5 : share >= Math.SQRT2 ? 2 : 1) * power
}

/** A vertical scale from zero to a round figure. */
export interface ValueScale {
  readonly end: number
  readonly y: (value: number) => number
  /** The round figures of the scale, zero and the end included. */
  readonly ticks: ReadonlyArray<number>
}

/**
 * Returns the scale on which `most` has room, with some `count` steps from `base` to `top`. `scaleLinear` of d3-scale does the same, but adds nine kilobytes to
 * what a page loads.
 */
export const valueScale = (most: number, count: number, base: number, top: number): ValueScale => {
  let step = roundStep(most, count)
  if (!(step > 0)) return { end: most, y: () => base, ticks: [] }
  // Of steps below one, a quotient has no error that a product has: 3 / 10, and 3 * 0.1.
  const times = (steps: number) => (step < 1 ? steps / Math.round(1 / step) : steps * step)
  const stepsTo = (value: number) => Math.ceil(step < 1 ? value * Math.round(1 / step) : value / step)
  let end = most
  // The end that is made round may ask for a longer step.
  for (let before = 0; before !== step; ) {
    before = step
    end = times(stepsTo(end))
    step = roundStep(end, count)
  }
  return {
    end,
    y: (value) => base + (value / end) * (top - base),
    ticks: Array.from({ length: stepsTo(end) + 1 }, (_, i) => times(i))
  }
}
