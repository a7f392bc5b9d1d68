import { attack } from "../attack/attack.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden } from "../system/LinkedSystem.ts"
import { type Classes, classesOf, classState } from "./Classes.ts"
import { ClosureProgramme, isWholeClosure } from "./ClosureProgramme.ts"
import { type Closure, ClosureSearch } from "./ClosureSearch.ts"
import type { SuppressionProblem } from "./SuppressionProblem.ts"
import { Witnesses } from "./Witnesses.ts"

export interface SuppressOptions {
  readonly seed?: number
  /** Attempts to find each closure by chasing before a linear programme is asked. */
  readonly tries?: number
  /** Seconds for one linear programme. */
  readonly seconds?: number
}

/** What to hide, and what stands behind it. */
export interface Suppressed {
  readonly hidden: Hidden
  /**
   * Hidden cells that could not be shown to be safe, ascending: not even hiding everything helps, or nothing was found. With
   * one the table must not be released.
   */
  readonly unprotected: Uint32Array
}

/** Everything that the steps of one suppression share. */
export interface Work {
  readonly solver: LoadedSolver
  readonly classes: Classes
  readonly witnesses: Witnesses
  readonly search: ClosureSearch
  readonly options: Required<SuppressOptions>
}

const hiddenOf = (problem: SuppressionProblem, classes: Classes): Hidden =>
  Uint8Array.from(problem.primary, (mark, cell) => {
    if (mark !== 0) return 1
    if (problem.system.unshown[cell] !== 0) return 0
    const of = classes.classOf[cell] as number
    return of >= 0 && classes.state[of] !== classState.published ? 2 : 0
  })

/** Hides what a closure moves; answers the classes that were published until now. */
export const hideAll = ({ state }: Classes, closure: Closure): Array<number> => {
  const hidden: Array<number> = []
  for (const of of closure.classes)
    if (state[of] === classState.published) {
      state[of] = classState.secondary
      hidden.push(of)
    }
  return hidden
}

/** A closure for what the class still lacks, by chasing: a rise, or a fall where that is enough and cheaper. */
export const chase = (
  { witnesses, search, options }: Work,
  of: number,
  budget: number,
  tries: number
): Closure | undefined => {
  const { rise, fall } = witnesses.missing(of)
  const up = search.find({ target: of, by: rise, budget, tries, seed: options.seed + of })
  if (Number.isNaN(fall) || up?.cost === 0) return up
  const down = search.find({ target: of, by: -fall, budget: up?.cost ?? budget, tries, seed: options.seed + of })
  return down ?? up
}

/** Classes that are hidden and not shown to be wide enough yet; the least values, which need most, first. */
export const unmet = ({ classes, witnesses }: Work): Array<number> =>
  Array.from(classes.value.keys())
    .filter((of) => !witnesses.isMet(of))
    .sort((a, b) => (classes.value[a] as number) - (classes.value[b] as number) || a - b)

/** Chases a closure for each class that lacks one, until all have one or nothing more is found; answers those that have none. */
const chaseAll = (work: Work): Array<number> => {
  const { classes, witnesses } = work
  for (;;) {
    let found = 0
    for (const of of unmet(work)) {
      if (witnesses.isMet(of)) continue
      const closure = chase(work, of, 0.5, 3) ?? chase(work, of, Number.MAX_VALUE, work.options.tries)
      if (closure === undefined) continue
      hideAll(classes, closure)
      witnesses.add(closure)
      found += 1
    }
    if (found === 0) return unmet(work)
  }
}

/** Linear programmes for what chasing did not find. Answers the classes that have nothing but fractions to show. */
const repair = (work: Work): ReadonlySet<number> => {
  const { solver, classes, witnesses, options } = work
  const fractions = new Set<number>()
  const programme = new ClosureProgramme(solver, classes)
  try {
    for (let open = unmet(work); ; open = unmet(work)) {
      let found = 0
      for (const of of open) {
        if (witnesses.isMet(of) || fractions.has(of)) continue
        const { rise, fall } = witnesses.missing(of)
        const up = programme.find(of, rise, options.seconds)
        const down = Number.isNaN(fall) ? undefined : programme.find(of, -fall, options.seconds)
        const closure = down === undefined || (up !== undefined && up.cost <= down.cost) ? up : down
        if (closure === undefined) continue
        found += 1
        for (const hidden of hideAll(classes, closure)) programme.hide(hidden)
        if (isWholeClosure(closure)) {
          witnesses.add(closure)
          continue
        }
        const whole = chase(work, of, 0.5, options.tries)
        if (whole === undefined) fractions.add(of)
        else witnesses.add(whole)
      }
      if (found === 0) return fractions
    }
  } finally {
    programme.dispose()
  }
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
  const work: Work = {
    solver,
    classes,
    witnesses: new Witnesses(classes),
    search: new ClosureSearch(classes),
    options: { seed: 1, tries: 12, seconds: 60, ...options }
  }
  let failing: ReadonlyArray<number> = []
  for (;;) {
    const left = chaseAll(work)
    if (left.length > 0) repair(work)
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
