/** Rows in compressed form (CSR). */
export interface Entries {
  /**
   * Where each row begins in `index` and `coefficient`; one longer than there are rows. No column occurs twice in a
   * row.
   */
  readonly start: Int32Array
  readonly index: Int32Array
  readonly coefficient: Float64Array
}

/** A linear or integer programme in typed arrays. */
export interface LinearProgramme extends Entries {
  readonly columns: number
  readonly rows: number
  readonly cost: Float64Array
  /** Bounds of columns and rows; may be infinite. */
  readonly low: Float64Array
  readonly high: Float64Array
  readonly rowLow: Float64Array
  readonly rowHigh: Float64Array
  /** 1 for a column of whole numbers; absent if there is none. */
  readonly whole?: Int32Array
}

export interface SolveOptions {
  /**
   * Dual simplex (`simplex`, the default) continues well after changes of bounds and rows, `primal` simplex after
   * changes of costs. The interior point method, without crossover, is fast for large programmes that are solved
   * once.
   */
  readonly method?: "simplex" | "primal" | "interior"
  /** Whether simplex skips presolve: faster if the programme is small and solved once. */
  readonly asItIs?: boolean
  /**
   * Whether the interior point method uses presolve. It takes longer than solving, except with tens of thousands of
   * columns.
   */
  readonly simplify?: boolean
  /**
   * Limit of steps of simplex or of the interior point method. Unlike seconds it gives the same result on any
   * machine.
   */
  readonly iterations?: number
  /** Limit in seconds. */
  readonly seconds?: number
  /** For whole-number programmes: tolerated relative gap to the optimum; 0 if absent. */
  readonly gap?: number
  /** For whole-number programmes: limit of branch-and-bound nodes. The best point until then is `feasible`. */
  readonly nodes?: number
}

/**
 * `optimal`: proved. `feasible`: stopped by the limit with a point that satisfies all rows. `unknown`: stopped or
 * failed without one; conclude nothing.
 */
export type Outcome = "optimal" | "infeasible" | "unbounded" | "feasible" | "unknown"

export interface Solution {
  readonly outcome: Outcome
  /** Value of the objective; NaN if no point was found. */
  readonly objective: number
  /**
   * A value that no point can surpass: the objective if optimal, what branch and bound proved if stopped, and
   * infinity if nothing is proved.
   */
  readonly bound: number
  /** Value of each column; empty if no point was found. */
  readonly point: Float64Array
  /** Steps of simplex or of the interior point method. */
  readonly iterations: number
  /** Dual value of each row; empty for whole-number programmes and if no point was found. */
  readonly rowDual: Float64Array
}
