import { Push } from "./Push.ts"
import type { Search } from "./Search.ts"

/** Steps to the middle, and those of each of the runs of one push. */
const toMiddle = 1500
const steps = 300

/** Strength of the barrier on the way to the middle, and in a push. */
const wide = 0.1
const slight = 0.01

/** After each run of a push only those go on being asked that have come so far: others take room from them. */
const goOn = [0.3, 0.6, 0.9] as const

/** Asked for a little more than is needed: what is made exact gives a little back. */
const more = 0.01

/** One push that closes fewer than one of so many unknowns is the last: other means are cheaper then. */
const leastPart = 30

/** What is asked of one push. */
export interface Asked {
  /** Unknowns to rise, and how far. */
  readonly unknowns: ReadonlyArray<number>
  readonly from: (unknown: number) => number
  readonly to: (unknown: number) => number
}

/** Raises as many of the unknowns as go together to where they are asked to be. */
export const pushOnce = (push: Push, { unknowns, from, to }: Asked): Float64Array => {
  const weight = new Float64Array(push.point.length)
  const target = new Float64Array(push.point.length)
  for (const v of unknowns) {
    weight[v] = 1
    target[v] = to(v) + more
  }
  push.run({ weight, target }, steps, slight)
  for (const part of goOn) {
    for (const v of unknowns) {
      const begin = from(v)
      const come = ((push.point[v] as number) - begin) / ((target[v] as number) - begin)
      if (!(come >= part)) weight[v] = 0
    }
    push.run({ weight, target }, steps, slight)
  }
  return push.exact()
}

/**
 * Looks for solutions in which many open classes are as high as they need, until few more are found that way. No programme is solved and
 * no matrix factored. `start`: the first point; a solution, or where there is none anything within the bounds.
 */
export const byPushes = (search: Search, start: Float64Array): void => {
  const push = new Push(search.component.equations, start)
  push.run(undefined, toMiddle, wide)
  search.absorb(push.exact())
  const least = search.component.equations.unknowns / leastPart
  for (let open = search.open(); open.length > least; ) {
    const point = pushOnce(push, { unknowns: open, from: (v) => start[v] as number, to: (v) => search.riseTo(v) })
    search.absorb(point)
    const left = search.open()
    if (open.length - left.length < least) return
    open = left
  }
}
