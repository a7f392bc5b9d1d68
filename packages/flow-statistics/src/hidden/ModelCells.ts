/**
 * The cells and parameters of a model that are estimated. If two lists have no person in common, the parameter of the pair is minus infinity:
 * every cell with both lists has the mean 0 and leaves the fit together with the parameter (Chan, Silverman and Vincent 2021, "Multiple
 * systems estimation for sparse capture data", section 2.3).
 */
import type { Design } from "../numeric/leastSquares.ts"
import { type CaptureTable, onAll } from "./CaptureTable.ts"
import type { PairModel } from "./PairModel.ts"

export interface ModelCells {
  /** Histories in the fit. */
  readonly histories: ReadonlyArray<number>
  /** Masks of the parameters in the fit; 0 is the intercept. A cell has a parameter if it has all lists of the mask. */
  readonly parameters: ReadonlyArray<number>
  /** Pairs of the model whose parameter is minus infinity. */
  readonly emptyPairs: ReadonlyArray<number>
}

/** Returns the histories and parameters of the model that are estimated on this table. */
export const modelCells = (table: CaptureTable, { pairs }: PairModel): ModelCells => {
  const emptyPairs = pairs.filter((pair) => onAll(table, pair) === 0)
  const isOut = (history: number) => emptyPairs.some((pair) => (history & pair) === pair)
  const histories = [...table.counts.keys()].filter((history) => history > 0 && !isOut(history))
  const mains = table.lists.map((_, i) => 1 << i)
  return { histories, parameters: [0, ...mains, ...pairs.filter((pair) => !emptyPairs.includes(pair))], emptyPairs }
}

/** Returns the design: one row per cell, one column per parameter. */
export const designOf = ({ histories, parameters }: ModelCells): Design =>
  histories.map((history) => parameters.map((mask) => ((history & mask) === mask ? 1 : 0)))
