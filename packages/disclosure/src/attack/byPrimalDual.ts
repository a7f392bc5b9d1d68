import type { ComponentSearch } from "./ComponentSearch.ts"
import type { Effort } from "./Effort.ts"
import type { Equations } from "./Equations.ts"
import { type Objective, PrimalDual } from "./PrimalDual.ts"
import { pseudoRandom } from "./pseudoRandom.ts"

/** Steps to the interior point, and steps of each run. */
const middleSteps = 1000
export const pushSteps = 60

/** Attempts to find an interior point without a first solution. */
const maxTries = 6

/** Maximum distance of points from the true table. It is far above what any need requires. */
export const aroundTruth = 200

/** Strength of the barrier on the way to the interior point, and in a run. */
const wide = 0.1
export const slight = 0.01

/** If fewer than one in this many unknowns are open, cheaper methods follow, if any do. */
const minPart = 200

/** Consecutive runs that close little before other methods follow, if any do. */
const maxBeforeOthers = 3

/** If a run closes fewer than one in this many of its unknowns, the next run takes the other direction. */
const little = 8

/** Limits of runs that close little, in number and in entries of rows. What is open then probably has no solution. */
const maxInVain = { pushes: 60, entries: 16_000_000 }

/** Limit of consecutive runs that close little, if more classes are narrow than open. */
const maxIfRefused = 4

/**
 * With at most this many unknowns, those that need a bound itself may be moved onto it. More at once leave rows that
 * cannot be balanced.
 */
export const mayLand = 100

/**
 * Unknowns of one run compete for room. If it closes more than a share of them, the next one takes twice as many; if less than another, half as
 * many. Where no other method follows, half as many only if neither direction closes more than a little: each run costs the same,
 * whatever it closes.
 */
const minClosed = 0.3
const maxClosed = { followed: 0.7, last: 0.3 }
/** Smallest number that a run is reduced to. */
const fewest = { followed: mayLand, last: 3 }

/** Desired room beyond the need. With less, the other direction is easier if it has more. */
const enoughRoom = 2

/** How a run weights its unknowns. */
export interface Strategy {
  /** After each stage, only unknowns that have come this far stay in the objective. The others take room from them. */
  readonly goOn: ReadonlyArray<number>
  /** Surplus of the target over the need. Balancing the point gives a little back. */
  readonly more: number
  /** Weight of each unknown. */
  readonly pull: (unknown: number) => number
  /** Whether unknowns that need a bound may be moved onto it. */
  readonly lands: boolean
}

/**
 * Weights drawn again for each round. With equal weights many competing unknowns rise a little and none enough; with
 * random ones some rise fully, and others in the next round.
 */
const randomStrategy = (round: number, lands: boolean): Strategy => ({
  goOn: [0.5, 0.9],
  more: 0.1,
  pull: (unknown) => 0.6 + 4.8 * pseudoRandom(unknown, round),
  lands
})

/** Input of one run. */
export interface RaiseRequest {
  /** Unknowns to raise or lower, from where and to where. */
  readonly unknowns: ReadonlyArray<number>
  readonly from: (unknown: number) => number
  readonly to: (unknown: number) => number
}

/** Returns a point off all bounds, from which to search. */
export const toInterior = (primalDual: PrimalDual): Float64Array => {
  primalDual.run(undefined, middleSteps, wide)
  return primalDual.exact()
}

/** Returns weights and targets of the unknowns. */
export const objectiveOf = ({ unknowns, from, to }: RaiseRequest, manner: Strategy, size: number): Objective => {
  const weight = new Float64Array(size)
  const target = new Float64Array(size)
  for (const v of unknowns) {
    const way = Math.sign(to(v) - from(v))
    weight[v] = way * manner.pull(v)
    target[v] = to(v) + manner.more * way
  }
  return { weight, target }
}

/** Returns the unknowns that have come at least a part of the way to their targets. */
export const reachedBy = (
  { point }: PrimalDual,
  { unknowns, from }: RaiseRequest,
  { target }: Objective,
  part: number
): ReadonlyArray<number> =>
  unknowns.filter((v) => ((point[v] as number) - from(v)) / ((target[v] as number) - from(v)) >= part)

