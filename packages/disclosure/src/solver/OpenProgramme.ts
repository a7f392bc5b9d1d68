import type { Highs, Model } from "highs"
import type { Entries, LinearProgramme, Outcome, Solution, SolveOptions } from "./LinearProgramme.ts"

const none = new Float64Array(0)

/** The solver's largest number. */
const unlimited = 2_147_483_647

/**
 * Iterations of the interior-point method, which usually takes 15 to 60. In one programme in some thousands the step length falls to nothing, and it
 * would go on until a clock ends it.
 */
const maxInteriorIterations = 300

/**
 * A programme in the solver's memory that can be changed and solved again. Simplex continues from the last basis.
 * Only `dispose` frees the memory: use `LoadedSolver.using`, or `finally`.
 */
export class OpenProgramme {
  readonly #highs: Highs
  readonly #model: Model
  readonly #whole: boolean
  #columns: number
  #rows: number
  #most = false

  constructor(highs: Highs, programme: LinearProgramme) {
    this.#highs = highs
    this.#columns = programme.columns
    this.#rows = programme.rows
    this.#whole = programme.whole?.some((mark) => mark !== 0) ?? false
    this.#model = highs.createModel({
      numCols: programme.columns,
      numRows: programme.rows,
      colCost: programme.cost,
      colLower: programme.low,
      colUpper: programme.high,
      rowLower: programme.rowLow,
      rowUpper: programme.rowHigh,
      matrix: {
        format: "csr",
        numRows: programme.rows,
        numCols: programme.columns,
        starts: programme.start,
        indices: programme.index,
        values: programme.coefficient
      },
      ...(this.#whole && programme.whole !== undefined ? { integrality: programme.whole } : {})
    })
    this.#model.options.set({ output_flag: false, random_seed: 1 })
    if (this.#whole) this.#model.options.set({ mip_abs_gap: 1e-6 })
  }

  /** Sets the direction: minimise or maximise the sum of cost × column. */
  seek(direction: "least" | "most"): void {
    this.#most = direction === "most"
    const { minimize, maximize } = this.#highs.constants.objectiveSense
    this.#model.changeObjectiveSense(this.#most ? maximize : minimize)
  }

  setCost(column: number, cost: number): void {
    this.#model.changeColCost(column, cost)
  }

  setCosts(cost: Float64Array): void {
    this.#model.changeColsCost({ kind: "range", from: 0, to: cost.length - 1 }, cost)
  }

  setBounds(column: number, low: number, high: number): void {
    this.#model.changeColBounds(column, low, high)
  }

  setAllBounds(low: Float64Array, high: Float64Array): void {
    this.#model.changeColsBounds({ kind: "range", from: 0, to: low.length - 1 }, low, high)
  }

  addRow(low: number, high: number, index: Int32Array, coefficient: Float64Array): void {
    this.#model.addRow(low, high, { indices: index, values: coefficient })
    this.#rows += 1
  }

  /** Adds columns that occur in no row. */
  addColumns(cost: Float64Array, low: Float64Array, high: Float64Array): void {
    const none = { indices: new Int32Array(0), values: new Float64Array(0), starts: new Int32Array(cost.length + 1) }
    this.#model.addCols({
      cost,
      lower: low,
      upper: high,
      matrix: { format: "csc", numRows: this.#rows, numCols: cost.length, ...none }
    })
    this.#columns += cost.length
  }

  /** Adds rows with the same bounds, compressed, over all columns. */
  addRows(low: number, high: number, { start, index, coefficient }: Entries): void {
    const rows = start.length - 1
    this.#model.addRows({
      lower: new Float64Array(rows).fill(low),
      upper: new Float64Array(rows).fill(high),
      matrix: {
        format: "csr",
        numRows: rows,
        numCols: this.#columns,
        starts: start,
        indices: index,
        values: coefficient
      }
    })
    this.#rows += rows
  }

  /** Solves the programme. Deterministic, except for what a time limit cuts off. */
  solve(options: SolveOptions = {}): Solution {
    const model = this.#model
    const iterations = Math.max(0, Math.min(unlimited, Math.floor(options.iterations ?? unlimited)))
    const interior = options.method === "interior" && !this.#whole
    model.options.set({
      solver: interior ? "ipm" : this.#whole ? "choose" : "simplex",
      simplex_strategy: options.method === "primal" ? 4 : 1,
      run_crossover: interior ? "off" : "on",
      presolve: interior ? (options.simplify === true ? "on" : "off") : options.asItIs === true ? "off" : "choose",
      simplex_iteration_limit: iterations,
      ipm_iteration_limit: Math.min(iterations, maxInteriorIterations),
      time_limit: options.seconds ?? 1e9
    })
    if (this.#whole) model.options.set({ mip_rel_gap: options.gap ?? 0, mip_max_nodes: options.nodes ?? unlimited })
    model.zeroAllClocks()
    let outcome: Outcome
    try {
      let status: number = model.run().modelStatus
      if (status === this.#highs.constants.modelStatus.unboundedOrInfeasible) {
        model.options.set({ presolve: "off" })
        status = model.run().modelStatus
      }
      outcome = this.#outcome(status)
    } catch (error) {
      // The solver failed numerically: nothing is concluded. A disposed or misused model is a defect.
      if (error instanceof Error && error.name === "HighsError") outcome = "unknown"
      else throw error
    }
    const took = this.#iterations()
    const found = outcome === "optimal" || outcome === "feasible"
    const worst = this.#most ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
    if (!found) return { outcome, objective: Number.NaN, bound: worst, point: none, iterations: took, rowDual: none }
    // A programme without unknowns has no solution to read: every count of the table is known.
    if (this.#columns === 0) return { outcome, objective: 0, bound: 0, point: none, iterations: took, rowDual: none }
    const solution = model.getSolution()
    const objective = model.getObjectiveValue()
    const bound = outcome === "optimal" ? objective : this.#whole ? Number(model.info.get("mip_dual_bound")) : worst
    const rowDual = this.#whole ? none : solution.rowDual
    return { outcome, objective, bound, point: solution.colValue, iterations: took, rowDual }
  }

  #iterations(): number {
    const numberOf = (name: string) => Math.max(0, Number(this.#model.info.get(name)))
    return numberOf("simplex_iteration_count") + numberOf("ipm_iteration_count")
  }

  dispose(): void {
    this.#model.dispose()
  }

  #outcome(status: number): Outcome {
    const known = this.#highs.constants.modelStatus
    if (status === known.optimal || status === known.empty) return "optimal"
    if (status === known.infeasible) return "infeasible"
    if (status === known.unbounded) return "unbounded"
    return this.#model.info.get("primal_solution_status") === 2 ? "feasible" : "unknown"
  }
}
