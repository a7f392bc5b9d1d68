/**
 * The median of other partners, such that it says nothing of a single one (decision 0614).
 *
 * With three others or more, the median leaves every value of each of them possible, as long as the values of two are unknown. Rounding also
 * hides small differences between two of these medians.
 */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"

/** How many other partners a median needs: the rule for contributors of the profile that releases have by default. */
export const leastPeers = defaultProfile.contributors

/** A partner with fewer records or messages than this is left out of a median: the profile's threshold. */
export const leastCount = defaultProfile.threshold

/** Returns the median of the others' values, rounded to a multiple of `step`; null if there are too few of them. */
export const peerMedian = (others: ReadonlyArray<number>, step: number): number | null => {
  if (others.length < leastPeers) return null
  const sorted = others.toSorted((a, b) => a - b)
  const half = (sorted.length - 1) / 2
  const median = ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2
  return Math.round(median / step) * step
}
