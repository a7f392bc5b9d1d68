/**
 * Checks whether models have an estimate, and caches the results. Existence depends only on which cells are empty. If a table has an
 * estimate, so does one with fewer empty cells, and so does a model with fewer pairs and the same empty ones. Most resampled tables and
 * models therefore need no linear programme.
 */

import type { CaptureTable } from "./CaptureTable.ts"
import { type Existence, existenceOf } from "./existence.ts"
import type { LinearSolver } from "./linearProgramme.ts"
import { modelCells } from "./ModelCells.ts"
import type { PairModel } from "./PairModel.ts"

interface Known {
  readonly parameters: ReadonlySet<number>
  /** For each cell in the fit: whether it has a person. */
  readonly filled: ReadonlyArray<boolean>
  readonly existence: Existence
}

export class ModelCheck {
  readonly #solver: LinearSolver
  /** Cached results by number of lists and empty pairs, which determine the cells in the fit. */
  readonly #known = new Map<string, Array<Known>>()

  constructor(solver: LinearSolver) {
    this.#solver = solver
  }

  existence(table: CaptureTable, model: PairModel): Existence {
    const cells = modelCells(table, model)
    const key = `${table.lists.length} ${cells.emptyPairs.join()}`
    const known = this.#known.get(key) ?? []
    this.#known.set(key, known)
    const filled = cells.histories.map((history) => (table.counts[history] as number) > 0)
    const found = known.find((one) => {
      if (one.existence === "undecided" || !cells.parameters.every((mask) => one.parameters.has(mask))) return false
      if (one.existence === "fits") return one.filled.every((was, cell) => !was || filled[cell])
      return one.parameters.size === cells.parameters.length && one.filled.every((was, cell) => was === filled[cell])
    })
    if (found !== undefined) return found.existence
    const existence = existenceOf(this.#solver, table, cells)
    known.push({ parameters: new Set(cells.parameters), filled, existence })
    return existence
  }
}
