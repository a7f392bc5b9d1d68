import { type Equations, rowsOf } from "./Equations.ts"

/** A point keeps this far from bounds, or an eighth of the room between them. */
const margin = 0.02

/** What of the margin is left where the programme insists. */
const closest = 0.01

/** Room beyond this makes no unknown more willing to take up what rows lack. */
const mostWilling = 50

/** How far a row may be out of balance once a point is made exact. */
const exactly = 1e-7

const mostSteps = 2000

/** Unknowns that are to rise, and how far; with a weight below 0 to fall, and `weight` 0 for all others. */
export interface Ask {
  readonly weight: Float64Array
  readonly target: Float64Array
}

/**
 * Solutions in which many unknowns at once are as high as asked: the first-order method of Chambolle and Pock (2011, "A first-order
 * primal-dual algorithm for convex problems with applications to imaging") with the diagonal steps of Pock and Chambolle (2011) on
 * "the most of sum of weight × min(unknown, target), with a small barrier at lower bounds". One step costs as much as the rows have
 * entries, no matrix is factored, and the next ask goes on from the last point. What comes out is nearly a solution that keeps off the
 * bounds, so that `exact` can make it one. Deterministic.
 */
export class Push {
  readonly #equations: Equations
  readonly #low: Float64Array
  readonly #high: Float64Array
  readonly #columnStart: Int32Array
  readonly #row: Int32Array
  readonly #coefficient: Float64Array
  readonly #unknownStep: Float64Array
  readonly #rowStep: Float64Array
  readonly #pull: Float64Array
  readonly #beyond: Float64Array
  readonly point: Float64Array
  /** What one person more on each row's right side would be worth: the multipliers of the last ask. */
  readonly price: Float64Array

  /**
   * @param start values to begin with; any will do, a solution is best
   * @param around how far from them points are looked for
   */
  constructor(equations: Equations, start: Float64Array, around = Number.POSITIVE_INFINITY) {
    this.#equations = equations
    const { unknowns, rows, index, coefficient } = equations
    const across = rowsOf(equations)
    this.#columnStart = across.start
    this.#row = across.row
    this.#coefficient = new Float64Array(index.length)
    const next = across.start.slice()
    this.#unknownStep = new Float64Array(unknowns)
    this.#rowStep = new Float64Array(rows)
    for (let r = 0; r < rows; r++)
      for (let at = equations.start[r] as number; at < (equations.start[r + 1] as number); at++) {
        const v = index[at] as number
        const a = coefficient[at] as number
        this.#coefficient[next[v] as number] = a
        next[v] = (next[v] as number) + 1
        this.#unknownStep[v] = (this.#unknownStep[v] as number) + Math.abs(a)
        this.#rowStep[r] = (this.#rowStep[r] as number) + Math.abs(a)
      }
    for (let v = 0; v < unknowns; v++) this.#unknownStep[v] = 1 / Math.max(1, this.#unknownStep[v] as number)
    for (let r = 0; r < rows; r++) this.#rowStep[r] = 1 / Math.max(1, this.#rowStep[r] as number)
    this.#low = equations.low.map((low, v) => Math.max(low, (start[v] as number) - around))
    this.#high = equations.high.map((high, v) => Math.min(high, (start[v] as number) + around))
    this.#pull = new Float64Array(unknowns)
    this.#beyond = new Float64Array(unknowns)
    this.point = start.slice()
    this.price = new Float64Array(rows)
  }

  /** Goes on from where another of nearly the same equations has come to. */
  goOnFrom(point: Float64Array, price: Float64Array): void {
    this.point.set(point)
    this.price.set(price)
  }

