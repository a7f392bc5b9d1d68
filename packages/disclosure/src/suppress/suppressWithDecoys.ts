import type { Contributions } from "../attack/insiders.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Need } from "../system/LinkedSystem.ts"
import { withDecoys, withoutDecoys } from "./keyedChoice.ts"
import type { SuppressionProblem } from "./SuppressionProblem.ts"
import { type FurtherAttack, type SafeSuppression, suppressUntilSafe } from "./suppressUntilSafe.ts"

/**
 * Hides until no attack succeeds, with decoys among the unsafe cells. A decoy is safe, so one that cannot be protected like an unsafe cell
 * is not a reason to refuse a table: then the choice is made again with it as an ordinary cell.
 *
 * @param decoys 1 for each
 * @param furtherFor another attack, for what cells need, decoys included
 * @returns the pattern, and the decoys that it protects
 */
export const suppressWithDecoys = (
  solver: LoadedSolver,
  problem: SuppressionProblem,
  decoys: Uint8Array,
  contributions: Contributions | undefined,
  furtherFor: (need: Need) => FurtherAttack
): SafeSuppression & { readonly decoys: Uint8Array } => {
  const left = decoys.slice()
  for (;;) {
    const need = { ...problem.need, reach: problem.need.reach.slice() }
    const primary = withDecoys(problem.system, problem.primary, need, left)
    const safe = suppressUntilSafe(solver, { ...problem, primary, need }, contributions, furtherFor(need))
    const failing = safe.failing.filter((cell) => primary[cell] === 1 && problem.primary[cell] === 0)
    if (failing.length === 0) return { ...safe, hidden: withoutDecoys(safe.hidden, problem.primary), decoys: left }
    for (const cell of failing) left[cell] = 0
  }
}
