import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden } from "../system/LinkedSystem.ts"
import { type Classes, classState } from "./Classes.ts"
import type { Closure, ClosureSearch } from "./ClosureSearch.ts"
import type { SuppressionProblem } from "./SuppressionProblem.ts"
import type { Witnesses } from "./Witnesses.ts"

export interface SuppressOptions {
  readonly seed?: number
  /** Attempts to find each closure by chasing, before and beside linear programmes. */
  readonly tries?: number
  /** Classes in the part of the table that a linear programme looks at. */
  readonly around?: number
  /** Steps of chasing that tidying up may take; a step is some microseconds. */
  readonly tidySteps?: number
  /** Tables with no more classes that may be hidden than this get the integer optimum. */
  readonly optimumUpTo?: number
  /** Seconds for one programme. */
  readonly seconds?: number
}

/** Everything that the steps of one suppression share. */
export interface Work {
  readonly solver: LoadedSolver
  readonly classes: Classes
  readonly witnesses: Witnesses
  readonly search: ClosureSearch
  readonly options: Required<SuppressOptions>
}

/** Which cells are hidden as the classes stand. */
export const hiddenOf = (problem: SuppressionProblem, classes: Classes): Hidden =>
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
  tries: number,
  met?: Set<number>
): Closure | undefined => {
  const { rise, fall } = witnesses.missing(of)
  const seed = options.seed + of
  const seen = met === undefined ? {} : { met }
  const up = search.find({ target: of, by: rise, budget, tries, seed, ...seen })
  if (Number.isNaN(fall) || up?.cost === 0) return up
  return search.find({ target: of, by: -fall, budget: up?.cost ?? budget, tries, seed, ...seen }) ?? up
}

/** Classes that are hidden and not shown to be wide enough yet; the least values, which need most, first. */
export const unmet = ({ classes, witnesses }: Work): Array<number> =>
  Array.from(classes.value.keys())
    .filter((of) => !witnesses.isMet(of))
    .sort((a, b) => (classes.value[a] as number) - (classes.value[b] as number) || a - b)
