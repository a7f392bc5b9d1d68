import type { Entries } from "../solver/LinearProgramme.ts"
import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import type { LoadedSolver } from "../solver/Solver.ts"

/** A change of classes that leaves all rows balanced. */
export interface Circulation {
  readonly classes: Int32Array
  readonly by: Float64Array
}

/** Classes in sums that equal zero or a constant. Classes with state 0 are published and do not move. */
export interface MovableClasses {
  readonly value: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  readonly state: Uint8Array
  /** Row r: coefficient × class over start[r] to start[r + 1] - 1. */
  readonly start: Int32Array
  readonly index: Int32Array
  readonly coefficient: Float64Array
  /** Rows of each class, and its coefficient in them. */
  readonly rowStart: Int32Array
  readonly row: Int32Array
  readonly rowCoefficient: Float64Array
}

/** How far a class can move in one direction among hidden classes, and why. */
export interface Displacement {
  /** 1 for a rise, -1 for a fall. */
  readonly direction: 1 | -1
  /** The distance requested. */
  readonly asked: number
  /** A change that goes as far as requested; undefined if there is none. */
  readonly circulation: Circulation | undefined
  /** If there is none: the rows that bound it, each with its multiplier. */
  readonly rows: ReadonlyArray<number>
  readonly multiplier: Float64Array
  /** Work of the programmes: iterations times rows. */
  readonly work: number
}

/**
 * Reward of the requested distance relative to the cost of the other moves. It is high enough that no way is too
 * long; with a hundredth of it, long ways were given up for their cost and the multipliers described costs instead of
 * bounds.
 */
const worth = 1e6

/** Assumed cost of a row that was not explored yet, so that closed ways come first. */
const unexplored = 5

const minChange = 1e-7

/** Rows and hidden classes of a growing part of the table. */
class Part {
  readonly rows: Array<number> = []
  readonly members: Array<number> = []
  readonly #classes: MovableClasses
  readonly #hasRow = new Set<number>()
  readonly #place = new Map<number, number>()

  constructor(classes: MovableClasses) {
    this.#classes = classes
  }

  /** Adds a class and its rows. Returns its place among the members. */
  include(id: number): number {
    const place = this.#place.get(id) ?? this.members.push(id) - 1
    this.#place.set(id, place)
    const { rowStart, row } = this.#classes
    for (let at = rowStart[id] as number; at < (rowStart[id + 1] as number); at++) this.addRow(row[at] as number)
    return place
  }

  addRow(r: number): void {
    if (this.#hasRow.has(r)) return
    this.#hasRow.add(r)
    this.rows.push(r)
    const { start, index, state } = this.#classes
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const id = index[at] as number
      if (state[id] !== 0 && !this.#place.has(id)) this.#place.set(id, this.members.push(id) - 1)
    }
  }

  /** Returns the number of a class's rows outside the part. */
  outside(id: number): number {
    const { rowStart, row } = this.#classes
    let count = 0
    for (let at = rowStart[id] as number; at < (rowStart[id + 1] as number); at++)
      if (!this.#hasRow.has(row[at] as number)) count += 1
    return count
  }

  /** Returns the part's rows from `from` on, over a rise and a fall of each member. */
  matrix(from: number): Entries {
    const { start, index, coefficient } = this.#classes
    const begin: Array<number> = [0]
    const columns: Array<number> = []
    const entries: Array<number> = []
    for (const r of this.rows.slice(from)) {
      for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
        const place = this.#place.get(index[at] as number)
        if (place === undefined) continue
        columns.push(2 * place, 2 * place + 1)
        entries.push(coefficient[at] as number, -(coefficient[at] as number))
      }
      begin.push(columns.length)
    }
    return { start: Int32Array.from(begin), index: Int32Array.from(columns), coefficient: Float64Array.from(entries) }
  }
}

/** How far a class must be able to move, and in which direction. */
export interface Asked {
  readonly id: number
  readonly direction: 1 | -1
  readonly by: number
}

/**
 * Finds the largest displacement of single classes among hidden classes, by linear programmes over a growing part of the table. Only rows that
 * the last solution left unbalanced are added, so the cost depends on the neighbourhood and not on the table. The next request begins with the
 * part and the basis of the last one.
 */
export class MaxDisplacement {
  readonly #solver: LoadedSolver
  readonly #classes: MovableClasses
  readonly #maxRows: number
  #part: Part
  /** One programme that grows with the part, and the number of its rows and members. */
  #open: OpenProgramme | undefined
  #had = 0
  #knew = 0

  constructor(solver: LoadedSolver, classes: MovableClasses, maxRows = 1500) {
    this.#solver = solver
    this.#classes = classes
    this.#maxRows = maxRows
    this.#part = new Part(classes)
  }

