import { type AttackOptions, attack, type Verdict } from "../attack/attack.ts"
import type { Primary } from "../rules/primary.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Knowledge, LinkedSystem } from "../system/LinkedSystem.ts"
import type { ProtectedCells } from "./ProtectionMethod.ts"

/**
 * Attacks what a method gives. A figure that is shown as counted is known; one that is rounded or drawn is an unknown within the
 * bounds that the method's description gives. Judged are the cells that are hidden and those that are unsafe by themselves.
 */
export const auditCells = (
  solver: LoadedSolver,
  system: LinkedSystem,
  cells: ProtectedCells,
  primary: Primary,
  options: AttackOptions & { readonly known?: Knowledge } = {}
): Verdict => {
  const unknown = new Uint8Array(system.cells)
  const judge = new Uint8Array(system.cells)
  const low = cells.known.low.slice()
  const high = cells.known.high.slice()
  for (let cell = 0; cell < system.cells; cell++) {
    low[cell] = Math.max(low[cell] as number, options.known?.low[cell] ?? 0)
    high[cell] = Math.min(high[cell] as number, options.known?.high[cell] ?? Number.POSITIVE_INFINITY)
    if (system.unshown[cell] === 1) continue
    const hidden = cells.hidden[cell] !== 0
    unknown[cell] = hidden || low[cell] !== high[cell] ? 1 : 0
    judge[cell] = hidden || primary.primary[cell] === 1 ? 1 : 0
  }
  // A cell that is shown as it was counted stands in the system with that count; nothing else of the true counts is used.
  return attack(solver, system, unknown, { low, high }, primary.need, { judge, ...options })
}
