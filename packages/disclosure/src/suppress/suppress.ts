import { Effort } from "../attack/Effort.ts"
import { Witnesses } from "../attack/Witnesses.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Move } from "../system/Move.ts"
import { AttackedChoice, quick, type Suppressed } from "./AttackedChoice.ts"
import { type Classes, classState } from "./Classes.ts"
import { completeByRuns } from "./completeByRuns.ts"
import { hideAround } from "./hideAround.ts"
import { optimalPattern } from "./optimalPattern.ts"
import { ProvenWidths } from "./ProvenWidths.ts"
import { SuppressionPattern } from "./SuppressionPattern.ts"
import type { SuppressionProblem } from "./SuppressionProblem.ts"

export interface SuppressOptions {
  /** Tables up to this many classes get the integer optimum. */
  readonly optimumUpTo?: number
  /** In larger tables `LargeSearch` proves the choice and completes it, instead of a programme for each failing class. */
  readonly patternUpTo?: number
  /** `LargeSearch` also takes over once programmes for single classes have taken this much work: iterations times rows. */
  readonly maxWork?: number
  /** Seconds for one programme. */
  readonly seconds?: number
  /** Known changes of the table. */
  readonly moves?: ReadonlyArray<Move>
  /** Solutions of attacks on this table. New ones are added for the attack on the result. */
  readonly witnesses?: Witnesses
  /** Limit of work; unlimited if absent. What is not protected once it is spent stays unprotected. */
  readonly effort?: Effort
}

/**
 * Cost of a hidden cell in addition to its persons, in thresholds, on tables of many classes. Otherwise many small cells are
 * hidden for one large one, which exposes others.
 */
const cellsWorth = 25

/** Tables up to this many classes minimise the value alone. */
const manyClasses = 500

/** Work of programmes that takes some three seconds. Tables with levels in two dimensions need ten times as much. */
const someSeconds = 3e7

/** Classes times free rounds: choosing again costs as much as the table is large. */
const freeWork = 300_000

/**
 * Tables up to this many classes get the cheapest choice under all inequalities found, and how often. A choice takes as many rounds as it
 * needs, up to a limit, which is lower on larger tables.
 */
const exactUpTo = 100
const [maxRestarts, roundsIfExact, roundsOfLarge] = [30, 60, 15]

/** Extra distance required of a class that whole numbers bind more than fractions. */
const margins = [1, 2, 4, 8] as const

/** Chooses the integer optimum. Returns whether the attack on it fails; otherwise nothing is chosen. */
const chooseOptimum = (solver: LoadedSolver, choice: AttackedChoice): boolean => {
  const { state } = choice.classes
  const best = optimalPattern(solver, choice.classes)
  if (best === undefined) return false
  const given = state.slice()
  best.forEach((hide, id) => {
    if (hide === 1 && state[id] === classState.published) state[id] = classState.secondary
  })
  // The programme is relaxed, but attackers know that counts are whole.
  if (choice.attack({}).length === 0) return true
  state.set(given)
  choice.forget()
  return false
}

/** Adds to the cost of each class that of its cells. */
const chargeCells = ({ system, need }: SuppressionProblem, { classOf, cost }: Classes): void => {
  classOf.forEach((id, cell) => {
    if (id >= 0 && system.unshown[cell] === 0) cost[id] = (cost[id] as number) + cellsWorth * need.small
  })
}

/** Explains each failing class. Returns the number of inequalities and of changes that were found. */
const explainEach = (choice: AttackedChoice, pattern: SuppressionPattern, failing: ReadonlyArray<number>) => {
  let [cuts, found] = [0, 0]
  const settled = new ProvenWidths(choice.classes)
  using ahead = pattern.lookAhead(failing)
  for (const id of failing) {
    if (settled.isWide(id)) continue
    if (pattern.isLaborious) break
    const needed = pattern.needs.rise[id] as number
    const { circulations, cut } = pattern.explain(id, needed, needed, { ahead })
    for (const circulation of circulations) {
      choice.prove(circulation)
      settled.take(circulation)
    }
    found += circulations.length
    if (cut) cuts += 1
  }
  return { cuts, found }
}

/** Hides more for classes that are narrow because of whole numbers: they get more room than fractions would need. */
const hideForWholeNumbers = (pattern: SuppressionPattern, failing: ReadonlyArray<number>): boolean =>
  margins.some((margin) => {
    for (const id of failing) {
      const needed = (pattern.needs.rise[id] as number) + margin
      pattern.explain(id, needed, needed)
    }
    return pattern.hideMore()
  })

/** Attacks a choice and completes it by a programme for each failing class, while these are small. */
const complete = (choice: AttackedChoice, pattern: SuppressionPattern, maxRestarts: number): Suppressed => {
  let isThorough = false
  let restarts = maxRestarts
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    const failing = choice.attack(isThorough ? {} : quick)
    if (failing.length === 0 || choice.effort.isSpent) return choice.resultOf(failing)
    const { cuts, found } = explainEach(choice, pattern, failing)
    if (pattern.isLaborious) {
      pattern.hideMore()
      return completeByRuns(choice, pattern)
    }
    if (cuts > 0 && restarts > 0) {
      restarts -= 1
      choice.forget()
      pattern.restart()
      isThorough = false
      before = Number.POSITIVE_INFINITY
      continue
    }
    let isMore = cuts > 0 && pattern.hideMore()
    if (!isMore && isThorough) {
      isMore = hideForWholeNumbers(pattern, failing) || hideAround(choice.classes, failing)
      if (!isMore) return choice.resultOf(failing)
    }
    isThorough = !isMore && (found === 0 || failing.length >= before)
    before = isMore ? Number.POSITIVE_INFINITY : failing.length
  }
}

/**
 * Complementary suppression: returns what else to hide so that each hidden cell meets its need against every attacker
 * who knows `known`, with the least loss found. An integer programme chooses (`SuppressionPattern`), the result is
 * attacked, and more is hidden for every failing cell until the attack fails. Deterministic, except for programmes
 * that `seconds` cuts off.
 */
export const suppress = (
  solver: LoadedSolver,
  problem: SuppressionProblem,
  {
    optimumUpTo = 40,
    patternUpTo = 12_000,
    maxWork = someSeconds,
    seconds = 60,
    moves = [],
    witnesses = new Witnesses(),
    effort = new Effort()
  }: SuppressOptions = {}
): Suppressed => {
  const choice = new AttackedChoice(solver, problem, { seconds, moves, witnesses, effort })
  const { classes } = choice
  if (classes.count <= optimumUpTo && chooseOptimum(solver, choice)) return choice.resultOf([])
  if (classes.count > manyClasses) chargeCells(problem, classes)
  const isExact = classes.count <= exactUpTo
  const maxRounds = isExact ? roundsIfExact : roundsOfLarge
  const pattern = new SuppressionPattern(solver, classes, {
    freeRounds: Math.min(maxRounds, Math.floor(freeWork / Math.max(1, classes.count))),
    seconds,
    exactUpTo,
    programmesUpTo: patternUpTo,
    maxWork
  })
  pattern.choose()
  return pattern.isLaborious ? completeByRuns(choice, pattern) : complete(choice, pattern, isExact ? maxRestarts : 0)
}
