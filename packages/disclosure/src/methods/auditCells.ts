import { type AttackOptions, attack, type Verdict } from "../attack/attack.ts"
import type { Primary } from "../rules/primaryCells.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { LinkedSystem } from "../system/LinkedSystem.ts"
import type { ProtectedCells } from "./ProtectionMethod.ts"

/** 1 for cells whose count cannot be read directly: hidden, rounded or perturbed. */
export const unknownCells = (system: LinkedSystem, { hidden, known }: ProtectedCells): Uint8Array =>
  hidden.map((mark, cell) =>
    system.unshown[cell] === 0 && (mark !== 0 || known.low[cell] !== known.high[cell]) ? 1 : 0
  )

/** 1 for cells that must not be narrow: hidden or unsafe. */
export const judgedCells = (system: LinkedSystem, { hidden }: ProtectedCells, { primary }: Primary): Uint8Array =>
  hidden.map((mark, cell) => (system.unshown[cell] === 0 && (mark !== 0 || primary[cell] === 1) ? 1 : 0))

/**
 * Attacks the output of a method. A figure with equal bounds is known; a rounded or perturbed one is an unknown
 * within the method's bounds. Hidden cells and unsafe cells are judged.
 */
export const auditCells = (
  solver: LoadedSolver,
  system: LinkedSystem,
  cells: ProtectedCells,
  primary: Primary,
  options: AttackOptions = {}
): Verdict =>
  attack(solver, system, unknownCells(system, cells), cells.known, primary.need, {
    judge: judgedCells(system, cells, primary),
    ...options
  })
