/**
 * Which cells and which parameters of a model are estimated. A pair of lists that nobody is on together makes the parameter of
 * that pair minus infinity: every cell with both lists has the mean 0, is as likely as can be with its 0, and leaves the fit
 * together with the parameter (Chan, Silverman and Vincent 2021, "Multiple systems estimation for sparse capture data", section 2.3).
 */
import type { Design } from "../numeric/leastSquares.ts"
import { type CaptureTable, onAll } from "./CaptureTable.ts"
import type { PairModel } from "./PairModel.ts"

export interface ModelCells {
  /** Histories that stay. */
  readonly histories: ReadonlyArray<number>
  /** Masks of the parameters that stay: 0 is the intercept. A cell has the parameter when it has all lists of the mask. */
  readonly parameters: ReadonlyArray<number>
  /** Pairs of the model whose parameter is minus infinity. */
  readonly emptyPairs: ReadonlyArray<number>
}

export const modelCells = (table: CaptureTable, { pairs }: PairModel): ModelCells => {
  const emptyPairs = pairs.filter((pair) => onAll(table, pair) === 0)
  const isOut = (history: number) => emptyPairs.some((pair) => (history & pair) === pair)
  const histories = [...table.counts.keys()].filter((history) => history > 0 && !isOut(history))
  const mains = table.lists.map((_, i) => 1 << i)
  return { histories, parameters: [0, ...mains, ...pairs.filter((pair) => !emptyPairs.includes(pair))], emptyPairs }
}

/** The design: one row per cell, one column per parameter. */
export const designOf = ({ histories, parameters }: ModelCells): Design =>
  histories.map((history) => parameters.map((mask) => ((history & mask) === mask ? 1 : 0)))
