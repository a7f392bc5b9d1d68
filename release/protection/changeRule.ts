import { dominanceShortfall, pPercentShortfall } from "@corridor/disclosure/rules/Contribution"
import type { Profile } from "@corridor/disclosure/rules/Profile"

type ByPartner = ReadonlyMap<string, number>

/** Persons by which each partner's part of a cell changed, whichever way. */
export const changesByPartner = (before: ByPartner, now: ByPartner): ReadonlyArray<number> =>
  [...new Set([...before.keys(), ...now.keys()])]
    .map((partner) => Math.abs((now.get(partner) ?? 0) - (before.get(partner) ?? 0)))
    .filter((change) => change > 0)

/**
 * May both counts be told, by what lies between them? The difference is a cell of a table of its own, and the profile's rules hold for
 * it: no change, or at least the threshold, from as many partners as a cell needs, and not of one or two of them. A partner that
 * subtracts its own part of the change is kept from the others' by the same rules that keep it from their parts of a cell.
 */
export const isChangeSafe = (
  profile: Profile,
  threshold: number,
  change: number,
  parts: ReadonlyArray<number> | undefined
): boolean => {
  // A change of nobody in all may still be of persons who came and went.
  if (change === 0 && (parts === undefined || parts.length === 0)) return true
  if (Math.abs(change) < threshold) return change === 0
  if (parts === undefined) return true
  return (
    parts.length >= profile.contributors &&
    (profile.dominance === undefined || dominanceShortfall(parts, profile.dominance.n, profile.dominance.k) <= 0) &&
    (profile.pPercent === undefined || pPercentShortfall(parts, profile.pPercent) <= 0)
  )
}
