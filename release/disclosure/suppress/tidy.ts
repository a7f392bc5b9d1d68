import { classState } from "./Classes.ts"
import type { Closure } from "./ClosureSearch.ts"
import { chase, hideAll, type Work } from "./Work.ts"

/** What was done on trial, to be taken back. */
interface Trial {
  readonly published: number
  readonly removed: ReadonlyArray<Closure>
  readonly added: Array<number>
  readonly hidden: Array<number>
}

const takeBack = ({ classes, witnesses }: Work, trial: Trial): void => {
  witnesses.remove(trial.added)
  for (const of of trial.hidden) classes.state[of] = classState.published
  classes.state[trial.published] = classState.secondary
  for (const closure of trial.removed) witnesses.add(closure)
}

/** Publishes a hidden class if all that leaned on it can lean on others, for less than it costs. */
const publish = (work: Work, of: number): boolean => {
  const { classes, witnesses } = work
  classes.state[of] = classState.published
  const { closures, classes: leaning } = witnesses.remove(witnesses.with(of))
  const trial: Trial = { published: of, removed: closures, added: [], hidden: [] }
  let budget = classes.cost[of] as number
  const open = [...leaning].sort((a, b) => (classes.value[a] as number) - (classes.value[b] as number) || a - b)
  for (let k = 0; k < open.length; k++) {
    const one = open[k] as number
    if (witnesses.isMet(one)) continue
    const closure = chase(work, one, 0.5, 4) ?? (budget > 1 ? chase(work, one, budget, 8) : undefined)
    if (closure === undefined) {
      takeBack(work, trial)
      return false
    }
    for (const hidden of hideAll(classes, closure)) {
      trial.hidden.push(hidden)
      open.push(hidden)
    }
    budget -= closure.cost
    trial.added.push(witnesses.add(closure))
  }
  return true
}

/**
 * Publishes again what is hidden without need, the dearest first, and puts cheaper ones in its place where that does; always
 * against all that leans on it, so that nothing hidden loses its protection. Ends when nothing changes or its steps are used up.
 */
export const tidy = (work: Work): void => {
  const { classes, search, options } = work
  const end = search.steps + options.tidySteps
  for (let changed = true; changed; ) {
    changed = false
    const hidden = Array.from(classes.value.keys())
      .filter((of) => classes.state[of] === classState.secondary)
      .sort((a, b) => (classes.cost[b] as number) - (classes.cost[a] as number) || a - b)
    for (const of of hidden) {
      if (search.steps > end) return
      if (classes.state[of] === classState.secondary && publish(work, of)) changed = true
    }
  }
}
