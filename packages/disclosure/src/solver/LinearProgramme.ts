/** Rows, compressed (CSR). */
export interface Entries {
  /** Where each row begins in `index` and `coefficient`; one longer than there are rows. No column twice in a row. */
  readonly start: Int32Array
  readonly index: Int32Array
  readonly coefficient: Float64Array
}

/** A linear or integer programme in typed arrays. */
export interface LinearProgramme extends Entries {
  readonly columns: number
  readonly rows: number
  readonly cost: Float64Array
  /** Bounds of columns and rows; infinities allowed. */
  readonly low: Float64Array
  readonly high: Float64Array
  readonly rowLow: Float64Array
  readonly rowHigh: Float64Array
  /** 1 for a column that takes whole numbers only; left out where none does. */
  readonly whole?: Int32Array
}

export interface SolveOptions {
  /**
   * Dual simplex (`simplex`, the default) goes on well after changes of bounds and rows, `primal` simplex after changes of costs;
   * the interior point, without crossover, is fast once on large programmes.
   */
  readonly method?: "simplex" | "primal" | "interior"
  /** Simplex begins with the programme as it is: sooner where it is small and solved once. */
  readonly asItIs?: boolean
  /** Whether the interior point simplifies the programme first, which takes longer than solving it unless it has tens of thousands of columns. */
  readonly simplify?: boolean
  /** Most steps of simplex, or of the interior point: unlike seconds they end in the same place on any machine. */
  readonly iterations?: number
  /** Seconds; a programme that needs more is `stopped`. */
  readonly seconds?: number
  /** Of whole-number programmes: how far from the best the answer may be, as a part of it; 0 where left out. */
  readonly gap?: number
  /** Of whole-number programmes: most nodes of branch and bound; the best point found until then is `feasible`. */
  readonly nodes?: number
}

/**
 * `optimal`: proved. `feasible`: stopped by the limit with a point that satisfies all rows. `unknown`: stopped or failed without
 * one: nothing may be concluded.
 */
export type Outcome = "optimal" | "infeasible" | "unbounded" | "feasible" | "unknown"

export interface Solution {
  readonly outcome: Outcome
  /** Value of the objective; NaN where no point was found. */
  readonly objective: number
  /**
   * Value that no point can be better than: of a whole-number programme that was stopped, what branch and bound has proved;
   * the objective where optimal; the infinity on the better side where nothing is proved.
   */
  readonly bound: number
  /** Value of each column; empty where no point was found. */
  readonly point: Float64Array
  /** Steps of simplex or of the interior point that it took. */
  readonly iterations: number
  /** Value of each row's multiplier; empty for whole-number programmes and where no point was found. */
  readonly rowDual: Float64Array
}
