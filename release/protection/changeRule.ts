import { dominanceShortfall, pPercentShortfall } from "@corridor/disclosure/rules/Contribution"
import type { Profile } from "@corridor/disclosure/rules/Profile"

type ByPartner = ReadonlyMap<string, number>

/** Returns the absolute change of each partner's contribution to a cell. */
export const changesByPartner = (before: ByPartner, now: ByPartner): ReadonlyArray<number> =>
  [...new Set([...before.keys(), ...now.keys()])]
    .map((partner) => Math.abs((now.get(partner) ?? 0) - (before.get(partner) ?? 0)))
    .filter((change) => change > 0)

/**
 * Returns whether a change that is no smaller than the threshold may be disclosed. It is a cell of a separate table, and the profile's rules
 * apply: enough partners, and no dominance. A partner that subtracts its own part of the change learns no more about the others than from a cell.
 *
 * @param parts the changes of the partners; undefined if they are not known
 */
export const isChangeSafe = (profile: Profile, parts: ReadonlyArray<number> | undefined): boolean =>
  parts === undefined ||
  (parts.length >= profile.contributors &&
    (profile.dominance === undefined || dominanceShortfall(parts, profile.dominance.n, profile.dominance.k) <= 0) &&
    (profile.pPercent === undefined || pPercentShortfall(parts, profile.pPercent) <= 0))
