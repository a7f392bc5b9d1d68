import { type AttackOptions, attack, type Verdict } from "../attack/attack.ts"
import type { Primary } from "../rules/primaryCells.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { LinkedSystem } from "../system/LinkedSystem.ts"
import type { ProtectedCells } from "./ProtectionMethod.ts"

/** 1 for the cells whose count is not simply read off: hidden, or shown as rounded or drawn. */
export const unknownCells = (system: LinkedSystem, { hidden, known }: ProtectedCells): Uint8Array =>
  hidden.map((mark, cell) =>
    system.unshown[cell] === 0 && (mark !== 0 || known.low[cell] !== known.high[cell]) ? 1 : 0
  )

/** 1 for the cells that must not be narrow: hidden, or unsafe by themselves. */
export const judgedCells = (system: LinkedSystem, { hidden }: ProtectedCells, { primary }: Primary): Uint8Array =>
  hidden.map((mark, cell) => (system.unshown[cell] === 0 && (mark !== 0 || primary[cell] === 1) ? 1 : 0))

/**
 * Attacks what a method gives. A figure whose bounds are equal is known; one that is rounded or drawn is an unknown within the bounds
 * that the method's description gives. Judged are the cells that are hidden and those that are unsafe by themselves.
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
