import type { CaptureTable } from "./CaptureTable.ts"
import type { Existence } from "./existence.ts"
import { fitPairModel, type PairFit } from "./fitPairModel.ts"
import type { ModelCheck } from "./ModelCheck.ts"
import { allPairs, type PairModel, pairModel } from "./PairModel.ts"

/** Maximum number of models, in addition to requested ones. */
const maxModels = 1024

export interface ManyFits {
  readonly fits: ReadonlyArray<PairFit>
  /** Models without an estimate, with the reason. */
  readonly without: ReadonlyArray<{ readonly model: PairModel; readonly reason: Exclude<Existence, "fits"> }>
  /** All models with at most this number of pairs were fitted. */
  readonly pairsComplete: number
  /** Number of possible models of main effects and pairs. */
  readonly possible: number
}

/** Returns all combinations of `size` elements. */
const choices = <A>(from: ReadonlyArray<A>, size: number): ReadonlyArray<ReadonlyArray<A>> =>
  size === 0 ? [[]] : from.flatMap((first, i) => choices(from.slice(i + 1), size - 1).map((rest) => [first, ...rest]))

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k)

/** Returns the models with one pair more or less. */
const neighbours = (model: PairModel, pairs: ReadonlyArray<number>): ReadonlyArray<PairModel> =>
  pairs.map((pair) =>
    pairModel(model.pairs.includes(pair) ? model.pairs.filter((one) => one !== pair) : [...model.pairs, pair])
  )

/**
 * Fits many models of pairs, to show what other choices would give: all models with up to as many pairs as give `maxModels` models (every
 * model for up to five lists), the models of `also`, those that differ from them by one pair, and the one with all pairs.
 */
export const fitManyModels = (table: CaptureTable, check: ModelCheck, also: ReadonlyArray<PairModel>): ManyFits => {
  const pairs = allPairs(table.lists.length)
  const models: Array<PairModel> = []
  let pairsComplete = -1
  for (let size = 0; size <= pairs.length && models.length + choose(pairs.length, size) <= maxModels; size++) {
    models.push(...choices(pairs, size).map(pairModel))
    pairsComplete = size
  }
  const all = pairModel(pairs)
  if (pairsComplete < pairs.length) models.push(all, ...also, ...also.flatMap((model) => neighbours(model, pairs)))
  const unique = new Map(models.map((model) => [model.pairs.join(), model]))
  const fits: Array<PairFit> = []
  const without: Array<{ model: PairModel; reason: Exclude<Existence, "fits"> }> = []
  const tried = (model: PairModel) => {
    const reason = check.existence(table, model)
    if (reason !== "fits") return without.push({ model, reason })
    const fit = fitPairModel(table, model)
    return fit === undefined ? without.push({ model, reason: "undecided" }) : fits.push(fit)
  }
  // Largest models first: the existence of their estimate implies that of models with fewer pairs.
  for (const model of [...unique.values()].sort((a, b) => b.pairs.length - a.pairs.length)) tried(model)
  fits.reverse()
  return { fits, without: without.reverse(), pairsComplete, possible: 2 ** pairs.length }
}
