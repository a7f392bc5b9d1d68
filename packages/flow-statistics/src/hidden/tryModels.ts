/** Fits many models of pairs, so that an estimate is never told without those that other choices would have given. */
import type { CaptureTable } from "./CaptureTable.ts"
import type { Existence } from "./existence.ts"
import { fitPairModel, type PairFit } from "./fitPairModel.ts"
import type { ModelCheck } from "./ModelCheck.ts"
import { allPairs, type PairModel, pairModel } from "./PairModel.ts"

/** Models that are fitted at most, beside those that are asked for. */
export const mostModels = 1024

export interface TriedModels {
  readonly fits: ReadonlyArray<PairFit>
  /** Models without an estimate, by the reason. */
  readonly without: ReadonlyArray<{ readonly model: PairModel; readonly reason: Exclude<Existence, "fits"> }>
  /** All models with at most so many pairs were tried. */
  readonly pairsComplete: number
  /** How many models of main effects and pairs there are. */
  readonly possible: number
}

/** All choices of `size` from the list, in order. */
const choices = <A>(from: ReadonlyArray<A>, size: number): ReadonlyArray<ReadonlyArray<A>> =>
  size === 0 ? [[]] : from.flatMap((first, i) => choices(from.slice(i + 1), size - 1).map((rest) => [first, ...rest]))

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k)

/** The model with one pair more or less. */
const neighbours = (model: PairModel, pairs: ReadonlyArray<number>): ReadonlyArray<PairModel> =>
  pairs.map((pair) =>
    pairModel(model.pairs.includes(pair) ? model.pairs.filter((one) => one !== pair) : [...model.pairs, pair])
  )

/**
 * All models with up to as many pairs as make `mostModels` models (every model up to five lists), the models of `also`, those that
 * differ from them by one pair, and the one with all pairs.
 */
export const tryModels = (table: CaptureTable, check: ModelCheck, also: ReadonlyArray<PairModel>): TriedModels => {
  const pairs = allPairs(table.lists.length)
  const models: Array<PairModel> = []
  let pairsComplete = -1
  for (let size = 0; size <= pairs.length && models.length + choose(pairs.length, size) <= mostModels; size++) {
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
  // The largest first: what it proves holds for those within it.
  for (const model of [...unique.values()].sort((a, b) => b.pairs.length - a.pairs.length)) tried(model)
  fits.reverse()
  return { fits, without: without.reverse(), pairsComplete, possible: 2 ** pairs.length }
}
