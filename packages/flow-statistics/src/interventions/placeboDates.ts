import { Collinear } from "../numeric/leastSquares.ts"
import { type InterruptedOptions, interrupted } from "./interrupted.ts"

/** The result of the method at dates without an intervention. */
export interface PlaceboDates {
  /** Number of placebo dates: all before the intervention with enough points on both sides. */
  readonly tried: number
  /** Number of them with a joint statistic at least as large as at the date itself. */
  readonly asLarge: number
  /** (1 + as large) / (1 + tried). */
  readonly p: number
}

/**
 * Runs the method at every date before the intervention, on the data before it, which contain no effect of the intervention. If it finds as
 * much there, its result at the date is no evidence.
 */
export const placeboDates = (
  values: ArrayLike<number>,
  options: InterruptedOptions,
  statistic: number,
  side: number
): PlaceboDates => {
  const before = Array.from(values).slice(0, options.at)
  let tried = 0
  let asLarge = 0
  for (let at = side; at + side <= before.length; at++) {
    try {
      const found = interrupted(before, { ...options, at })
      tried += 1
      if (found.joint.statistic >= statistic) asLarge += 1
    } catch (error) {
      if (!(error instanceof Collinear)) throw error
    }
  }
  return { tried, asLarge, p: (1 + asLarge) / (1 + tried) }
}
