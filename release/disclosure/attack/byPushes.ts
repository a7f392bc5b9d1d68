import type { SecondThread } from "../threads/SecondThread.ts"
import type { Equations } from "./Equations.ts"
import { Push } from "./Push.ts"
import type { Search } from "./Search.ts"

/** Steps to the middle, and those of each of the runs of one push. */
const middleSteps = 1000
const pushSteps = 100

/** Times that the middle is looked for where there is no solution to begin with. */
const mostTries = 6

/** How far from the truth points are looked for: far beyond what any need asks for. */
export const aroundTruth = 200

/** Strength of the barrier on the way to the middle, and in a push. */
const wide = 0.1
const slight = 0.01

/** After each run of a push only those go on being asked that have come so far: others take room from them. */
const goOn = [0.3, 0.6, 0.9] as const

/** Asked for a little more than is needed: what is made exact gives a little back. */
const more = 0.01

/** One push that closes fewer than one of so many unknowns is the last: other means are cheaper then. */
const leastPart = 200

/** Of what is open one in so many is asked at once at the least. */
const mostShare = 32

/** Entries of rows, counted once for each push that closed little, after which no more is tried: what is open then likely has no way. */
const mostInVain = 8_000_000

/** So few are looked at one by one sooner than by more pushes. */
const fewLeft = 40

/** What is asked of one push. */
export interface Asked {
  /** Unknowns to rise, and how far. */
  readonly unknowns: ReadonlyArray<number>
  readonly from: (unknown: number) => number
  readonly to: (unknown: number) => number
}

/** A point off all bounds, to look around from. */
export const toMiddle = (push: Push): Float64Array => {
  push.run(undefined, middleSteps, wide)
  return push.exact()
}

/** Raises as many of the unknowns as go together to where they are asked to be. */
export const pushOnce = (push: Push, { unknowns, from, to }: Asked): Float64Array => {
  const weight = new Float64Array(push.point.length)
  const target = new Float64Array(push.point.length)
  for (const v of unknowns) {
    weight[v] = Math.sign(to(v) - from(v))
    target[v] = to(v) + more * (weight[v] as number)
  }
  push.run({ weight, target }, pushSteps, slight)
  for (const part of goOn) {
    for (const v of unknowns) {
      const begin = from(v)
      const come = ((push.point[v] as number) - begin) / ((target[v] as number) - begin)
      if (!(come >= part)) weight[v] = 0
    }
    push.run({ weight, target }, pushSteps, slight)
  }
  return push.exact()
}

/**
 * Looks for solutions in which many open classes are as high as they need, until few more are found that way. No programme is solved and
 * no matrix factored. Answers a solution off the bounds; undefined where there was no need to look for one, or none was found.
 *
 * @param truth a solution to look around from; without one the middle is looked for from within the bounds, and may not be found
 * @param isLast whether no other means come after: then pushes go on, and ask fewer at once where many stand in each other's way
 */
export const byPushes = (
  search: Search,
  truth: Float64Array | undefined,
  isLast: boolean,
  second?: SecondThread
): Float64Array | undefined => {
  const { equations } = search.component
  const least = isLast ? fewLeft : equations.unknowns / leastPart
  let open = search.open()
  if (open.length === 0 || (truth !== undefined && open.length <= least)) return undefined
  const push = new Push(
    equations,
    truth ?? within(equations),
    truth === undefined ? Number.POSITIVE_INFINITY : aroundTruth,
    second
  )
  let middle = toMiddle(push)
  for (let tries = 1; !search.absorb(middle); tries++) {
    if (tries === mostTries) return undefined
    middle = toMiddle(push)
  }
  const start = truth ?? middle
  let solution = middle
  let inVain = 0
  for (let [round, share, idle] = [0, 1, 0]; ; round++) {
    const asked = open.filter((_, k) => (k + round) % share === 0)
    const to = (v: number) => (isLast && round % 3 === 2 ? search.fallTo(v) : search.riseTo(v))
    const point = pushOnce(push, { unknowns: asked, from: (v) => start[v] as number, to })
    solution = search.absorbToward(solution, point) ?? solution
    const left = search.open()
    const closed = open.length - left.length
    open = left
    if (open.length <= least || (!isLast && closed < least)) return middle
    if (closed * 8 >= asked.length) continue
    inVain += equations.index.length
    if (inVain > mostInVain) return middle
    if (++idle < 3 * share) continue
    if (share >= Math.min(mostShare, open.length)) return middle
    idle = 0
    share *= 2
  }
}

/** Values within the bounds, a little above the lower ones. */
const within = ({ low, high }: Equations): Float64Array =>
  low.map((from, v) => {
    const least = Number.isFinite(from) ? from : Math.min(0, high[v] as number)
    return Math.min(least + 1, (least + (high[v] as number)) / 2)
  })
