import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import { type Classes, classState } from "./Classes.ts"
import { improveChoice } from "./improveChoice.ts"

/** Smallest violation of an inequality that counts. */
export const tolerance = 1e-4

/** Limit of branch and bound for one choice. */
const maxNodes = 2000

/**
 * Inequalities that every safe choice satisfies, with x = 1 for a hidden class: the sum of coefficient × x is at
 * least 0. Each states that, if a class is hidden, the room of the others covers what it needs.
 */
export class Cuts {
  readonly #classes: Classes
  readonly #start: Array<number> = [0]
  readonly #index: Array<number> = []
  readonly #coefficient: Array<number> = []

  constructor(classes: Classes) {
    this.#classes = classes
  }

  get count(): number {
    return this.#start.length - 1
  }

  /** Returns whether the class can be hidden. */
  mayBeHidden(id: number): boolean {
    return this.#classes.state[id] !== classState.published || this.#classes.mayHide[id] === 1
  }

  /**
   * Adds "if the class is hidden, the others contribute at least `needs`". Contributions are capped at the need; if all
   * together contribute less, that sum is required. Returns the violation by the current choice, or 0 if nothing was
   * added.
   */
  add(id: number, needs: number, others: ArrayLike<number>, gives: ArrayLike<number>, x: Float64Array): number {
    let all = 0
    for (let k = 0; k < others.length; k++)
      if (this.mayBeHidden(others[k] as number)) all += Math.min(needs, gives[k] as number)
    const right = Math.min(needs, all)
    if (right <= tolerance) return 0
    let has = 0
    for (let k = 0; k < others.length; k++)
      has += Math.min(right, gives[k] as number) * (x[others[k] as number] as number)
    const lacks = right * (x[id] as number) - has
    if (lacks <= tolerance) return 0
    for (let k = 0; k < others.length; k++) {
      const other = others[k] as number
      if (!this.mayBeHidden(other)) continue
      this.#index.push(other)
      this.#coefficient.push(Math.min(right, gives[k] as number))
    }
    this.#index.push(id)
    this.#coefficient.push(-right)
    this.#start.push(this.#index.length)
    return lacks
  }

  /** Returns the classes of the last inequality. */
  last(): ReadonlyArray<number> {
    return this.#index.slice(this.#start[this.count - 1], this.#start[this.count])
  }

  /** Repairs the violations of a choice and makes it cheaper. Classes that are hidden already stay hidden. */
  improve(x: Float64Array): void {
    const free = Uint8Array.from(x, (_, id) =>
      this.#classes.state[id] === classState.published && this.mayBeHidden(id) ? 1 : 0
    )
    const cuts = { rows: this.count, start: this.#start, index: this.#index, coefficient: this.#coefficient }
    improveChoice(cuts, this.#classes.cost, free, x, tolerance)
  }

  /**
   * Replaces a choice by the cheapest that satisfies all inequalities, if branch and bound proves one within its limit
   * of nodes. Classes that are hidden already stay hidden.
   */
  optimise(solver: LoadedSolver, x: Float64Array): void {
    const { count } = this.#classes
    const chosen = solver.using({ ...this.#relaxed(), whole: new Int32Array(count).fill(1) }, (programme) => {
      programme.seek("least")
      return programme.solve({ nodes: maxNodes })
    })
    if (chosen.outcome !== "optimal") return
    for (let id = 0; id < count; id++) x[id] = (chosen.point[id] as number) > 0.5 ? 1 : 0
  }

  appendTo(programme: OpenProgramme, from: number): void {
    for (let r = from; r < this.count; r++) {
      const [begin, end] = [this.#start[r] as number, this.#start[r + 1] as number]
      programme.addRow(
        0,
        Number.POSITIVE_INFINITY,
        Int32Array.from(this.#index.slice(begin, end)),
        Float64Array.from(this.#coefficient.slice(begin, end))
      )
    }
  }

  /** Opens the relaxed programme: least cost under all inequalities, with hidden classes fixed. */
  open(solver: LoadedSolver): OpenProgramme {
    const programme = solver.open(this.#relaxed())
    programme.seek("least")
    return programme
  }

  #relaxed() {
    const { count: columns, cost, state } = this.#classes
    const rows = this.count
    return {
      columns,
      rows,
      cost: Float64Array.from(cost, (c, id) => (state[id] === classState.unshown ? 0 : c)),
      low: Float64Array.from(state, (s) => (s === classState.published ? 0 : 1)),
      high: Float64Array.from(state, (_, id) => (this.mayBeHidden(id) ? 1 : 0)),
      rowLow: new Float64Array(rows),
      rowHigh: new Float64Array(rows).fill(Number.POSITIVE_INFINITY),
      start: Int32Array.from(this.#start),
      index: Int32Array.from(this.#index),
      coefficient: Float64Array.from(this.#coefficient)
    }
  }
}
