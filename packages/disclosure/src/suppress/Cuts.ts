import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import { type Classes, classState } from "./Classes.ts"
import { improveChoice } from "./improveChoice.ts"

/** Least by which an inequality has to be missed to count. */
export const tolerance = 1e-4

/**
 * Inequalities that every safe choice of classes to hide satisfies, with x = 1 for a hidden class: the sum of coefficient × x is 0 at
 * least. Each says that, if a class is hidden, the rooms of the others make up for what it needs.
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

  /** Could the class be hidden at all? */
  mayBeHidden(of: number): boolean {
    return this.#classes.state[of] !== classState.published || this.#classes.mayHide[of] === 1
  }

  /**
   * "If `of` is hidden, what the others give adds up to `needs`." What is given is cut off at the need; where all together can't give
   * as much, all that can be is asked for. Answers the sum that the chosen classes lack, 0 where nothing was added.
   */
  add(of: number, needs: number, others: ArrayLike<number>, gives: ArrayLike<number>, x: Float64Array): number {
    let all = 0
    for (let k = 0; k < others.length; k++)
      if (this.mayBeHidden(others[k] as number)) all += Math.min(needs, gives[k] as number)
    const right = Math.min(needs, all)
    if (right <= tolerance) return 0
    let has = 0
    for (let k = 0; k < others.length; k++)
      has += Math.min(right, gives[k] as number) * (x[others[k] as number] as number)
    const lacks = right * (x[of] as number) - has
    if (lacks <= tolerance) return 0
    for (let k = 0; k < others.length; k++) {
      const other = others[k] as number
      if (!this.mayBeHidden(other)) continue
      this.#index.push(other)
      this.#coefficient.push(Math.min(right, gives[k] as number))
    }
    this.#index.push(of)
    this.#coefficient.push(-right)
    this.#start.push(this.#index.length)
    return lacks
  }

  /** The classes of the inequality that was added last. */
  last(): ReadonlyArray<number> {
    return this.#index.slice(this.#start[this.count - 1], this.#start[this.count])
  }

  /** Makes good what a choice misses, and makes it cheaper; what is hidden already stays. */
  improve(x: Float64Array): void {
    const free = Uint8Array.from(x, (_, of) =>
      this.#classes.state[of] === classState.published && this.mayBeHidden(of) ? 1 : 0
    )
    const cuts = { rows: this.count, start: this.#start, index: this.#index, coefficient: this.#coefficient }
    improveChoice(cuts, this.#classes.cost, free, x, tolerance)
  }

  /** Puts the inequalities from `from` on into a programme that is open. */
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

  /** The least cost under all inequalities, in fractions; what is hidden already stays hidden. */
  open(solver: LoadedSolver): OpenProgramme {
    const { count, cost, state } = this.#classes
    const rows = this.count
    const programme = solver.open({
      columns: count,
      rows,
      cost: Float64Array.from(cost, (c, of) => (state[of] === classState.unshown ? 0 : c)),
      low: Float64Array.from(state, (s) => (s === classState.published ? 0 : 1)),
      high: Float64Array.from(state, (_, of) => (this.mayBeHidden(of) ? 1 : 0)),
      rowLow: new Float64Array(rows),
      rowHigh: new Float64Array(rows).fill(Number.POSITIVE_INFINITY),
      start: Int32Array.from(this.#start),
      index: Int32Array.from(this.#index),
      coefficient: Float64Array.from(this.#coefficient)
    })
    programme.seek("least")
    return programme
  }
}
