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
 * Returns the joint statistics at every date before the intervention, on the data before it, which contain no effect of the intervention. If they are as
 * large as that at the date itself, its result is not evidence.
 */
export const placeboStatistics = (
  values: ArrayLike<number>,
  options: InterruptedOptions,
  side: number
): ReadonlyArray<number> => {
  const before = Array.from(values).slice(0, options.at)
  const found: Array<number> = []
  for (let at = side; at + side <= before.length; at++) {
    try {
      found.push(interrupted(before, { ...options, at }).joint.statistic)
    } catch (error) {
      if (!(error instanceof Collinear)) throw error
    }
  }
  return found
}

/** Returns how a joint statistic compares with those of placebo dates. */
export const placeboDates = (statistics: ReadonlyArray<number>, statistic: number): PlaceboDates => {
  const asLarge = statistics.filter((one) => one >= statistic).length
  return { tried: statistics.length, asLarge, p: (1 + asLarge) / (1 + statistics.length) }
}
