import { byColumns, type CompressedColumns } from "../algebra/byColumns.ts"
import { NormalMatrix } from "../algebra/NormalMatrix.ts"
import type { Equations } from "./Equations.ts"

/** Room beyond this is treated as this much. It is far above what any need requires. */
const maxRoom = 100

/** Smaller changes count as zero. */
const minChange = 1e-9

/** Number of bounds after which a walk is abandoned. */
const maxStops = 40

/** Limit of the step along a change that no bound stops. */
const maxTimes = 64

/** Limit of cached numbers, eight bytes each. */
const maxKept = 8_000_000

/** An unknown that a bound has stopped, and its own direction. */
interface Held {
  readonly unknown: number
  readonly change: Float64Array
}

/**
 * The solutions around an interior point. The largest ellipsoid of changes within the bounds (Dikin 1967) has, for
 * each unknown, one direction in which it moves most. All directions come from one factored matrix; each costs as
 * much as a triangle has entries. A walk follows a direction to the bounds and slides along them.
 */
export class DikinEllipsoid {
  readonly #equations: Equations
  readonly middle: Float64Array
  readonly #weight: Float64Array
  readonly #matrix: NormalMatrix
  readonly #rows: CompressedColumns
  #work = 0
  /** Directions computed before. The same few unknowns stop many walks. */
  readonly #directions = new Map<number, Float64Array>()

  /** @param inside a point within all bounds that balances all rows, or nearly */
  constructor(equations: Equations, inside: Float64Array) {
    this.#equations = equations
    this.middle = inside.slice()
    const middle = this.middle
    const { unknowns, rows, index, coefficient, start, low, high } = equations
    this.#weight = new Float64Array(unknowns)
    for (let v = 0; v < unknowns; v++) {
      const room = Math.min(
        maxRoom,
        (high[v] as number) - (middle[v] as number),
        (middle[v] as number) - (low[v] as number)
      )
      this.#weight[v] = Math.max(0, room) ** 2
    }
    this.#matrix = new NormalMatrix({ columns: unknowns, rows, start, index, coefficient })
    this.#matrix.factor(this.#weight)
    this.#work = this.#matrix.entries ** 2 / Math.max(1, rows)
    this.#rows = byColumns(equations, unknowns)
    this.#balance()
  }

