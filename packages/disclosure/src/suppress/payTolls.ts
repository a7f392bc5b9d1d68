import { objectiveOf, pushSteps, type RaiseRequest, reachedBy, type Strategy, slight } from "../attack/byPrimalDual.ts"
import type { PrimalDual } from "../attack/PrimalDual.ts"

/** Steps in which all published unknowns may move, and the shares of a person that they must have moved after each stage to go on. */
const firstSteps = 100
const stages = [0.2, 0.5, 1] as const

/** Unknowns that have not come this far after the second stage are given up. */
const minWay = 0.5

/** Published unknowns that moved, which are free of toll now; all others are fixed again. And the unknowns that came far enough. */
export interface Paid {
  readonly paid: ReadonlyArray<number>
  readonly come: ReadonlyArray<number>
}

/**
 * Begins a run in which published unknowns may move too, each unit at a toll, so that few of them do: those that move least are fixed again
 * step by step.
 */
export const payTolls = (
  primalDual: PrimalDual,
  request: RaiseRequest,
  strategy: Strategy,
  published: Iterable<number>,
  tollOf: (v: number) => number
): Paid => {
  const objective = objectiveOf(request, strategy, primalDual.point.length)
  let paid = [...published]
  let come = request.unknowns
  for (const v of paid) primalDual.release(v, tollOf(v))
  stages.forEach((least, stage) => {
    primalDual.run(objective, stage === 0 ? firstSteps : pushSteps, slight)
    paid = paid.filter((v) => {
      if (primalDual.movedBy(v) >= least) return true
      primalDual.fix(v)
      return false
    })
    if (stage === 1) come = reachedBy(primalDual, request, objective, minWay)
  })
  for (const v of paid) primalDual.release(v, 0)
  return { paid, come }
}