  /** Goes on for some steps; `barrier`: how strongly lower bounds are kept off. */
  run(ask: Ask | undefined, steps: number, barrier: number): void {
    // Everything that is the same in all steps is made once: these loops are where the time goes.
    const { rows, start, index, coefficient, right } = this.#equations
    const { point, price } = this
    const columnStart = this.#columnStart
    const row = this.#row
    const entry = this.#coefficient
    const unknownStep = this.#unknownStep
    const rowStep = this.#rowStep
    const beyond = this.#beyond
    const unknowns = point.length
    const weight = ask?.weight ?? new Float64Array(unknowns)
    const target = ask?.target ?? weight
    const low = this.#low
    const lowest = new Float64Array(unknowns)
    const highest = new Float64Array(unknowns)
    for (let v = 0; v < unknowns; v++) {
      const off = Math.min(margin, ((this.#high[v] as number) - (low[v] as number)) / 8)
      lowest[v] = (low[v] as number) + closest * off
      highest[v] = (this.#high[v] as number) - off
    }
    for (let step = 0; step < steps; step++) {
      for (let v = 0; v < unknowns; v++) {
        let pull = 0
        for (let at = columnStart[v] as number, end = columnStart[v + 1] as number; at < end; at++)
          pull += (entry[at] as number) * (price[row[at] as number] as number)
        const own = unknownStep[v] as number
        const before = point[v] as number
        const bottom = low[v] as number
        const strength = 4 * own * barrier
        const asked = weight[v] as number
        let above = before - own * (pull - asked) - bottom
        // Where a pull ends that the barrier meets: the root of (x - from) = strength / (x - low).
        let x = bottom + (above + Math.sqrt(above * above + strength)) / 2
        const enough = target[v] as number
        if (asked > 0 ? x > enough : asked < 0 && x < enough) {
          above -= own * asked
          const back = bottom + (above + Math.sqrt(above * above + strength)) / 2
          x = asked > 0 ? Math.max(back, enough) : Math.min(back, enough)
        }
        x = Math.min(highest[v] as number, Math.max(lowest[v] as number, x))
        beyond[v] = 2 * x - before
        point[v] = x
      }
      for (let r = 0; r < rows; r++) {
        let sum = -(right[r] as number)
        for (let at = start[r] as number, end = start[r + 1] as number; at < end; at++)
          sum += (coefficient[at] as number) * (beyond[index[at] as number] as number)
        price[r] = (price[r] as number) + (rowStep[r] as number) * sum
      }
    }
  }

  /** Aᵀ y. */
  #columns(y: Float64Array, into: Float64Array): void {
    for (let v = 0; v < into.length; v++) {
      let sum = 0
      for (let at = this.#columnStart[v] as number; at < (this.#columnStart[v + 1] as number); at++)
        sum += (this.#coefficient[at] as number) * (y[this.#row[at] as number] as number)
      into[v] = sum
    }
  }

  /** A x. */
  #rows(x: Float64Array, into: Float64Array): void {
    const { start, index, coefficient } = this.#equations
    for (let r = 0; r < into.length; r++) {
      let sum = 0
      for (let at = start[r] as number; at < (start[r + 1] as number); at++)
        sum += (coefficient[at] as number) * (x[index[at] as number] as number)
      into[r] = sum
    }
  }

  /**
   * The point with all rows balanced, each unknown changed in keeping with its room (conjugate gradients on the normal equations). It is a
   * solution if it is within the bounds still: whoever uses it checks that.
   */
  exact(): Float64Array {
    const { unknowns, rows, start, index, coefficient, right } = this.#equations
    const { point } = this
    const weight = new Float64Array(unknowns)
    for (let v = 0; v < unknowns; v++) {
      const room = Math.min(
        mostWilling,
        (point[v] as number) - (this.#low[v] as number),
        (this.#high[v] as number) - (point[v] as number)
      )
      weight[v] = Math.max(0, room) ** 2
    }
    const lacks = new Float64Array(rows)
    this.#rows(point, lacks)
    const scale = new Float64Array(rows)
    for (let r = 0; r < rows; r++) {
      lacks[r] = (right[r] as number) - (lacks[r] as number)
      let sum = 0
      for (let at = start[r] as number; at < (start[r + 1] as number); at++)
        sum += (coefficient[at] as number) ** 2 * (weight[index[at] as number] as number)
      scale[r] = sum > 0 ? 1 / sum : 0
    }
    const y = new Float64Array(rows)
    const way = lacks.map((lack, r) => (scale[r] as number) * lack)
    const gained = new Float64Array(rows)
    let size = lacks.reduce((sum, lack, r) => sum + lack * (way[r] as number), 0)
    for (let step = 0; step < mostSteps; step++) {
      this.#columns(way, this.#pull)
      for (let v = 0; v < unknowns; v++) this.#pull[v] = (this.#pull[v] as number) * (weight[v] as number)
      this.#rows(this.#pull, gained)
      let along = 0
      for (let r = 0; r < rows; r++) along += (way[r] as number) * (gained[r] as number)
      if (!(along > 0)) break
      const far = size / along
      let worst = 0
      let left = 0
      for (let r = 0; r < rows; r++) {
        y[r] = (y[r] as number) + far * (way[r] as number)
        const lack = (lacks[r] as number) - far * (gained[r] as number)
        lacks[r] = lack
        worst = Math.max(worst, Math.abs(lack))
        left += lack * lack * (scale[r] as number)
      }
      if (worst < exactly) break
      const keep = left / size
      size = left
      for (let r = 0; r < rows; r++) way[r] = (scale[r] as number) * (lacks[r] as number) + keep * (way[r] as number)
    }
    this.#columns(y, this.#pull)
    return point.map((x, v) => x + (weight[v] as number) * (this.#pull[v] as number))
  }
}