  /**
   * Returns the change of all unknowns that moves this one most within the ellipsoid. It balances all rows. Do not
   * modify it.
   */
  direction(unknown: number): Float64Array {
    const known = this.#directions.get(unknown)
    if (known !== undefined) return known
    const change = this.#directionOf(unknown)
    if ((this.#directions.size + 1) * change.length <= maxKept) this.#directions.set(unknown, change)
    return change
  }

  /** Returns the work, in numbers, since the last call. */
  takeWork(): number {
    const work = this.#work
    this.#work = 0
    return work
  }

  #directionOf(unknown: number): Float64Array {
    this.#work += 2 * this.#matrix.entries + this.#rows.coefficient.length
    const own = this.#weight[unknown] as number
    const y = new Float64Array(this.#equations.rows)
    const { start, row, coefficient } = this.#rows
    for (let at = start[unknown] as number; at < (start[unknown + 1] as number); at++)
      y[row[at] as number] = own * (coefficient[at] as number)
    this.#matrix.solve(y)
    const change = this.#taken(y)
    for (let v = 0; v < change.length; v++) change[v] = -(change[v] as number)
    change[unknown] = (change[unknown] as number) + own
    return change
  }

  /** W Aᵀ y. */
  #taken(y: Float64Array): Float64Array {
    const { start, row, coefficient } = this.#rows
    const taken = new Float64Array(this.#weight.length)
    for (let v = 0; v < taken.length; v++) {
      const weight = this.#weight[v] as number
      if (weight === 0) continue
      let sum = 0
      for (let at = start[v] as number; at < (start[v + 1] as number); at++)
        sum += (coefficient[at] as number) * (y[row[at] as number] as number)
      taken[v] = weight * sum
    }
    return taken
  }

  /** Removes the small imbalances that solvers leave. */
  #balance(): void {
    const { rows, start, index, coefficient, right } = this.#equations
    for (let round = 0; round < 2; round++) {
      const lacks = new Float64Array(rows)
      for (let r = 0; r < rows; r++) {
        let sum = right[r] as number
        for (let at = start[r] as number; at < (start[r + 1] as number); at++)
          sum -= (coefficient[at] as number) * (this.middle[index[at] as number] as number)
        lacks[r] = sum
      }
      this.#matrix.solve(lacks)
      this.#taken(lacks).forEach((by, v) => {
        this.middle[v] = (this.middle[v] as number) + by
      })
    }
  }

  /** Returns how many times the change fits within the bounds, and which unknown stops it. */
  #until(point: Float64Array, change: Float64Array, sign: number, stopped: Uint8Array | undefined) {
    const { low, high } = this.#equations
    this.#work += change.length
    let times = Number.POSITIVE_INFINITY
    let by = -1
    for (let v = 0; v < change.length; v++) {
      const step = sign * (change[v] as number)
      if (step < minChange && step > -minChange) continue
      if (stopped !== undefined && stopped[v] === 1) continue
      const room = step > 0 ? (high[v] as number) - (point[v] as number) : (point[v] as number) - (low[v] as number)
      const most = Math.max(0, room) / Math.abs(step)
      if (most < times) {
        times = most
        by = v
      }
    }
    return { times, by }
  }

  /** Returns both ends of the line from the middle along a change. */
  ends(change: Float64Array): readonly [Float64Array, Float64Array] {
    const end = (sign: number) => {
      const { times } = this.#until(this.middle, change, sign, undefined)
      const far = sign * Math.min(times, maxTimes)
      return this.middle.map((x, v) => x + far * (change[v] as number))
    }
    return [end(1), end(-1)]
  }

  /**
   * Walks from the middle until the unknown reaches `target`, or as far as possible. Where a bound stops an unknown,
   * the walk continues with that unknown fixed (the gradient projection of Rosen 1960).
   *
   * @param first the unknown's own direction
   */
  walk(unknown: number, target: number, first: Float64Array): Float64Array {
    const sign = target >= (this.middle[unknown] as number) ? 1 : -1
    const point = this.middle.slice()
    const stopped = new Uint8Array(point.length)
    const held: Array<Held> = []
    const slowest = 1e-6 * Math.abs(first[unknown] as number)
    let change = first.map((by) => sign * by)
    for (;;) {
      const speed = sign * (change[unknown] as number)
      if (speed <= slowest || speed < minChange) return point
      const { times, by } = this.#until(point, change, 1, stopped)
      const enough = (sign * (target - (point[unknown] as number))) / speed
      const far = Math.min(times, enough)
      for (let v = 0; v < point.length; v++) point[v] = (point[v] as number) + far * (change[v] as number)
      if (enough <= times || by === unknown || held.length === maxStops) return point
      stopped[by] = 1
      held.push({ unknown: by, change: this.direction(by) })
      const parts = holding(held, first, sign)
      if (parts === undefined) return point
      change = first.map((x) => sign * x)
      held.forEach((one, k) => {
        const part = parts[k] as number
        for (let v = 0; v < change.length; v++) change[v] = (change[v] as number) + part * (one.change[v] as number)
      })
      for (const one of held) change[one.unknown] = 0
    }
  }
}

/**
 * Returns the share of each fixed unknown's direction that keeps all of them in place, or undefined if they determine
 * each other.
 */
const holding = (held: ReadonlyArray<Held>, first: Float64Array, sign: number): Float64Array | undefined => {
  const size = held.length
  const rows = held.map(({ unknown }) =>
    Float64Array.from([...held.map(({ change }) => change[unknown] as number), -sign * (first[unknown] as number)])
  )
  for (let k = 0; k < size; k++) {
    const row = rows[k] as Float64Array
    const pivot = row[k] as number
    if (!(pivot > 1e-12)) return undefined
    for (let below = k + 1; below < size; below++) {
      const other = rows[below] as Float64Array
      const by = (other[k] as number) / pivot
      if (by === 0) continue
      for (let c = k; c <= size; c++) other[c] = (other[c] as number) - by * (row[c] as number)
    }
  }
  const parts = new Float64Array(size)
  for (let k = size - 1; k >= 0; k--) {
    const row = rows[k] as Float64Array
    let right = row[size] as number
    for (let c = k + 1; c < size; c++) right -= (row[c] as number) * (parts[c] as number)
    parts[k] = right / (row[k] as number)
  }
  return parts
}
