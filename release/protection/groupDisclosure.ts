/**
 * Group disclosure in releases: everyone known to be in a group is known to have one value of a sensitive dimension. The rule, and what
 * must be hidden for it, are the package's (decision 0704).
 */
import { attack } from "@corridor/disclosure/attack/attack"
import { groupProtection, needOthers, sensitiveCells } from "@corridor/disclosure/rules/sensitiveGroups"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import type { Need } from "@corridor/disclosure/system/LinkedSystem"
import { sensitiveDimensions } from "../catalogue/Cube.ts"
import { type JointSystem, limitDifferences } from "./JointSystem.ts"

/** Returns 1 for the cells of sensitive values. A suppressed one may be zero. */
export const sensitiveValues = ({ cubes, offsets, system }: JointSystem): Uint8Array => {
  const marks = new Uint8Array(system.cells)
  for (const [c, { cube, linked }] of cubes.entries())
    marks.set(sensitiveCells(linked, sensitiveDimensions(cube)), offsets[c])
  return marks
}

/**
 * Returns what disclosing groups force and permit to be hidden. Where the tables have no other value, nothing can be left open about the
 * members, so the count of the value itself is hidden.
 */
export const groupHiding = ({ groups, system }: JointSystem): ReturnType<typeof groupProtection> => {
  const hiding = groupProtection(system, groups)
  for (const { value, others } of groups) if (others.length === 0) hiding.forced[value] = 1
  return hiding
}

/**
 * Returns the extra cells of groups of which disclosures alone show that too few others exist, such as releases from before zeros were
 * hidden. Hiding more cannot repair that.
 */
export const lostGroups = (solver: LoadedSolver, own: JointSystem, isKnown: Uint8Array): ReadonlyArray<number> => {
  const { system, groups, absent } = own
  if (groups.length === 0 || !isKnown.includes(1)) return []
  const { mayHide } = groupHiding(own)
  const isOpen = (cell: number) =>
    isKnown[cell] === 0 && system.unshown[cell] === 0 && (absent[cell] === 0 || mayHide[cell] === 1)
  const hidden = Uint8Array.from({ length: system.cells }, (_, cell) => (isOpen(cell) ? 1 : 0))
  const known = {
    low: new Float64Array(system.cells),
    high: new Float64Array(system.cells).fill(Number.POSITIVE_INFINITY)
  }
  limitDifferences(own, known)
  const need = { width: new Float64Array(system.cells), reach: new Float64Array(system.cells), small: 0 }
  needOfGroups(own, need, isKnown)
  const judge = Uint8Array.from(need.reach, (reach, cell) => (system.unshown[cell] === 1 && reach > 0 ? 1 : 0))
  const { narrow, undecided } = attack(solver, system, hidden, known, need, { judge })
  return [...narrow, ...undecided]
}

/** Raises the need of the extra cells of groups, except of groups about which the others are known already. */
export const needOfGroups = (own: JointSystem, need: Need, isKnown: Uint8Array): void => {
  const withOthers = own.groups.filter(({ others }) => others.length > 0)
  needOthers(need.reach, own.firstOthers, withOthers, own.system.value)
  withOthers.forEach((_, k) => {
    if (isKnown[own.firstOthers + k] === 1) need.reach[own.firstOthers + k] = 0
  })
}
