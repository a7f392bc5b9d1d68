/** Decides whether a joint change of several reporters is shared by most of them, and words the refusal (decision 0318). */

import { type Points, valuesWithin } from "../series/completions.ts"

/** Factor on the level at which a change is stated. The others are tested only if all reporters together show a change. */
const othersLevel = 6
/** Part of the size of the change, on the scale of logarithms, that the others must show. */
const othersPart = 0.5

/** Returns whether other reporters share a change: theirs is significant at a lenient level, and at least half as large. */
export const isShared = (
  others: { readonly p: number; readonly size: number },
  stated: { readonly level: number; readonly size: number }
): boolean => others.p < othersLevel * stated.level && others.size / stated.size >= othersPart

/** Returns why nothing is stated: the number of reporters that make the change alone, or 0 if there are none to compare. */
export const notSharedWords = (leftOut: number): string =>
  leftOut === 0
    ? "fewer than two reporters reported in every period, so nothing shows whether the others share the change."
    : leftOut === 1
      ? "the change depends on one reporter, without which the others do not show it."
      : `the change depends on ${leftOut} reporters, without which the others do not show it.`

/**
 * Returns the values of the remaining reporters that must show a change. With one reporter left out, these are all extremes that hidden values allow; with more, the
 * middle values, because the hidden values of the small remaining reporters could rise and fall in any series.
 */
export const valuesTried = (points: Points, leftOut: number): ReadonlyArray<Float64Array> =>
  leftOut === 1 ? valuesWithin(points) : [points.value]
