import highsModule, { type Highs } from "highs"

/** Maximises `cost` × columns. Rows are compressed (CSR); bounds may be infinite. */
export interface LinearProgramme {
  readonly cost: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  readonly rowLow: Float64Array
  readonly rowHigh: Float64Array
  /** Start of each row in `index` and `coefficient`, and the end of the last. */
  readonly start: Int32Array
  readonly index: Int32Array
  readonly coefficient: Float64Array
}

/** Returns the optimum of a programme, or NaN if the solver did not prove one. */
export type LinearSolver = (programme: LinearProgramme) => number

// The package's types describe its CommonJS entry, where the loader is `default`; the ES module exports the loader itself.
const loadHighs = highsModule as unknown as typeof highsModule.default

const maximise = (highs: Highs, programme: LinearProgramme): number => {
  const [numRows, numCols] = [programme.start.length - 1, programme.cost.length]
  const model = highs.createModel({
    numCols,
    numRows,
    colCost: programme.cost,
    colLower: programme.low,
    colUpper: programme.high,
    rowLower: programme.rowLow,
    rowUpper: programme.rowHigh,
    matrix: {
      format: "csr",
      numRows,
      numCols,
      starts: programme.start,
      indices: programme.index,
      values: programme.coefficient
    }
  })
  try {
    model.options.set({ output_flag: false, random_seed: 1, solver: "simplex" })
    model.changeObjectiveSense(highs.constants.objectiveSense.maximize)
    return model.run().modelStatus === highs.constants.modelStatus.optimal ? model.getObjectiveValue() : Number.NaN
  } catch (error) {
    if (error instanceof Error && error.name === "HighsError") return Number.NaN
    throw error
  } finally {
    model.dispose()
  }
}

/**
 * Loads HiGHS (Huangfu and Hall 2018), compiled to WebAssembly. Calls of the solver block.
 *
 * @example
 * ```ts
 * import { loadLinearSolver } from "@corridor/flow-statistics"
 *
 * const solver = await loadLinearSolver()
 * ```
 */
export const loadLinearSolver = async (): Promise<LinearSolver> => {
  const highs = await loadHighs()
  return (programme) => maximise(highs, programme)
}
