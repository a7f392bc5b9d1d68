/**
 * **High risk.** Cells in no table that the differences between cubes prove by themselves, whatever is suppressed. An attacker is assumed to know by how much
 * counts of the same persons differ: of 52 persons of all partners, 51 had a route, all with constant partners, 49 of these were registered as victims there
 * and 47 assisted, so 5 were assisted by others. That follows without a release, so no pattern protects it from an attacker who knows all of this. It
 * is protected against everyone who does not.
 */
import { attack } from "@corridor/disclosure/attack/attack"
import { meetsNeed } from "@corridor/disclosure/attack/ClassNeeds"
import { equationsOf } from "@corridor/disclosure/attack/equationsOf"
import { reduce } from "@corridor/disclosure/attack/reduce"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import type { Hidden, Knowledge, Need } from "@corridor/disclosure/system/LinkedSystem"
import type { ReleaseProblem } from "./ReleaseProblem.ts"

export interface ProvedByLinks {
  /** 1 for the cells. */
  readonly cells: Uint8Array
  /** What they need. */
  readonly need: Need
  /** What an attacker knows who does not know differences between cubes, only which count is larger. */
  readonly known: Knowledge
  /** 1 for known counts that this attacker does not know. */
  readonly open: Uint8Array
}

/**
 * Finds the cells, and makes them known to the attacker: they are no longer suppressed and need nothing. Earlier disclosures prove nothing here: what they
 * gave away is a finding.
 */
export const takeOutProvedByLinks = (
  {
    own,
    isKnown,
    isKnownByLinks,
    wasSuppressed
  }: Pick<ReleaseProblem, "own" | "isKnown" | "isKnownByLinks" | "wasSuppressed">,
  { known, need, primary }: { readonly known: Knowledge; readonly need: Need; readonly primary: Uint8Array }
): ProvedByLinks => {
  const { system, isSelected } = own
  const before = { low: known.low.slice(), high: known.high.slice() }
  const withoutLinks = { low: known.low.slice(), high: known.high.slice() }
  const counts = own.offsets.at(-1) as number
  // A selected count that is known is published, so everyone gets it.
  const open = isKnownByLinks.map((mark, cell) => (mark === 1 && cell < counts && isSelected[cell] === 0 ? 1 : 0))
  for (let cell = 0; cell < system.cells; cell++) {
    // The cells after the counts are differences, which are known without a disclosure.
    if (isKnown[cell] === 1 && cell < counts) [before.low[cell], before.high[cell]] = [0, Number.POSITIVE_INFINITY]
    if (open[cell] === 1 || (system.unshown[cell] === 1 && known.low[cell] === known.high[cell]))
      [withoutLinks.low[cell], withoutLinks.high[cell]] = [0, Number.POSITIVE_INFINITY]
  }
  const { equations, unknownOf } = equationsOf(system, new Uint8Array(system.cells).fill(1), before)
  reduce(equations)
  const cells = new Uint8Array(system.cells)
  const needs = { width: new Float64Array(system.cells), reach: new Float64Array(system.cells), small: need.small }
  for (let cell = 0; cell < system.cells; cell++) {
    const [width, reach, unknown] = [need.width[cell] as number, need.reach[cell] as number, unknownOf[cell] as number]
    if (isSelected[cell] === 1 || system.unshown[cell] === 1 || wasSuppressed[cell] === 1 || !(width > 0)) continue
    if (meetsNeed(equations.low[unknown] as number, equations.high[unknown] as number, width, reach, need.small))
      continue
    cells[cell] = 1
    ;[needs.width[cell], needs.reach[cell]] = [width, reach]
    ;[need.width[cell], need.reach[cell], primary[cell]] = [0, 0, 0]
    ;[known.low[cell], known.high[cell]] = [system.value[cell] as number, system.value[cell] as number]
  }
  return { cells, open, need: needs, known: withoutLinks }
}

/** Returns the cells that a release discloses to an attacker who does not know differences between cubes. */
export const attackWithoutLinks = (
  solver: LoadedSolver,
  { own: { system } }: Pick<ReleaseProblem, "own">,
  hidden: Hidden,
  { cells, open, need, known }: ProvedByLinks
): ReadonlyArray<number> => {
  if (!cells.includes(1)) return []
  const all = hidden.map((mark, cell) => (cells[cell] === 1 || open[cell] === 1 ? 1 : mark))
  const { narrow, undecided } = attack(solver, system, all, known, need, { judge: cells })
  return [...narrow, ...undecided]
}
