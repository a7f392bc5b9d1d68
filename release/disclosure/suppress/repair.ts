import { ClosureProgramme, isWholeClosure } from "./ClosureProgramme.ts"
import { chase, hideAll, unmet, type Work } from "./Work.ts"

/** Above this many classes one programme over the whole table takes seconds: what lacks a closure gets its rows hidden instead. */
const wholeUpTo = 15_000

/** Linear programmes over the whole table for what was not found otherwise. Answers the classes that have nothing but fractions to show. */
export const repair = (work: Work): ReadonlySet<number> => {
  const { solver, classes, witnesses, options } = work
  const fractions = new Set<number>()
  if (classes.count > wholeUpTo) return fractions
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
