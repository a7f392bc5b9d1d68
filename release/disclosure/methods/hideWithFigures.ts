import { insiders, knownToAny } from "../attack/insiders.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import { lossByValue } from "../suppress/SuppressionProblem.ts"
import { suppress } from "../suppress/suppress.ts"
import type { Hidden, Knowledge, Need } from "../system/LinkedSystem.ts"
import { auditCells, judgedCells, unknownCells } from "./auditCells.ts"
import type { MethodInput, ProtectedCells } from "./ProtectionMethod.ts"

/** What a method shows once these cells are hidden; it may hide more. */
export type FiguresOf = (hidden: Hidden) => ProtectedCells

/** Rounds after which everything is hidden that exact figures would need. */
const mostRounds = 12

/** Needs of the failing cells alone: others have what they need already. */
const needOf = (need: Need, failing: ReadonlySet<number>): Need => ({
  width: need.width.map((width, cell) => (failing.has(cell) ? width : 0)),
  reach: need.reach.map((reach, cell) => (failing.has(cell) ? reach : 0)),
  // A cell that reaches up to the threshold, or whose count is above it, is not proved to be below.
  small: 0
})

/**
 * Hides the least that figures which are not exact need: primary cells, then whatever an attack that knows the bounds of every figure
 * still gets through to, protected as if the figures around were exact, until no attack does. Rounded figures are a protection
 * themselves, so that far fewer cells need to be hidden than with exact ones. Undefined where nothing helped. Deterministic.
 */
export const hideWithFigures = (
  solver: LoadedSolver,
  input: MethodInput,
  figuresOf: FiguresOf,
  none: Knowledge
): ProtectedCells | undefined => {
  const { system } = input.linked
  const { need } = input.primary
  const hidden = input.primary.primary.slice()
  const cost = lossByValue(system)
  const hideFor = (failing: ReadonlySet<number>, known: Knowledge, full: boolean): number => {
    const primary = hidden.slice()
    for (const cell of failing) if (system.unshown[cell] === 0 && primary[cell] === 0) primary[cell] = 2
    const problem = { system, primary, known, need: full ? need : needOf(need, failing), cost }
    const more = suppress(solver, problem).hidden
    let added = 0
    more.forEach((mark, cell) => {
      if (hidden[cell] !== 0 || (mark === 0 && primary[cell] === 0)) return
      hidden[cell] = 2
      added += 1
    })
    return added
  }
  for (let round = 0; round <= mostRounds; round++) {
    const cells = figuresOf(hidden)
    const full = round >= mostRounds - 1
    const verdict = auditCells(solver, system, cells, input.primary)
    if (verdict.contradictions > 0) return undefined
    const failing = new Set([...verdict.narrow, ...verdict.undecided])
    if (failing.size > 0) {
      if (hideFor(failing, none, full) === 0 && (full || hideFor(failing, none, true) === 0)) return undefined
      continue
    }
    if (input.contributions === undefined) return cells
    const { leaks } = insiders(solver, system, unknownCells(system, cells), cells.known, need, input.contributions, {
      judge: judgedCells(system, cells, input.primary)
    })
    if (leaks.length === 0) return cells
    let added = 0
    for (const { coalition, narrow, undecided } of leaks)
      added += hideFor(new Set([...narrow, ...undecided]), knownToAny(none, input.contributions, [coalition]), full)
    if (added === 0) return undefined
  }
  return undefined
}
