/**
 * Forward selection of pairs (Chan, Silverman and Vincent 2021, section 3.1): the pair with the least likely overlap under the current model
 * enters, until none is less likely than the threshold. A pair does not enter if its model has no identifiable estimate.
 */

import { incompleteGamma } from "../numeric/incompleteGamma.ts"
import { type CaptureTable, onAll } from "./CaptureTable.ts"
import { fitPairModel, type PairFit } from "./fitPairModel.ts"
import type { ModelCheck } from "./ModelCheck.ts"
import { allPairs, mainEffects, pairModel } from "./PairModel.ts"

/** Returns P(X <= count) and P(X >= count) of a Poisson variable, each accurate if it is small (Abramowitz and Stegun 26.4.21). */
const poissonTails = (count: number, mean: number): { readonly atMost: number; readonly atLeast: number } => ({
  atMost: mean === 0 ? 1 : incompleteGamma(count + 1, mean).upper,
  atLeast: count === 0 ? 1 : mean === 0 ? 0 : incompleteGamma(count, mean).lower
})

/** The threshold of the paper. */
export const paperThreshold = 0.02

export interface Stepwise {
  /** The fits of each step, starting with main effects; the last is the choice. */
  readonly path: ReadonlyArray<PairFit>
}

/** Returns the probability of a pair's overlap under a fit: the smaller of both Poisson tails. */
const overlapProbability = (table: CaptureTable, fit: PairFit, pair: number): number => {
  const expected = fit.means.reduce((sum, mean, history) => ((history & pair) === pair ? sum + mean : sum), 0)
  const { atMost, atLeast } = poissonTails(onAll(table, pair), expected)
  return Math.min(atMost, atLeast)
}

/** Returns undefined if the model of main effects has no estimate. */
export const stepwise = (table: CaptureTable, check: ModelCheck, threshold = paperThreshold): Stepwise | undefined => {
  if (check.existence(table, mainEffects) !== "fits") return undefined
  const first = fitPairModel(table, mainEffects)
  if (first === undefined) return undefined
  const path = [first]
  const pairs = allPairs(table.lists.length)
  for (;;) {
    const current = path.at(-1) as PairFit
    const candidates = pairs
      .filter((pair) => !current.model.pairs.includes(pair))
      .map((pair) => ({ pair, p: overlapProbability(table, current, pair) }))
      .filter(({ p }) => p < threshold)
      .sort((a, b) => a.p - b.p)
    const next = firstThatFits(table, check, current, candidates)
    if (next === undefined) return { path }
    path.push(next)
  }
}

const firstThatFits = (
  table: CaptureTable,
  check: ModelCheck,
  current: PairFit,
  candidates: ReadonlyArray<{ readonly pair: number }>
): PairFit | undefined => {
  for (const { pair } of candidates) {
    const model = pairModel([...current.model.pairs, pair])
    if (check.existence(table, model) !== "fits") continue
    const fit = fitPairModel(table, model)
    if (fit !== undefined) return fit
  }
  return undefined
}
