import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import { type Classes, classState } from "./Classes.ts"
import type { Closure } from "./ClosureSearch.ts"

/** A change smaller than this is none. */
const least = 1e-6

/**
 * The cheapest closure as a linear programme (Kelly, Golden and Assad 1992; Castro 2007): rises and falls of all classes, rows
 * balanced, cost by amount, the target changed by what is asked. Its solution may be in fractions; what it moves is hidden.
 */
export class ClosureProgramme {
  readonly #classes: Classes
  readonly #open: OpenProgramme

  constructor(solver: LoadedSolver, classes: Classes) {
    this.#classes = classes
    const { count, rows, start, index, coefficient } = classes
    const begin = new Int32Array(rows + 1)
    const columns = new Int32Array(index.length * 2)
    const entries = new Float64Array(index.length * 2)
    for (let r = 0; r < rows; r++) begin[r + 1] = 2 * (start[r + 1] as number)
    for (let at = 0; at < index.length; at++) {
      columns[2 * at] = index[at] as number
      entries[2 * at] = coefficient[at] as number
      columns[2 * at + 1] = count + (index[at] as number)
      entries[2 * at + 1] = -(coefficient[at] as number)
    }
    const bounds = new Float64Array(count * 2)
    const cost = new Float64Array(count * 2)
    for (let of = 0; of < count; of++) {
      const [rise, fall] = this.#rooms(of)
      bounds[of] = rise
      bounds[count + of] = fall
      cost[of] = this.#cost(of)
      cost[count + of] = this.#cost(of)
    }
    this.#open = solver.open({
      columns: count * 2,
      rows,
      cost,
      low: new Float64Array(count * 2),
      high: bounds,
      rowLow: new Float64Array(rows),
      rowHigh: new Float64Array(rows),
      start: begin,
      index: columns,
      coefficient: entries
    })
    this.#open.seek("least")
  }

  #rooms(of: number): readonly [number, number] {
    const { state, mayHide, value, low, high } = this.#classes
    if (state[of] === classState.published && mayHide[of] === 0) return [0, 0]
    return [(high[of] as number) - (value[of] as number), (value[of] as number) - (low[of] as number)]
  }

  #cost(of: number): number {
    const { state, cost } = this.#classes
    return state[of] === classState.published ? 1 + (cost[of] as number) : 1e-3
  }

  /** Tells the programme that a class is hidden now. */
  hide(of: number): void {
    this.#open.setCost(of, this.#cost(of))
    this.#open.setCost(this.#classes.count + of, this.#cost(of))
  }

  /** The cheapest closure that changes the target by at least this much; undefined where there is none, or it was not found. */
  find(target: number, by: number, seconds: number): Closure | undefined {
    const { count, state, cost } = this.#classes
    const [rise, fall] = this.#rooms(target)
    if ((by > 0 ? rise : fall) < Math.abs(by)) return undefined
    const [asked, other] = by > 0 ? [target, count + target] : [count + target, target]
    this.#open.setBounds(asked, Math.abs(by), by > 0 ? rise : fall)
    this.#open.setBounds(other, 0, 0)
    const { outcome, point } = this.#open.solve({ seconds })
    this.#open.setBounds(asked, 0, by > 0 ? rise : fall)
    this.#open.setBounds(other, 0, by > 0 ? fall : rise)
    if (outcome !== "optimal" && outcome !== "feasible") return undefined
    const classes: Array<number> = []
    const changes: Array<number> = []
    let spent = 0
    for (let of = 0; of < count; of++) {
      const change = (point[of] as number) - (point[count + of] as number)
      if (Math.abs(change) < least) continue
      classes.push(of)
      const whole = Math.round(change)
      changes.push(Math.abs(change - whole) < least ? whole : change)
      if (state[of] === classState.published) spent += cost[of] as number
    }
    return { classes: Int32Array.from(classes), by: Float64Array.from(changes), cost: spent }
  }

  dispose(): void {
    this.#open.dispose()
  }
}

/** Does the closure move in whole numbers only? */
export const isWholeClosure = (closure: Closure): boolean => closure.by.every((by) => Number.isInteger(by))
