import { membersOf } from "../algebra/membersOf.ts"
import { attack } from "../attack/attack.ts"
import type { Effort } from "../attack/Effort.ts"
import { type Contributions, insiders, partnerPairs } from "../attack/insiders.ts"
import type { Circulation } from "../attack/maxDisplacement.ts"
import type { Witnesses } from "../attack/Witnesses.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import { type Classes, classesOf, classState } from "./Classes.ts"
import { Cuts } from "./Cuts.ts"
import { capacityCut } from "./capacityCut.ts"
import { hiddenCells } from "./hiddenCells.ts"
import { lineCuts } from "./lineCuts.ts"
import { moveOf } from "./moveOf.ts"
import { lowsOfPairs, type PairSafePattern } from "./PairSafePattern.ts"
import { PairSearch } from "./PairSearch.ts"
import { requiredMoves } from "./requiredMoves.ts"
import type { SuppressionProblem } from "./SuppressionProblem.ts"
import { takeOutHopeless } from "./takeOutHopeless.ts"

/** Tables up to this many classes: branch and bound proves the cheapest choice of each round. */
const maxClasses = 100

/** Limit of rounds, in each of which everything is chosen again. */
const maxRounds = 100

/** Effort of a round for each entry of the rows. */
const roundEffort = 100

/** Replaces the choice by the cheapest under all inequalities. */
const chooseAgain = (solver: LoadedSolver, { state }: Classes, given: Uint8Array, cuts: Cuts, x: Float64Array) => {
  state.set(given)
  cuts.improve(x)
  cuts.optimise(solver, x)
  x.forEach((part, id) => {
    if (part === 1 && state[id] === classState.published) state[id] = classState.secondary
  })
}

/**
 * Returns the pattern of least loss that is safe from each pair of partners, on small tables: the cheapest choice under inequalities that every such
 * pattern satisfies, chosen again as long as some pair gets through (Fischetti and Salazar 2001, with each pair as an attacker). Undefined on
 * larger tables, and where whole numbers leave less than fractions do.
 */
export const leastForPairs = (
  solver: LoadedSolver,
  problem: SuppressionProblem,
  contributions: Contributions,
  options: { readonly witnesses: Witnesses; readonly effort: Effort }
): PairSafePattern | undefined => {
  const { system, known, need } = problem
  const classes = classesOf(problem)
  if (classes.count > maxClasses || takeOutHopeless(classes).size > 0) return undefined
  const cells = membersOf(classes.classOf, classes.count)
  const pairs = partnerPairs(contributions.partners)
  const { each, together } = lowsOfPairs(classes, cells, known, contributions, pairs)
  const needs = requiredMoves({ ...classes, low: together })
  const given = classes.state.slice()
  const cuts = new Cuts(classes)
  const x = Float64Array.from(given, (s) => (s === classState.published ? 0 : 1))
  const found: Array<Circulation> = []
  for (let round = 0; round < maxRounds && !options.effort.isSpent; round++) {
    options.effort.spend(roundEffort * classes.index.length)
    const before = cuts.count
    for (const low of each) lineCuts({ ...classes, low }, needs, cuts, x)
    if (cuts.count === before) {
      const search = new PairSearch(solver, classes, each, needs)
      classes.state.forEach((state, id) => {
        if (state !== classState.published && (needs.rise[id] as number) > 0) search.open(id)
      })
      for (const one of found)
        if (one.classes.every((id) => classes.state[id] !== classState.published)) search.close(one)
      for (const { id, low, reaches } of search.failures())
        capacityCut({ ...classes, low }, cuts, id, needs.rise[id] as number, reaches, x)
      found.push(...search.found)
    }
    // A class that may move in part upwards and in part downwards fails without an inequality: the attack decides.
    if (cuts.count > before) chooseAgain(solver, classes, given, cuts, x)
    else {
      const hidden = hiddenCells(problem, classes)
      const moves = found.map((one) => moveOf(one, cells))
      const { narrow, undecided } = attack(solver, system, hidden, known, need, { ...options, moves })
      if (narrow.length + undecided.length > 0) return undefined
      const within = insiders(solver, system, hidden, known, need, contributions, { ...options, moves })
      return within.leaks.length > 0 ? undefined : { hidden, moves }
    }
  }
  return undefined
}
