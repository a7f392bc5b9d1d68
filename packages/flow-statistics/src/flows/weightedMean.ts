/** Weighted means whose weights are intervals. */
import type { Interval } from "../cells/Interval.ts"

export interface Weighted {
  readonly value: number
  readonly weight: Interval
}

/**
 * Returns exact bounds of Σ weight × value / Σ weight. At the minimum, all values below it have their maximum weight and all above it their
 * minimum weight, so one pass over the sorted values finds it.
 *
 * @returns undefined if all weights may be 0
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
