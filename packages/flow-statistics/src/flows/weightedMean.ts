/** Means whose weights are known within bounds only. */
import type { Interval } from "./Interval.ts"

/** A value and its weight. */
export interface Weighted {
  readonly value: number
  readonly weight: Interval
}

/**
 * The least and most that Σ weight × value / Σ weight can be: exact. The least has all that lies below it at its most and all above
 * at its least, so one walk along the values finds it.
 *
 * @returns undefined when all weights may be 0, or nothing is weighed
 */
export const weightedMeanBounds = (all: ReadonlyArray<Weighted>): Interval | undefined => {
  const rising = all.filter(({ weight }) => weight.high > 0).toSorted((a, b) => a.value - b.value)
  if (rising.length === 0 || rising.every(({ weight }) => weight.low === 0)) return undefined
  const least = (sorted: ReadonlyArray<Weighted>, sign: 1 | -1): number => {
    let weights = 0
    let sum = 0
    for (const { value, weight } of sorted) {
      weights += weight.low
      sum += weight.low * value
    }
    for (const { value, weight } of sorted) {
      if (weights > 0 && sign * value >= (sign * sum) / weights) break
      weights += weight.high - weight.low
      sum += (weight.high - weight.low) * value
    }
    return sum / weights
  }
  return { low: least(rising, 1), high: least(rising.toReversed(), -1) }
}
