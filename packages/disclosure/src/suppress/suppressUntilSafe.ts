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
import { repairPattern } from "./repairPattern.ts"
import { lossByValue, type SuppressionProblem } from "./SuppressionProblem.ts"
import { type Suppressed, suppress } from "./suppress.ts"

/** Another attack than on these cells alone: with earlier releases. Answers cells of this system around which more must be hidden. */
export type FurtherAttack = (hidden: Hidden) => ReadonlyArray<number>

export interface SafeSuppression {
  readonly hidden: Hidden
  readonly verdict: Verdict
  readonly insiders: InsiderVerdict | undefined
  /** Cells that attacks get through to still; with one nothing may be published. */
  readonly failing: ReadonlyArray<number>
  readonly rounds: number
}

interface Judged {
  readonly verdict: Verdict
  readonly insiders: InsiderVerdict | undefined
  readonly failing: ReadonlyArray<number>
}

/** Work for one protection, by cells and for small tables: several times what the largest tables that were tried need. What needs more is refused. */
const workOf = (cells: number): number => 400_000 * Math.max(100_000, cells)

export interface HidingLimits {
  /** Cells times pairs of partners up to which more is hidden for each pair alone. */
  readonly forPairsUpTo?: number
  /** Work that may be done; once it is spent what was not shown to be safe fails. */
  readonly effort?: Effort
}

/** Rounds after which nothing is tried any more. */
const mostRounds = 40

/**
 * Cells times pairs of partners up to which more is hidden for each pair that something leaks to. Beyond, it is hidden from the start for one
 * attacker who knows what any pair knows: that takes one choice instead of one for each pair, for a few cells more.
 */
const mostForPairs = 200_000

/**
 * Hides what protects the primary cells, attacks as a reader, as each partner and pair of partners and with whatever `further` has, and
 * hides more where an attack gets through, until none does or nothing is left to hide. A cell once hidden stays so. Deterministic.
 */
export const suppressUntilSafe = (
  solver: LoadedSolver,
  problem: SuppressionProblem,
  contributions: Contributions | undefined,
  further: FurtherAttack = () => [],
  { forPairsUpTo = mostForPairs, effort = new Effort(workOf(problem.system.cells)) }: HidingLimits = {}
): SafeSuppression => {
  const { system, need, known, primary } = problem
  const cost = lossByValue(system)
  const witnesses = new Witnesses()
  const first =
    fromStrongest(solver, problem, contributions, { forPairsUpTo, effort, witnesses }) ??
    suppress(solver, problem, { witnesses, effort })
  const hidden = first.hidden.slice()
  // What was found stays true when more is hidden: each attack begins with it, and checks all of it itself on what is hidden now.
  const { moves } = first
  const judge = (): Judged => {
    const verdict = attack(solver, system, hidden, known, need, { moves, witnesses, effort })
    const failing = new Set([...verdict.narrow, ...verdict.undecided])
    // Partners and earlier releases are asked once a reader gets nothing.
    const within =
      contributions === undefined || failing.size > 0
        ? undefined
        : insiders(solver, system, hidden, known, need, contributions, { moves, witnesses, effort })
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
  const forCoalitions = (leaks: InsiderVerdict["leaks"]): number =>
    leaks.reduce((added, { coalition }) => {
      const theirs = strongestKnowledge(known, contributions as Contributions, [coalition])
      return (
        added +
        takeOver(suppress(solver, { ...problem, primary: hidden, known: theirs }, { moves, witnesses, effort }).hidden)
      )
    }, 0)
  for (let rounds = 0; ; rounds++) {
    const judged = judge()
    if (judged.failing.length === 0 || rounds === mostRounds || effort.isSpent) return { hidden, ...judged, rounds }
    let added = forCoalitions(judged.insiders?.leaks ?? [])
    if (added === 0) {
      added = repairPattern(system, hidden, judged.failing, cost)
      if (added > 0)
        added += takeOver(suppress(solver, { ...problem, primary: hidden }, { moves, witnesses, effort }).hidden)
    }
    if (added === 0) return { hidden, ...judged, rounds }
  }
}

/**
 * What to hide from one attacker who knows of each cell what the best pair of partners knows; undefined where there are few enough pairs, or
 * where not everything can be kept from him, who is stronger than any pair.
 */
const fromStrongest = (
  solver: LoadedSolver,
  problem: SuppressionProblem,
  contributions: Contributions | undefined,
  { forPairsUpTo, effort, witnesses }: Required<HidingLimits> & { readonly witnesses: Witnesses }
): Suppressed | undefined => {
  if (contributions === undefined || contributions.partners === 0) return undefined
  const all = partnerPairs(contributions.partners)
  if (problem.system.cells * all.length <= forPairsUpTo) return undefined
  const known = strongestKnowledge(problem.known, contributions, all)
  const made = suppress(solver, { ...problem, known }, { witnesses, effort })
  return made.unprotected.length > 0 ? undefined : made
}
