import { attack } from "../attack/attack.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden } from "../system/LinkedSystem.ts"
import { classesOf, classState } from "./Classes.ts"
import { ClosureSearch } from "./ClosureSearch.ts"
import { coverAll } from "./coverAll.ts"
import { optimum } from "./optimum.ts"
import { repair } from "./repair.ts"
import type { SuppressionProblem } from "./SuppressionProblem.ts"
import { tidy } from "./tidy.ts"
import { Witnesses } from "./Witnesses.ts"
import { hiddenOf, type SuppressOptions, unmet, type Work } from "./Work.ts"

/** What to hide, and what stands behind it. */
export interface Suppressed {
  readonly hidden: Hidden
  /**
   * Hidden cells that could not be shown to be safe, ascending: not even hiding everything helps, or nothing was found. With
   * one the table must not be released.
   */
  readonly unprotected: Uint32Array
}

/** Cells of these classes that are hidden and that the attacker finds too narrow, or can't decide. */
const attacked = (work: Work, problem: SuppressionProblem, of: ReadonlyArray<number>): ReadonlySet<number> => {
  const { classes } = work
  const asked = new Set(of)
  const hidden = hiddenOf(problem, classes)
  const judge = Uint8Array.from(classes.classOf, (one, cell) => (asked.has(one) && hidden[cell] !== 0 ? 1 : 0))
  const verdict = attack(work.solver, problem.system, hidden, problem.known, problem.need, {
    judge,
    seconds: work.options.seconds
  })
  return new Set([...verdict.narrow, ...verdict.undecided].map((cell) => classes.classOf[cell] as number))
}

/** Hides every other member of the rows in which a class stands. */
const hideAround = ({ classes }: Work, of: number): number => {
  let hidden = 0
  for (let at = classes.rowStart[of] as number; at < (classes.rowStart[of + 1] as number); at++) {
    const r = classes.row[at] as number
    for (let k = classes.start[r] as number; k < (classes.start[r + 1] as number); k++) {
      const other = classes.index[k] as number
      if (classes.state[other] !== classState.published || classes.mayHide[other] === 0) continue
      classes.state[other] = classState.secondary
      hidden += 1
    }
  }
  return hidden
}

const defaults: Required<SuppressOptions> = {
  seed: 1,
  tries: 6,
  around: 300,
  tidySteps: 300_000,
  optimumUpTo: 40,
  seconds: 60
}

/**
 * Complementary suppression: what else is to be hidden so that each hidden cell meets its need against every attacker who
 * knows `known`, at the least loss that is found. Each hidden cell is shown to be safe by a change of the table in whole numbers
 * that leaves all published figures as they are, or by the attacker. Deterministic. Costs some microseconds to milliseconds
 * for each unsafe cell; linear programmes only where chasing finds nothing.
 */
export const suppress = (
  solver: LoadedSolver,
  problem: SuppressionProblem,
  options: SuppressOptions = {}
): Suppressed => {
  const classes = classesOf(problem)
  const settings = { ...defaults, ...options }
  const work: Work = {
    solver,
    classes,
    witnesses: new Witnesses(classes),
    search: new ClosureSearch(classes),
    options: settings
  }
  const given = classes.state.slice()
  if (classes.count <= settings.optimumUpTo) {
    const best = optimum(solver, classes)
    best?.forEach((hide, of) => {
      if (hide === 1 && classes.state[of] === classState.published) classes.state[of] = classState.secondary
    })
    // The programme is in fractions where attackers know that counts are whole: what it chose is kept only if they find nothing.
    const all = Array.from(classes.value.keys())
    if (best !== undefined && attacked(work, problem, all).size === 0)
      return { hidden: hiddenOf(problem, classes), unprotected: new Uint32Array(0) }
    classes.state.set(given)
  }
  let failing: ReadonlyArray<number> = []
  for (let round = 0; ; round++) {
    if (coverAll(work).length > 0) repair(work)
    // Once: what was hidden around a failing cell would be shown again and again.
    if (round === 0) tidy(work)
    failing = unmet(work)
    if (failing.length === 0) break
    failing = [...attacked(work, problem, failing)]
    if (failing.length === 0) break
    if (failing.reduce((sum, of) => sum + hideAround(work, of), 0) === 0) break
  }
  const bad = new Set(failing)
  const hidden = hiddenOf(problem, classes)
  const unprotected = Uint32Array.from(hidden.keys()).filter(
    (cell) => hidden[cell] !== 0 && bad.has(classes.classOf[cell] as number)
  )
  return { hidden, unprotected }
}
