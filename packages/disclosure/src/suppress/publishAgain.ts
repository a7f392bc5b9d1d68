import { membersOf } from "../algebra/membersOf.ts"
import type { AttackOptions } from "../attack/attack.ts"
import { attack } from "../attack/attack.ts"
import type { Effort } from "../attack/Effort.ts"
import { type Contributions, partnerPairs, strongestKnowledge } from "../attack/insiders.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden } from "../system/LinkedSystem.ts"
import { type Classes, classesOf, classState, hiddenCount } from "./Classes.ts"
import { Cuts } from "./Cuts.ts"
import { capacityCut } from "./capacityCut.ts"
import { exposedClasses } from "./exposedClasses.ts"
import { hiddenCells } from "./hiddenCells.ts"
import { moveOf } from "./moveOf.ts"
import { lowsOfPairs, type PairSafePattern } from "./PairSafePattern.ts"
import { PairSearch } from "./PairSearch.ts"
import { requiredMoves } from "./requiredMoves.ts"
import type { SuppressionProblem } from "./SuppressionProblem.ts"

/** Share of the loss of all cells that protect others from which a class is expensive. */
const expensiveFrom = 0.02

/** Share of the loss of all hidden cells that expensive classes hold together if they are worth the search. */
const worthwhile = 0.15

/** With more hidden classes the search takes longer than the choice of the pattern. */
const maxClasses = 6000

/** Limits of rounds in which more is hidden, and of programmes times classes. */
const maxRounds = 20
const maxProgrammes = 3_000_000

/** Cost of a round for each entry of the rows. */
const roundEffort = 100

/**
 * Publishes the most expensive cells of a pattern again and hides what the real pairs of partners then require. An attacker who knows what any pair
 * knows is stronger than each of them, and a few large cells that only this one requires may hold much of the loss. Undefined if there are none, or
 * if some pair cannot be stopped without them. The caller attacks the result.
 *
 * @param given a pattern that is safe from an attacker who knows what any pair knows
 */
export const publishAgain = (
  solver: LoadedSolver,
  problem: SuppressionProblem,
  given: PairSafePattern,
  contributions: Contributions,
  options: AttackOptions & { readonly effort: Effort }
): PairSafePattern | undefined => {
  const { system, known, need, primary } = problem
  const classes = classesOf({ ...problem, primary: given.hidden })
  if (hiddenCount(classes) > maxClasses) return undefined
  const expensive = expensiveClasses(classes, primary)
  if (expensive.length === 0) return undefined
  for (const id of expensive) classes.state[id] = classState.published
  const pairs = partnerPairs(contributions.partners)
  const strongest = strongestKnowledge(known, contributions, pairs)
  const { narrow, undecided } = attack(solver, system, hiddenCells(problem, classes), strongest, need, {
    ...options,
    moves: given.moves,
    maxProgrammes: 0
  })
  const cells = membersOf(classes.classOf, classes.count)
  const { each, together } = lowsOfPairs(classes, cells, known, contributions, pairs)
  const search = new PairSearch(solver, classes, each, requiredMoves({ ...classes, low: together }))
  for (const cell of [...narrow, ...undecided]) search.open(classes.classOf[cell] as number)
  const cuts = new Cuts(classes)
  const x = Float64Array.from(classes.state, (s) => (s === classState.published ? 0 : 1))
  for (
    let round = 0;
    round < maxRounds && search.programmes * classes.count < maxProgrammes && !options.effort.isSpent;
    round++
  ) {
    const before = cuts.count
    for (const { id, low, reaches } of search.failures())
      capacityCut({ ...classes, low }, cuts, id, search.needs.rise[id] as number, reaches, x)
    options.effort.spend(roundEffort * classes.index.length)
    if (search.isDone)
      return { hidden: hiddenCells(problem, classes), moves: search.found.map((one) => moveOf(one, cells)) }
    if (cuts.count === before) return undefined
    cuts.improve(x)
    x.forEach((part, id) => {
      if (part === 0 || classes.state[id] !== classState.published) return
      classes.state[id] = classState.secondary
      search.open(id)
    })
  }
  return undefined
}

/** Returns the expensive classes that protect others and that readers alone do not require; none if they hold little of the loss. */
const expensiveClasses = (classes: Classes, primary: Hidden): ReadonlyArray<number> => {
  const { count, classOf, state, cost } = classes
  const isUnsafe = new Uint8Array(count)
  classOf.forEach((id, cell) => {
    if (id >= 0 && primary[cell] !== 0) isUnsafe[id] = 1
  })
  const hidden = [...state.keys()].filter((id) => state[id] === classState.primary)
  const protecting = hidden.filter((id) => isUnsafe[id] === 0)
  const lossOf = (some: ReadonlyArray<number>) => some.reduce((sum, id) => sum + (cost[id] as number), 0)
  const all = lossOf(protecting)
  const expensive = protecting.filter((id) => (cost[id] as number) >= expensiveFrom * all && !isRequired(classes, id))
  return lossOf(expensive) < worthwhile * lossOf(hidden) ? [] : expensive
}

/** Returns whether readers alone narrow some class once this one is published. */
const isRequired = (classes: Classes, id: number): boolean => {
  const state = classes.state.slice()
  state[id] = classState.published
  return exposedClasses({ ...classes, state }).length > 0
}
