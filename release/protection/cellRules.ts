import { publicKnowledge } from "@corridor/disclosure/protect/publicKnowledge"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import { primaryCells } from "@corridor/disclosure/rules/primaryCells"
import { equalCells } from "@corridor/disclosure/system/equalCells"
import type { Hidden, Need } from "@corridor/disclosure/system/LinkedSystem"
import { learnFirstReports } from "./firstReports.ts"
import { groupHiding, needOfGroups, sensitiveValues } from "./groupDisclosure.ts"
import { limitDifferences } from "./JointSystem.ts"
import { type IsExact, learnNoisy, relaxNeeds } from "./noisyFigures.ts"
import { takeOutProvedByLinks } from "./provedByLinks.ts"
import type { ReleaseProblem } from "./ReleaseProblem.ts"
import type { ReleaseSystem } from "./ReleaseSystem.ts"

/**
 * Returns the cells outside the choices that contain the same persons as a chosen cell, through sums with a single part that is not zero:
 * the route through one region is all of the route. Suppressing them would suppress what was chosen.
 */
const sameAsWanted = ({ system, isSelected }: ReleaseSystem): Uint8Array => {
  const { cells } = system
  const sets = equalCells(system)
  const wanted = new Set<number>()
  for (let cell = 0; cell < cells; cell++) if (isSelected[cell] === 1) wanted.add(sets.root(cell))
  return Uint8Array.from({ length: cells }, (_, cell) =>
    isSelected[cell] === 0 && wanted.has(sets.root(cell)) ? 1 : 0
  )
}

/**
 * Returns 1 for the hidden cells with a need, and for the others of groups. The rest, such as cells that only link tables, may be as narrow
 * as they like.
 */
export const cellsInNeed = ({ system }: ReleaseSystem, hidden: Hidden, { width, reach }: Need): Uint8Array =>
  hidden.map((mark, cell) =>
    (mark !== 0 && (width[cell] as number) > 0) || (system.unshown[cell] === 1 && (reach[cell] as number) > 0) ? 1 : 0
  )

/** Returns which counts an attacker knows exactly: those that were published, and zeros of combinations that do not occur. */
export const exactIn =
  (own: ReleaseSystem, isKnown: Uint8Array): IsExact =>
  (cell) =>
    isKnown[cell] === 1 || own.absent[cell] === 1

/** Returns whether a cell that was suppressed, or a sum that contains one, is now empty. */
export const isVanished = ({ system, absent, holdsSuppressed }: ReleaseSystem, cell: number): boolean =>
  system.value[cell] === 0 && absent[cell] === 0 && holdsSuppressed[cell] === 1

export type CellRules = ReturnType<typeof cellRules>

/** Returns what is known and required of each cell before anything is suppressed. */
export const cellRules = (
  { own, isKnown, isKnownByLinks, wasSuppressed, noisy }: ReleaseProblem,
  profile: Profile,
  forced: Uint8Array
) => {
  const { system } = own
  const groups = groupHiding(own)
  const { primary, need } = primaryCells(system, profile, own.facts, {
    forced: forced.map((mark, cell) => mark | (groups.forced[cell] as number))
  })
  // Whether a count is safe in itself, whatever was suppressed before.
  const unsafe = primaryCells(system, profile, own.facts, { forced: groups.forced }).primary
  const isSafe = unsafe.map((mark, cell) =>
    mark === 1 || system.unshown[cell] === 1 || system.value[cell] === 0 ? 0 : 1
  )
  needOfGroups(own, need, isKnown)
  const known = publicKnowledge(system, sensitiveValues(own))
  limitDifferences(own, known)
  const isExact = exactIn(own, isKnown)
  relaxNeeds(own, noisy, need, isExact)
  const isSame = sameAsWanted(own)
  for (let cell = 0; cell < system.cells; cell++) {
    if (system.unshown[cell] === 1) continue
    const value = system.value[cell] as number
    if (own.absent[cell] === 1 && groups.mayHide[cell] === 0) {
      // Readers conclude that the cell has no persons.
      known.high[cell] = 0
      need.width[cell] = 0
    } else if (isKnown[cell] === 1) {
      primary[cell] = 0
      known.low[cell] = value
      known.high[cell] = value
      need.width[cell] = 0
      need.reach[cell] = 0
    } else if (own.isSelected[cell] === 0) {
      // The cell is not chosen, so it is not published. It needs protection only if it is unsafe or was suppressed before.
      // In tables of who reported, only small counts matter unless the table is requested.
      const needsNothing =
        primary[cell] === 0 ||
        own.isUnasked[cell] === 1 ||
        (own.isOfUnaskedPanel[cell] === 1 && value >= profile.threshold)
      if (wasSuppressed[cell] === 1) primary[cell] = 1
      else if (needsNothing) {
        need.width[cell] = 0
        need.reach[cell] = 0
        primary[cell] = isSame[cell] === 1 && !isVanished(own, cell) ? 0 : 1
      }
      known.low[cell] = Math.min(value, wasSuppressed[cell] as number)
    }
  }
  learnFirstReports(own, known)
  const byLinks = takeOutProvedByLinks({ own, isKnown, isKnownByLinks, wasSuppressed }, { known, need, primary })
  learnNoisy(own, noisy, known, isExact)
  const mayHide = groups.mayHide.map((mark, cell) =>
    byLinks.cells[cell] === 1 || (isKnown[cell] === 1 && system.value[cell] === 0) ? 0 : mark
  )
  return { primary, need, known, mayHide, byLinks, isSafe }
}
