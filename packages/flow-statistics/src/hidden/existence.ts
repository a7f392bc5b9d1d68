/**
 * Whether a model has an estimate on a table, checked before it is fitted. It exists if some table without an empty cell has the same
 * sufficient sums (Fienberg and Rinaldo 2012, "Maximum likelihood estimation in log-linear models", Annals of Statistics 40): a
 * linear programme. It is identifiable if the design has full column rank.
 */
import { dependentColumns } from "../numeric/leastSquares.ts"
import type { CaptureTable } from "./CaptureTable.ts"
import type { LinearSolver } from "./linearProgramme.ts"
import { designOf, type ModelCells } from "./ModelCells.ts"

/** `fits`, or why the model has no estimate. `undecided`: the solver failed, which proves neither. */
export type Existence = "fits" | "no-estimate" | "not-identifiable" | "undecided"

/** Above this a cell's minimum is positive: sums are whole numbers, and the solver's tolerance is 1e-7. */
const positive = 1e-6

/** Returns the largest value, at most 1, that the emptiest cell can have with the sufficient sums held; NaN if the solver fails. */
const largestMinimum = (solver: LinearSolver, table: CaptureTable, { histories, parameters }: ModelCells): number => {
  const cells = histories.length
  const start: Array<number> = [0]
  const index: Array<number> = []
  const coefficient: Array<number> = []
  const sums: Array<number> = []
  const row = (entries: ReadonlyArray<readonly [number, number]>) => {
    for (const [column, value] of entries) {
      index.push(column)
      coefficient.push(value)
    }
    start.push(index.length)
  }
  for (const mask of parameters) {
    const within = [...histories.keys()].filter((c) => ((histories[c] as number) & mask) === mask)
    row(within.map((c) => [c, 1]))
    sums.push(within.reduce((sum, c) => sum + (table.counts[histories[c] as number] as number), 0))
  }
  for (let c = 0; c < cells; c++)
    row([
      [c, 1],
      [cells, -1]
    ])
  const cost = new Float64Array(cells + 1)
  cost[cells] = 1
  const high = new Float64Array(cells + 1).fill(Number.POSITIVE_INFINITY)
  high[cells] = 1
  return solver({
    cost,
    low: new Float64Array(cells + 1),
    high,
    rowLow: Float64Array.from([...sums, ...histories.map(() => 0)]),
    rowHigh: Float64Array.from([...sums, ...histories.map(() => Number.POSITIVE_INFINITY)]),
    start: Int32Array.from(start),
    index: Int32Array.from(index),
    coefficient: Float64Array.from(coefficient)
  })
}

/** Returns whether the model with these cells has an estimate on the table. */
export const existenceOf = (solver: LinearSolver, table: CaptureTable, cells: ModelCells): Existence => {
  const { histories } = cells
  if (dependentColumns(designOf(cells)).length > 0) return "not-identifiable"
  if (histories.every((history) => (table.counts[history] as number) > 0)) return "fits"
  const minimum = largestMinimum(solver, table, cells)
  return Number.isNaN(minimum) ? "undecided" : minimum > positive ? "fits" : "no-estimate"
}
