import type { LinkedSystem, Need } from "../system/LinkedSystem.ts"
import type { CellFacts } from "./CellFacts.ts"
import { dominanceShortfall, pPercentShortfall } from "./Contribution.ts"
import type { Profile } from "./Profile.ts"

/** Minimum width of any hidden cell's interval, whatever the profile. */
export const minProtectionWidth = 5

export interface Primary {
  /** 1 for an unsafe cell. */
  readonly primary: Uint8Array
  readonly need: Need
}

/**
 * Returns how much room above its value a cell needs by the rules about partners; undefined if it is safe by them. A
 * rule without the columns that it needs is not applied; if tables have them for some cells, a cell without is
 * unsafe.
 */
const partnersShortfall = (facts: CellFacts, cell: number, profile: Profile): number | undefined => {
  let needed: number | undefined
  const atLeast = (more: number) => {
    needed = Math.max(needed ?? 0, more)
  }
  if (facts.contributors !== undefined && !((facts.contributors[cell] as number) >= profile.contributors)) atLeast(0)
  if (facts.contributions === undefined) return needed
  const persons = facts.contributions[cell]?.map(([, count]) => count) ?? []
  if (profile.dominance !== undefined) {
    const more = dominanceShortfall(persons, profile.dominance.n, profile.dominance.k)
    if (more > 0 || persons.length === 0) atLeast(more)
  }
  if (profile.pPercent !== undefined) {
    const more = pPercentShortfall(persons, profile.pPercent)
    if (more > 0 || persons.length === 0) atLeast(more)
  }
  return needed
}

/**
 * Returns the unsafe cells, and what every cell needs once it is hidden: an interval of width `max(5, protection)`,
 * and for an unsafe cell one that reaches the threshold and its upper protection level (Fischetti and Salazar 2000).
 * Zeros are safe, except those of `knownGroups`, which disclose where the group's persons are. `forced`: cells that
 * the caller requires to be hidden; `waived`: cells that it requires to be published. Unpublished cells are not judged.
 */
export const primaryCells = (
  system: LinkedSystem,
  profile: Profile,
  facts: CellFacts,
  also: {
    readonly forced?: Uint8Array
    readonly waived?: ReadonlySet<number>
    readonly knownGroups?: Uint8Array
  } = {}
): Primary => {
  const primary = new Uint8Array(system.cells)
  const least = Math.max(minProtectionWidth, profile.protection)
  const width = new Float64Array(system.cells)
  const reach = new Float64Array(system.cells)
  for (let cell = 0; cell < system.cells; cell++) {
    if (system.unshown[cell] === 1) continue
    const value = system.value[cell] as number
    width[cell] = least
    if (also.waived?.has(cell)) continue
    const knownGroup = also.knownGroups?.[cell] === 1 && profile.zeros === "known-groups"
    const partners = value > 0 ? partnersShortfall(facts, cell, profile) : undefined
    const small = value > 0 && value < profile.threshold
    if (!small && partners === undefined && !(value === 0 && knownGroup) && also.forced?.[cell] !== 1) continue
    primary[cell] = 1
    reach[cell] = Math.max(profile.threshold, value + Math.max(least, Math.ceil(partners ?? 0)))
  }
  return { primary, need: { width, reach, small: profile.forbidSmall ? profile.threshold : 0 } }
}
