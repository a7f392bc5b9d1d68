/** When a change of several reporters together is one of most of them, and the words for it (decision 0318). */

import { type Points, valuesWithin } from "../series/completions.ts"

/** Times the level at which a change is stated: what the others must show is asked only of reporters that together show a change. */
const othersLevel = 6
/** Part of the size of the change, on the scale of logarithms, that the others must show. */
const othersPart = 0.5

/** Returns whether other reporters share a change: theirs is no chance at a lenient level, and at least half as large. */
export const isShared = (
  others: { readonly p: number; readonly size: number },
  stated: { readonly level: number; readonly size: number }
): boolean => others.p < othersLevel * stated.level && others.size / stated.size >= othersPart

/** Returns why nothing is stated: `leftOut` reporters make the change, or 0 if there are none to compare. */
export const notSharedWords = (leftOut: number): string =>
  leftOut === 0
    ? "fewer than two reporters reported in every period, so that nothing shows whether the others changed, too."
    : leftOut === 1
      ? "it depends on one reporter, without which the others do not show it."
      : `it depends on ${leftOut} reporters, without which the others do not show it.`

/**
 * Returns the values of what is left without so many reporters that must share a change: without one of them, all extremes that hidden values allow; without more, those in the middle,
 * because what the small reporters that are left hide could rise and fall in any series.
 */
export const valuesTried = (points: Points, leftOut: number): ReadonlyArray<Float64Array> =>
  leftOut === 1 ? valuesWithin(points) : [points.value]
