import { type AttackOptions, attack, type Verdict } from "../attack/attack.ts"
import { type Contributions, type InsiderVerdict, insiders } from "../attack/insiders.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden, Knowledge, LinkedSystem, Need } from "../system/LinkedSystem.ts"
import { repairHidden } from "./repairHidden.ts"

export interface Judged {
  readonly verdict: Verdict
  readonly insiders: InsiderVerdict | undefined
  readonly failing: ReadonlyArray<number>
}

/** Attacks as a reader and as every partner and pair of partners. */
export const judge = (
  solver: LoadedSolver,
  system: LinkedSystem,
  hidden: Hidden,
  known: Knowledge,
  need: Need,
  contributions: Contributions | undefined,
  options: AttackOptions = {}
): Judged => {
  const verdict = attack(solver, system, hidden, known, need, options)
  const within =
    contributions === undefined ? undefined : insiders(solver, system, hidden, known, need, contributions, options)
  const failing = new Set([...verdict.narrow, ...verdict.undecided])
  for (const leak of within?.leaks ?? []) for (const cell of [...leak.narrow, ...leak.undecided]) failing.add(cell)
  return { verdict, insiders: within, failing: [...failing].sort((a, b) => a - b) }
}

/**
 * Attacks, hides more where the attack got through, and attacks again, until nothing does or nothing more can be hidden.
 * `hidden` is changed in place. Answers the last judgement and the rounds of hiding.
 */
export const hideUntilSafe = (
  judgeOnce: () => Judged,
  system: LinkedSystem,
  hidden: Hidden,
  cost: Float64Array,
  mostRounds = 50
): Judged & { readonly rounds: number } => {
  for (let rounds = 0; ; rounds++) {
    const judged = judgeOnce()
    if (judged.failing.length === 0 || rounds === mostRounds) return { ...judged, rounds }
    if (repairHidden(system, hidden, judged.failing, cost) === 0) return { ...judged, rounds }
  }
}
