/**
 * The median of other partners, such that it says nothing of a single one (decision 0614).
 *
 * Two partners who tell each other what they see know the values of both, and choose them: each is among the other's others. With three or four
 * others they learn the values of all; with five, the two in the middle of the remaining four, and each of the four may still have the lowest
 * or the highest. Rounding also hides small differences.
 */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"

/** How many other partners a median needs: the rule for contributors of the profile that releases have by default, and two more. */
export const leastPeers = defaultProfile.contributors + 2

/** A partner with fewer records or messages than this is left out of a median: the profile's threshold. */
export const minCount = defaultProfile.threshold

/** Returns the median of the others' values, rounded to a multiple of `step`; null if there are too few of them. */
export const peerMedian = (others: ReadonlyArray<number>, step: number): number | null => {
  if (others.length < leastPeers) return null
  const sorted = others.toSorted((a, b) => a - b)
  const half = (sorted.length - 1) / 2
  const median = ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2
  return Math.round(median / step) * step
}
