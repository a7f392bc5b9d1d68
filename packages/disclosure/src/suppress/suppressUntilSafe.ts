import { attack, type Verdict } from "../attack/attack.ts"
import { Effort } from "../attack/Effort.ts"
import {
  type Contributions,
  type InsiderVerdict,
  insiders,
  partnerPairs,
  strongestKnowledge
} from "../attack/insiders.ts"
import { Witnesses } from "../attack/Witnesses.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden } from "../system/LinkedSystem.ts"
import type { Suppressed } from "./AttackedChoice.ts"
import { leastForPairs } from "./leastForPairs.ts"
import { publishAgain } from "./publishAgain.ts"
import { repairPattern } from "./repairPattern.ts"
import type { SuppressionProblem } from "./SuppressionProblem.ts"
import { suppress } from "./suppress.ts"

/** Another attack, such as one with earlier releases. Returns cells of this system around which more must be hidden. */
export type FurtherAttack = (hidden: Hidden) => ReadonlyArray<number>

export interface SafeSuppression {
  readonly hidden: Hidden
  readonly verdict: Verdict
  readonly insiders: InsiderVerdict | undefined
  /** Cells that are still not safe. If there are any, nothing may be published. */
  readonly failing: ReadonlyArray<number>
  readonly rounds: number
}

interface Judged {
  readonly verdict: Verdict
  readonly insiders: InsiderVerdict | undefined
  readonly failing: ReadonlyArray<number>
}

/**
 * Limit of work for one protection, by number of cells: several times what the largest tested tables need. Beyond it
 * the table is refused.
 */
const workOf = (cells: number): number => 400_000 * Math.max(100_000, cells)

/** Limit of rounds. */
const maxRounds = 40

/**
 * Hides what protects the primary cells, attacks as a reader, each partner, each pair of partners and with `further`,
 * and hides more until no attack succeeds or nothing is left to hide. A hidden cell stays hidden until then. Deterministic.
 */
export const suppressUntilSafe = (
  solver: LoadedSolver,
  problem: SuppressionProblem,
  contributions: Contributions | undefined,
  further: FurtherAttack = () => [],
  effort = new Effort(workOf(problem.system.cells))
): SafeSuppression => {
  const { system, need, known, primary, cost } = problem
  const witnesses = new Witnesses()
  const options = { witnesses, effort }
  const least = contributions === undefined ? undefined : leastForPairs(solver, problem, contributions, options)
  const fromUnion = least === undefined ? fromStrongest(solver, problem, contributions, options) : undefined
  const first = least ?? fromUnion ?? suppress(solver, problem, options)
  const hidden = first.hidden.slice()
  // Cells that need nothing only link others.
  const inNeed = Uint8Array.from(need.width, (width, cell) => (width > 0 || (need.reach[cell] as number) > 0 ? 1 : 0))
  // Solutions stay valid when more is hidden. Each attack starts with them and checks them.
  const moves = [...first.moves]
  const judge = (hidden: Hidden): Judged => {
    const verdict = attack(solver, system, hidden, known, need, { moves, witnesses, effort, judge: inNeed })
    const failing = new Set([...verdict.narrow, ...verdict.undecided])
    // Partners and earlier releases attack once a reader fails.
    const within =
      contributions === undefined || failing.size > 0
        ? undefined
        : insiders(solver, system, hidden, known, need, contributions, { moves, witnesses, effort, judge: inNeed })
    for (const leak of within?.leaks ?? []) for (const cell of [...leak.narrow, ...leak.undecided]) failing.add(cell)
    if (failing.size === 0) for (const cell of further(hidden)) failing.add(cell)
    return { verdict, insiders: within, failing: [...failing].sort((a, b) => a - b) }
  }
  const takeOver = (more: Hidden): number => {
    let added = 0
    more.forEach((mark, cell) => {
      if (mark === 0 || hidden[cell] !== 0) return
      hidden[cell] = primary[cell] === 0 ? 2 : 1
      added += 1
    })
    return added
  }
  const lossOf = (hidden: Hidden): number => cost.reduce((sum, loss, cell) => sum + (hidden[cell] === 0 ? 0 : loss), 0)
  const suppressFor = (coalitions: ReadonlyArray<ReadonlyArray<number>>): Suppressed =>
    suppress(
      solver,
      { ...problem, primary: hidden, known: strongestKnowledge(known, contributions as Contributions, coalitions) },
      { moves, witnesses, effort }
    )
  const forCoalitions = (leaks: InsiderVerdict["leaks"]): number => {
    const coalitions = leaks.map(({ coalition }) => coalition)
    if (coalitions.length > 1) {
      const together = suppressFor(coalitions)
      if (together.unprotected.length === 0) return takeOver(together.hidden)
    }
    return coalitions.reduce((added, coalition) => added + takeOver(suppressFor([coalition]).hidden), 0)
  }
  let repairable: Uint8Array | undefined
  for (let rounds = 0; ; rounds++) {
    let judged = judge(hidden)
    if (fromUnion !== undefined && contributions !== undefined && judged.failing.length === 0) {
      const given = { hidden, moves }
      const cheaper = publishAgain(solver, problem, given, contributions, options)
      if (cheaper !== undefined && lossOf(cheaper.hidden) < lossOf(hidden)) {
        moves.push(...cheaper.moves)
        const trial = judge(cheaper.hidden)
        if (trial.failing.length === 0 && trial.verdict.contradictions === 0) {
          judged = trial
          hidden.set(cheaper.hidden)
        }
      }
    }
    if (judged.failing.length === 0 || rounds === maxRounds || effort.isSpent) return { hidden, ...judged, rounds }
    let added = forCoalitions(judged.insiders?.leaks ?? [])
    if (added === 0) {
      repairable ??= protectable(solver, problem)
      added = repairPattern(system, hidden, judged.failing, cost, repairable)
      if (added > 0)
        added += takeOver(suppress(solver, { ...problem, primary: hidden }, { moves, witnesses, effort }).hidden)
    }
    if (added === 0) return { hidden, ...judged, rounds }
  }
}

/**
 * Returns 1 for the cells that may be hidden and are protected if all of them are. A reader who knows earlier releases may know the others, and
 * then no pattern with one of them hidden is safe.
 */
const protectable = (
  solver: LoadedSolver,
  { system, known, need, primary, mayHide }: SuppressionProblem
): Uint8Array => {
  const isOpen = (cell: number) =>
    system.unshown[cell] === 0 && (mayHide === undefined ? (system.value[cell] as number) > 0 : mayHide[cell] === 1)
  const all = primary.map((mark, cell) => (mark === 0 && isOpen(cell) ? 2 : mark))
  const marks = Uint8Array.from(all, (mark) => (mark === 0 ? 0 : 1))
  for (const cell of attack(solver, system, all, known, need).narrow) marks[cell] = 0
  return marks
}

/**
 * Returns what to hide from one attacker who knows of each cell what the best pair of partners knows. Undefined if
 * there are no partners, or if this attacker, who is stronger than any pair, cannot be stopped.
 */
const fromStrongest = (
  solver: LoadedSolver,
  problem: SuppressionProblem,
  contributions: Contributions | undefined,
  options: { readonly witnesses: Witnesses; readonly effort: Effort }
): Suppressed | undefined => {
  if (contributions === undefined || contributions.partners === 0) return undefined
  const known = strongestKnowledge(problem.known, contributions, partnerPairs(contributions.partners))
  const made = suppress(solver, { ...problem, known }, options)
  return made.unprotected.length > 0 ? undefined : made
}
