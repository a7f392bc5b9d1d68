import { dominanceShortfall, pPercentShortfall } from "@corridor/disclosure/rules/Contribution"
import type { Profile } from "@corridor/disclosure/rules/Profile"

type ByPartner = ReadonlyMap<string, number>

/** Returns the absolute change of each partner's contribution to a cell. */
export const changesByPartner = (before: ByPartner, now: ByPartner): ReadonlyArray<number> =>
  [...new Set([...before.keys(), ...now.keys()])]
    .map((partner) => Math.abs((now.get(partner) ?? 0) - (before.get(partner) ?? 0)))
    .filter((change) => change > 0)

/**
 * Returns whether both counts may be published, given the change between them. The change is a cell of a separate table, and the
 * profile's rules apply: no change, or at least the threshold, from enough partners and without dominance. A partner that subtracts its own
 * part of the change learns no more about the others than from a cell.
 */
export const isChangeSafe = (
  profile: Profile,
  threshold: number,
  change: number,
  parts: ReadonlyArray<number> | undefined
): boolean => {
  // A net change of 0 can still be persons who came and left.
  if (change === 0 && (parts === undefined || parts.length === 0)) return true
  if (Math.abs(change) < threshold) return change === 0
  if (parts === undefined) return true
  return (
    parts.length >= profile.contributors &&
    (profile.dominance === undefined || dominanceShortfall(parts, profile.dominance.n, profile.dominance.k) <= 0) &&
    (profile.pPercent === undefined || pPercentShortfall(parts, profile.pPercent) <= 0)
  )
}
