/**
 * Group disclosure: everyone in a group is known, with near certainty, to have one value of a sensitive dimension (homogeneity, Machanavajjhala
 * and others 2007, "l-diversity", section 3). The rule is (α, k)-anonymity's bound on the share of one value (Wong and others 2006), after
 * up to two members have subtracted themselves: each knows their own value.
 */

/** Share of one value from which it is as good as known of every member. */
const nearCertainty = 0.95

/** Members of another value who know themselves and each other, as pairs of partners do. */
const membersWhoKnow = 2

/** Labels of a sensitive dimension that say nothing about a person. */
export const saysNothing: ReadonlySet<string> = new Set(["NotKnown", "Not known", "Unknown", "unknown", "NA", "N/A"])

/**
 * Returns how many others a group needs for a value of `count` members to be safe: the fewest of whom, without two, the value has less
 * than 95 %. Members whose value is not known do not count, because a reader who guesses it guesses that of the others.
 *
 * @example
 * ```ts
 * import { othersNeeded } from "@corridor/disclosure"
 *
 * console.log(othersNeeded(40)) // 5: of 45 members without two, 40 are 93 %
 * ```
 */
export const othersNeeded = (count: number): number =>
  Math.floor(count * (1 / nearCertainty - 1) + membersWhoKnow + 1e-9) + 1

/** Returns whether a group discloses a value: `count` of its members have it, `others` have another. */
export const isGroupDisclosure = (count: number, others: number): boolean => count > 0 && others < othersNeeded(count)
