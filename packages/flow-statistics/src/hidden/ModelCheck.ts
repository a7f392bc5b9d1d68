/**
 * Checks models of one set of lists and remembers. Whether an estimate exists depends on the counts only by which cells are
 * empty; a table with fewer empty cells has it too, and so has a model with fewer pairs and the same empty ones. So resampled
 * tables, and most of all models, need no programme of their own.
 */
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import type { CaptureTable } from "./CaptureTable.ts"
import { type Existence, existenceOf } from "./existence.ts"
import { modelCells } from "./ModelCells.ts"
import type { PairModel } from "./PairModel.ts"

interface Known {
  readonly parameters: ReadonlySet<number>
  /** For each cell that stays: whether it has a person. */
  readonly filled: ReadonlyArray<boolean>
  readonly existence: Existence
}

export class ModelCheck {
  readonly #solver: LoadedSolver
  /** What is known, by number of lists and empty pairs of the model: these say which cells stay. */
  readonly #known = new Map<string, Array<Known>>()

  constructor(solver: LoadedSolver) {
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