  /**
   * Returns a change that balances all rows, or multipliers of rows that prove that there is none. Undefined if the part grew too large.
   *
   * @param low what the attacker knows of each class
   */
  reach(asked: Asked, low = this.#classes.low): Displacement | undefined {
    const target = 2 * this.#part.include(asked.id) + (asked.direction > 0 ? 0 : 1)
    let work = 0
    for (let isFirst = true; this.#part.rows.length <= this.#maxRows; isFirst = false) {
      const { outcome, point, rowDual, iterations } = this.#programme(asked, low, isFirst).solve({ asItIs: true })
      if (outcome !== "optimal") return this.#restart()
      work += iterations * this.#part.rows.length
      const found = { direction: asked.direction, asked: asked.by, work }
      if ((point[target] as number) < asked.by - 1e-6) {
        const multiplier = rowDual.map((dual) => dual / worth)
        return { ...found, circulation: undefined, rows: [...this.#part.rows], multiplier }
      }
      const circulation = this.#take(point)
      if (circulation !== undefined) return { ...found, circulation, rows: [], multiplier: new Float64Array(0) }
    }
    return this.#restart()
  }

  /** Starts again with the next request. */
  #restart(): undefined {
    this.#open?.dispose()
    this.#open = undefined
    this.#part = new Part(this.#classes)
    this.#had = 0
    this.#knew = 0
  }

  /** Returns the programme of the part as it is now. */
  #programme({ id: target, direction, by }: Asked, low: Float64Array, isFirst: boolean): OpenProgramme {
    const { value, high } = this.#classes
    const { members, rows } = this.#part
    const count = members.length
    const cost = new Float64Array(2 * count)
    const most = new Float64Array(2 * count)
    members.forEach((id, k) => {
      cost[2 * k] = 1 + unexplored * this.#part.outside(id)
      cost[2 * k + 1] = cost[2 * k] as number
      most[2 * k] = (high[id] as number) - (value[id] as number)
      most[2 * k + 1] = (value[id] as number) - (low[id] as number)
    })
    const place = 2 * this.#part.include(target)
    const [with_, against] = direction > 0 ? [place, place + 1] : [place + 1, place]
    most[with_] = Math.min(by, most[with_] as number)
    most[against] = 0
    cost[with_] = -worth
    const zeros = new Float64Array(2 * count)
    if (this.#open === undefined)
      this.#open = this.#solver.open({
        columns: 2 * count,
        rows: rows.length,
        cost,
        low: zeros,
        high: most,
        rowLow: new Float64Array(rows.length),
        rowHigh: new Float64Array(rows.length),
        ...this.#part.matrix(0)
      })
    else {
      // New members occur in no earlier row. Simplex continues from its last basis.
      if (count > this.#knew)
        this.#open.addColumns(cost.slice(2 * this.#knew), zeros.slice(2 * this.#knew), most.slice(2 * this.#knew))
      if (rows.length > this.#had) this.#open.addRows(0, 0, this.#part.matrix(this.#had))
      this.#open.setCosts(cost)
      if (isFirst) this.#open.setAllBounds(zeros, most)
    }
    ;[this.#had, this.#knew] = [rows.length, count]
    return this.#open
  }

  /** Returns the solution as a change. Undefined if it leaves rows unbalanced, which are then part of the programme. */
  #take(point: Float64Array): Circulation | undefined {
    const { rowStart, row, rowCoefficient } = this.#classes
    const balance = new Map<number, number>()
    const moved: Array<number> = []
    const by: Array<number> = []
    this.#part.members.forEach((id, k) => {
      const change = (point[2 * k] as number) - (point[2 * k + 1] as number)
      if (Math.abs(change) < minChange) return
      const whole = Math.round(change)
      moved.push(id)
      by.push(Math.abs(change - whole) < minChange ? whole : change)
      for (let at = rowStart[id] as number; at < (rowStart[id + 1] as number); at++) {
        const r = row[at] as number
        balance.set(r, (balance.get(r) ?? 0) + change * (rowCoefficient[at] as number))
      }
    })
    let grown = false
    for (const [r, off] of balance)
      if (Math.abs(off) > 1e-6) {
        this.#part.addRow(r)
        grown = true
      }
    return grown ? undefined : { classes: Int32Array.from(moved), by: Float64Array.from(by) }
  }

  [Symbol.dispose](): void {
    this.#open?.dispose()
  }
}

/** Returns the largest displacement of one class for one attacker. Undefined if the part grew too large. */
export const maxDisplacement = (
  solver: LoadedSolver,
  classes: MovableClasses,
  target: number,
  direction: 1 | -1,
  asked: number,
  maxRows?: number
): Displacement | undefined => {
  using search = new MaxDisplacement(solver, classes, maxRows)
  return search.reach({ id: target, direction, by: asked })
}
