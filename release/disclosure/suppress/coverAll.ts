import { type Classes, classState } from "./Classes.ts"
import { ClosureProgramme, isWholeClosure } from "./ClosureProgramme.ts"
import type { Closure } from "./ClosureSearch.ts"
import { Neighbourhood } from "./Neighbourhood.ts"
import { chase, hideAll, unmet, type Work } from "./Work.ts"

/** Most classes for which the programme of a table in two dimensions is solved as a whole: some milliseconds each time. */
const wholeUpTo = 6000

/** Above this many classes chasing alone is done: programmes of parts would take minutes. */
const programmesUpTo = 15_000

/** Does each class stand as a part in two sums at most? Then the table is nearly a network, and its programmes are easy. */
const isNearlyNetwork = ({ count, rowStart, rowCoefficient }: Classes): boolean => {
  for (let of = 0; of < count; of++) {
    let sums = 0
    for (let at = rowStart[of] as number; at < (rowStart[of + 1] as number); at++)
      if ((rowCoefficient[at] as number) > 0) sums += 1
    if (sums > 2) return false
  }
  return true
}

/** A closure in whole numbers within what the given one moves, found by chasing as if all of that were hidden already. */
const inWhole = (work: Work, of: number, closure: Closure): Closure | undefined => {
  const { classes } = work
  const hidden = hideAll(classes, closure)
  const found = chase(work, of, 0.5, work.options.tries)
  for (const one of hidden) classes.state[one] = classState.published
  if (found === undefined) return undefined
  const cost = found.classes.reduce(
    (sum, one) => sum + (classes.state[one] === classState.published ? (classes.cost[one] as number) : 0),
    0
  )
  return { ...found, cost }
}

/**
 * Finds a closure for each class that lacks one: among what is hidden if chasing finds it there, else the cheaper of what
 * chasing and a linear programme find. Answers the classes that have none.
 */
export const coverAll = (work: Work): Array<number> => {
  const { solver, classes, witnesses, options } = work
  const whole =
    isNearlyNetwork(classes) && classes.count <= wholeUpTo ? new ClosureProgramme(solver, classes) : undefined
  const neighbourhood = new Neighbourhood(classes)
  try {
    for (;;) {
      let found = 0
      for (const of of unmet(work)) {
        if (witnesses.isMet(of)) continue
        const closure = chase(work, of, 0.5, 4) ?? cheapest(of)
        if (closure === undefined) continue
        for (const hidden of hideAll(classes, closure)) whole?.hide(hidden)
        witnesses.add(closure)
        found += 1
      }
      if (found === 0) return unmet(work)
    }
  } finally {
    whole?.dispose()
  }

  function cheapest(of: number): Closure | undefined {
    const met = new Set([of])
    const chased = chase(work, of, Number.MAX_VALUE, options.tries, met)
    if (classes.count > programmesUpTo) return chased
    const ceiling = chased?.cost ?? Number.POSITIVE_INFINITY
    const at = chased?.classes.indexOf(of) ?? -1
    const by = at < 0 ? witnesses.missing(of).rise : (chased?.by[at] as number)
    const first = chased === undefined ? met : new Set([of, ...chased.classes])
    const programme =
      whole ??
      new ClosureProgramme(
        solver,
        classes,
        neighbourhood.around(first, Math.max(options.around, first.size + options.around / 2), ceiling + 1)
      )
    try {
      const solved = programme.find(of, by, options.seconds)
      const closure = solved === undefined || isWholeClosure(solved) ? solved : inWhole(work, of, solved)
      return closure !== undefined && closure.cost < ceiling ? closure : chased
    } finally {
      if (whole === undefined) programme.dispose()
    }
  }
}