/** Moves as many of the unknowns as possible to their targets at once. Returns the balanced point. */
export const raiseTogether = (primalDual: PrimalDual, request: RaiseRequest, manner: Strategy): Float64Array => {
  const objective = objectiveOf(request, manner, primalDual.point.length)
  primalDual.run(objective, pushSteps, slight)
  for (const part of manner.goOn) {
    const come = new Set(reachedBy(primalDual, request, objective, part))
    for (const v of request.unknowns) if (!come.has(v)) objective.weight[v] = 0
    primalDual.run(objective, pushSteps, slight)
  }
  if (manner.lands) primalDual.snapToBounds(objective)
  return primalDual.exact()
}

/**
 * Looks for solutions in which many open classes are as high or as low as they need, until a run closes few more.
 * Solves no programme and factors no matrix. Returns an interior solution, or undefined if none was needed or found.
 *
 * @param truth a first solution; without one an interior point is sought from the bounds and may not be found
 * @param effort stops the search when it is spent
 * @param isLast whether no cheap method follows; then runs continue as long as they close anything
 */
export const byPrimalDual = (
  search: ComponentSearch,
  truth: Float64Array | undefined,
  effort: Effort,
  isLast: boolean
): Float64Array | undefined => {
  const { equations } = search.component
  const kind = isLast ? "last" : "followed"
  const least = isLast ? 0 : equations.unknowns / minPart
  let open = search.open()
  if (open.length === 0 || (truth !== undefined && open.length <= least)) return undefined
  const primalDual = new PrimalDual(
    equations,
    truth ?? within(equations),
    truth === undefined ? Number.POSITIVE_INFINITY : aroundTruth
  )
  let middle = toInterior(primalDual)
  for (let tries = 1; ; tries++) {
    effort.spend(primalDual.takeWork())
    if (search.absorb(middle)) break
    if (tries === maxTries || effort.isSpent) return undefined
    middle = toInterior(primalDual)
  }
  const start = truth ?? middle
  const maxPushes = Math.min(maxInVain.pushes, maxInVain.entries / equations.index.length)
  /** Runs that closed little: in total and in sequence. How many unknowns one run takes. */
  let [inVain, since, size] = [0, 0, open.length]
  for (let [round, turned] = [0, false]; inVain <= maxPushes && !effort.isSpent; round++) {
    const few = size < open.length
    const unknowns = few ? open.filter((v) => pseudoRandom(v, ~round) * open.length < size) : open
    const rises = new Set(unknowns.filter((v) => risesFirst(search, v) !== turned))
    const request: RaiseRequest = {
      unknowns,
      from: (v) => start[v] as number,
      to: (v) => (rises.has(v) ? search.riseTo(v) : search.fallTo(v))
    }
    const lands = Math.min(size, open.length) <= mayLand
    search.absorbToward(middle, raiseTogether(primalDual, request, randomStrategy(round, lands)))
    effort.spend(primalDual.takeWork())
    const left = search.open()
    const closed = open.length - left.length
    open = left
    if (open.length <= least) return middle
    const isLittle = closed * little < unknowns.length
    if (isLittle) {
      inVain += 1
      since += 1
      if (since >= maxIfRefused && search.narrow() > open.length) return middle
      if (!isLast && since >= maxBeforeOthers) return middle
    } else if (!isLast || !few) since = 0
    const failedBothWays = isLittle && turned
    turned = isLittle && !turned
    if (closed > unknowns.length * maxClosed[kind]) size = Math.min(size * 2, open.length)
    else if (isLast ? failedBothWays : closed < unknowns.length * minClosed)
      size = Math.max(fewest[kind], Math.min(size, open.length) / 2)
  }
  return middle
}

/** Returns whether raising the class is more likely to close it than lowering it. */
const risesFirst = (search: ComponentSearch, local: number): boolean => {
  const { low, high } = search.component.equations
  const above = (high[local] as number) - search.riseTo(local)
  return above >= enoughRoom || above >= search.fallTo(local) - (low[local] as number)
}

/** Returns values within the bounds, slightly above the lower ones. */
const within = ({ low, high }: Equations): Float64Array =>
  low.map((from, v) => {
    const least = Number.isFinite(from) ? from : Math.min(0, high[v] as number)
    return Math.min(least + 1, (least + (high[v] as number)) / 2)
  })
