import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import { type Classes, classState } from "./Classes.ts"
import type { Closure } from "./ClosureSearch.ts"

/** A change smaller than this is none. */
const least = 1e-6

/**
 * The cheapest closure within some classes as a linear programme (Kelly, Golden and Assad 1992; Castro 2007): rises and falls of
 * the classes, rows balanced, cost by amount, the target changed by what is asked. Its solution may be in fractions; what it
 * moves is hidden.
 */
export class ClosureProgramme {
  readonly #classes: Classes
  readonly #members: Int32Array
  readonly #place: Map<number, number>
  readonly #open: OpenProgramme

  constructor(solver: LoadedSolver, classes: Classes, members: Int32Array = allOf(classes)) {
    this.#classes = classes
    this.#members = members
    this.#place = new Map(Array.from(members, (of, k) => [of, k]))
    const count = members.length
    const bounds = new Float64Array(count * 2)
    const cost = new Float64Array(count * 2)
    members.forEach((of, k) => {
      const [rise, fall] = this.#rooms(of)
      bounds[k] = rise
      bounds[count + k] = fall
      cost[k] = this.#cost(of)
      cost[count + k] = this.#cost(of)
    })
    const rows = rowsAmong(classes, members, this.#place)
    this.#open = solver.open({
      columns: count * 2,
      rows: rows.start.length - 1,
      cost,
      low: new Float64Array(count * 2),
      high: bounds,
      rowLow: new Float64Array(rows.start.length - 1),
      rowHigh: new Float64Array(rows.start.length - 1),
      ...rows
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
    const k = this.#place.get(of)
    if (k === undefined) return
    this.#open.setCost(k, this.#cost(of))
    this.#open.setCost(this.#members.length + k, this.#cost(of))
  }

  /** The cheapest closure that changes the target by at least this much; undefined where there is none, or it was not found. */
  find(target: number, by: number, seconds: number): Closure | undefined {
    const { state, cost } = this.#classes
    const members = this.#members
    const count = members.length
    const at = this.#place.get(target)
    const [rise, fall] = this.#rooms(target)
    if (at === undefined || (by > 0 ? rise : fall) < Math.abs(by)) return undefined
    const [asked, other] = by > 0 ? [at, count + at] : [count + at, at]
    this.#open.setBounds(asked, Math.abs(by), by > 0 ? rise : fall)
    this.#open.setBounds(other, 0, 0)
    const { outcome, point } = this.#open.solve({ seconds })
    this.#open.setBounds(asked, 0, by > 0 ? rise : fall)
    this.#open.setBounds(other, 0, by > 0 ? fall : rise)
    if (outcome !== "optimal" && outcome !== "feasible") return undefined
    const classes: Array<number> = []
    const changes: Array<number> = []
    let spent = 0
    members.forEach((of, k) => {
      const change = (point[k] as number) - (point[count + k] as number)
      if (Math.abs(change) < least) return
      classes.push(of)
      const whole = Math.round(change)
      changes.push(Math.abs(change - whole) < least ? whole : change)
      if (state[of] === classState.published) spent += cost[of] as number
    })
    return { classes: Int32Array.from(classes), by: Float64Array.from(changes), cost: spent }
  }

  dispose(): void {
    this.#open.dispose()
  }
}

const allOf = (classes: Classes): Int32Array => Int32Array.from({ length: classes.count }, (_, of) => of)

/** All rows in which members stand, over rises and falls of the members. */
const rowsAmong = (classes: Classes, members: Int32Array, place: ReadonlyMap<number, number>) => {
  const { rowStart, row, rowCoefficient } = classes
  const entries = new Map<number, Array<readonly [number, number]>>()
  for (const of of members)
    for (let at = rowStart[of] as number; at < (rowStart[of + 1] as number); at++) {
      const r = row[at] as number
      const entry = [place.get(of) as number, rowCoefficient[at] as number] as const
      const known = entries.get(r)
      if (known === undefined) entries.set(r, [entry])
      else known.push(entry)
    }
  const start = new Int32Array(entries.size + 1)
  const index: Array<number> = []
  const coefficient: Array<number> = []
  let rows = 0
  for (const list of entries.values()) {
    for (const [k, a] of list) {
      index.push(k, members.length + k)
      coefficient.push(a, -a)
    }
    start[++rows] = index.length
  }
  return { start, index: Int32Array.from(index), coefficient: Float64Array.from(coefficient) }
}

/** Does the closure move in whole numbers only? */
export const isWholeClosure = (closure: Closure): boolean => closure.by.every((by) => Number.isInteger(by))
