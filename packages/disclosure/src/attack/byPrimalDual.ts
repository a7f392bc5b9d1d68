import type { WorkerThread } from "../worker/WorkerThread.ts"
import type { ComponentSearch } from "./ComponentSearch.ts"
import type { Effort } from "./Effort.ts"
import type { Equations } from "./Equations.ts"
import { PrimalDual } from "./PrimalDual.ts"
import { pseudoRandom } from "./pseudoRandom.ts"

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

/** A push that closes fewer than one of so many unknowns is the last where other means come after: they are cheaper then. */
const leastPart = 200

/** A push that closes fewer than one in so many of those that it asked has closed little: the next asks for the other way. */
const little = 8

/** Pushes that closed little, and entries of rows in all of them, after which no more is tried: what is open then likely has no way. */
const mostInVain = { pushes: 60, entries: 16_000_000 }

/** Pushes that closed little one after another, after which no more is tried where more is narrow already than open. */
const mostIfRefused = 4

/**
 * With no more than so many asked, those that need a bound itself may stand on it: many at once leave rows no way to be balanced. Where
 * neither way closes much, no more than these are asked.
 */
const mayLand = 100

/** Room beside what is needed: with less the other way is easier, if there is more. */
const enoughRoom = 2

/** How a push asks. */
export interface Strategy {
  /** After each run only those go on being asked that have come so far: others take room from them. */
  readonly goOn: ReadonlyArray<number>
  /** Asked for so much more than is needed: what is made exact gives a little back. */
  readonly more: number
  /** How strongly each unknown is asked. */
  readonly pull: (unknown: number) => number
  /** Whether those that need a bound itself may stand on it. */
  readonly lands: boolean
}

/** All alike. */
export const evenStrategy: Strategy = { goOn: [0.3, 0.6, 0.9], more: 0.01, pull: () => 1, lands: false }

/**
 * Each as strongly as the lot falls in this round. Of many that stand in each other's way all rise a little and none enough if they are
 * asked alike; so some rise all the way, and others in the next round.
 */
const randomStrategy = (round: number, lands: boolean): Strategy => ({
  goOn: [0.5, 0.9],
  more: 0.1,
  pull: (unknown) => 0.6 + 4.8 * pseudoRandom(unknown, round),
  lands
})

/** What is asked of one push. */
export interface RaiseRequest {
  /** Unknowns to rise, and how far. */
  readonly unknowns: ReadonlyArray<number>
  readonly from: (unknown: number) => number
  readonly to: (unknown: number) => number
}

/** A point off all bounds, to look around from. */
export const toInterior = (primalDual: PrimalDual): Float64Array => {
  primalDual.run(undefined, middleSteps, wide)
  return primalDual.exact()
}

/** Brings as many of the unknowns as go together to where they are asked to be. */
export const raiseTogether = (
  primalDual: PrimalDual,
  { unknowns, from, to }: RaiseRequest,
  manner: Strategy = evenStrategy
): Float64Array => {
  const weight = new Float64Array(primalDual.point.length)
  const target = new Float64Array(primalDual.point.length)
  for (const v of unknowns) {
    const way = Math.sign(to(v) - from(v))
    weight[v] = way * manner.pull(v)
    target[v] = to(v) + manner.more * way
  }
  primalDual.run({ weight, target }, pushSteps, slight)
  for (const part of manner.goOn) {
    for (const v of unknowns) {
      const begin = from(v)
      const come = ((primalDual.point[v] as number) - begin) / ((target[v] as number) - begin)
      if (!(come >= part)) weight[v] = 0
    }
    primalDual.run({ weight, target }, pushSteps, slight)
  }
  if (manner.lands) primalDual.snapToBounds({ weight, target })
  return primalDual.exact()
}

/**
 * Looks for solutions in which many open classes are as high as they need, or as low, until few more are found that way. No programme is
 * solved and no matrix factored. Answers a solution off the bounds; undefined where there was no need to look for one, or none was found.
 *
 * @param truth a solution to look around from; without one the middle is looked for from within the bounds, and may not be found
 * @param effort ends it where it is spent
 * @param isLast whether no other means come after that are cheap: then pushes go on as long as they close anything
 */
export const byPrimalDual = (
  search: ComponentSearch,
  truth: Float64Array | undefined,
  effort: Effort,
  isLast: boolean,
  worker?: WorkerThread
): Float64Array | undefined => {
  const { equations } = search.component
  const least = isLast ? 0 : equations.unknowns / leastPart
  let open = search.open()
  if (open.length === 0 || (truth !== undefined && open.length <= least)) return undefined
  const primalDual = new PrimalDual(
    equations,
    truth ?? within(equations),
    truth === undefined ? Number.POSITIVE_INFINITY : aroundTruth,
    worker
  )
  let middle = toInterior(primalDual)
  for (let tries = 1; ; tries++) {
    effort.spend(primalDual.takeWork())
    if (search.absorb(middle)) break
    if (tries === mostTries || effort.isSpent) return undefined
    middle = toInterior(primalDual)
  }
  const start = truth ?? middle
  const mostPushes = Math.min(mostInVain.pushes, mostInVain.entries / equations.index.length)
  /** Pushes that closed little: in all, and since one of all that is open closed more. */
  let [inVain, since] = [0, 0]
  for (let [round, turned] = [0, false]; inVain <= mostPushes && !effort.isSpent; round++) {
    const few = since >= 2 && open.length > mayLand
    const unknowns = few ? open.filter((v) => pseudoRandom(v, ~round) * open.length < mayLand) : open
    const rises = new Set(unknowns.filter((v) => risesFirst(search, v) !== turned))
    const asked: RaiseRequest = {
      unknowns,
      from: (v) => start[v] as number,
      to: (v) => (rises.has(v) ? search.riseTo(v) : search.fallTo(v))
    }
    search.absorbToward(middle, raiseTogether(primalDual, asked, randomStrategy(round, few || open.length <= mayLand)))
    effort.spend(primalDual.takeWork())
    const left = search.open()
    const closed = open.length - left.length
    open = left
    if (open.length <= least || (!isLast && closed < least)) return middle
    const isLittle = closed * little < unknowns.length
    if (isLittle) {
      inVain += 1
      since += 1
      if (since >= mostIfRefused && search.narrow() > open.length) return middle
    } else if (!few) since = 0
    turned = isLittle && !turned
  }
  return middle
}

/** Is a rise the likelier way to close a class? */
const risesFirst = (search: ComponentSearch, local: number): boolean => {
  const { low, high } = search.component.equations
  const above = (high[local] as number) - search.riseTo(local)
  return above >= enoughRoom || above >= search.fallTo(local) - (low[local] as number)
}

/** Values within the bounds, a little above the lower ones. */
const within = ({ low, high }: Equations): Float64Array =>
  low.map((from, v) => {
    const least = Number.isFinite(from) ? from : Math.min(0, high[v] as number)
    return Math.min(least + 1, (least + (high[v] as number)) / 2)
  })
