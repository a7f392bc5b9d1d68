import type { PrimalDualState } from "./primalDualSteps.ts"

/**
 * Room beyond this does not make an unknown absorb more of an imbalance. Imbalances are fractions of a person. With 50 and the square of the
 * room, conjugate gradients took ten times the steps on 21,000 unknowns.
 */
const maxWilling = 1

/** Tolerated imbalance of a row of an exact point, and of one that is balanced again. */
export const [exactly, nearly] = [1e-6, 1e-2] as const

const maxSteps = 2000

/**
 * Balances all rows of a point. Unknowns absorb the imbalance according to their room (conjugate gradients on the normal equations). The
 * result is a solution if it is within the bounds.
 */
export class BalanceRows {
  readonly #state: PrimalDualState
  /** The balanced point. */
  readonly exact: Float64Array
  /** By unknown: its room; and what one direction moves it by. */
  readonly #willing: Float64Array
  readonly #pull: Float64Array
  /** By row: its imbalance, the inverse of its room, the direction, what that gains, and the sum of the moves. */
  readonly #lacks: Float64Array
  readonly #scale: Float64Array
  readonly #way: Float64Array
  readonly #gained: Float64Array
  readonly #moves: Float64Array

  constructor(state: PrimalDualState) {
    this.#state = state
    const [unknowns, rows] = [state.point.length, state.price.length]
    this.exact = state.loops.zeros(unknowns)
    this.#willing = state.loops.zeros(unknowns)
    this.#pull = state.pull
    this.#lacks = state.loops.zeros(rows)
    this.#scale = state.loops.zeros(rows)
    this.#way = state.loops.zeros(rows)
    this.#gained = state.product
    this.#moves = state.loops.zeros(rows)
  }

  /**
   * Writes the point with all rows balanced to `exact`. Returns the number of steps.
   *
   * @param tolerated imbalance of a row, in persons
   */
  run(tolerated: number): number {
    const { loops, columns, point } = this.#state
    const [willing, exact, pull] = [this.#willing, this.exact, this.#pull]
    let size = this.#begin()
    let steps = 0
    for (; steps < maxSteps; steps++) {
      const along = this.#gain()
      if (!(along > 0)) break
      const { worst, left } = this.#step(size / along)
      if (worst < tolerated) break
      this.#turn(left / size)
      size = left
    }
    loops.products(columns, this.#moves, pull)
    for (let v = 0; v < point.length; v++)
      exact[v] = (point[v] as number) + (willing[v] as number) * (pull[v] as number)
    return steps
  }

  /** Takes the imbalances and the first direction. Returns the size of the imbalances. */
  #begin(): number {
    const { loops, rows, right, low, high, point } = this.#state
    const [willing, lacks, scale, way, has] = [this.#willing, this.#lacks, this.#scale, this.#way, this.#gained]
    for (let v = 0; v < point.length; v++) {
      const x = point[v] as number
      willing[v] = Math.max(0, Math.min(maxWilling, x - (low[v] as number), (high[v] as number) - x))
    }
    this.#moves.fill(0)
    loops.products(rows, point, has)
    let size = 0
    for (let r = 0; r < right.length; r++) {
      let room = 0
      for (let at = rows.start[r] as number; at < (rows.start[r + 1] as number); at++)
        room += (rows.coefficient[at] as number) ** 2 * (willing[rows.index[at] as number] as number)
      const lack = (right[r] as number) - (has[r] as number)
      scale[r] = room > 0 ? 1 / room : 0
      lacks[r] = lack
      way[r] = (scale[r] as number) * lack
      size += lack * (way[r] as number)
    }
    return size
  }

  /** Computes what the direction gains. Returns its product with the direction. */
  #gain(): number {
    const { loops, rows, columns } = this.#state
    const [willing, pull, way, gained] = [this.#willing, this.#pull, this.#way, this.#gained]
    loops.products(columns, way, pull)
    for (let v = 0; v < pull.length; v++) pull[v] = (pull[v] as number) * (willing[v] as number)
    loops.products(rows, pull, gained)
    let along = 0
    for (let r = 0; r < way.length; r++) along += (way[r] as number) * (gained[r] as number)
    return along
  }

  /** Moves along the direction. Returns the largest imbalance that is left, and the size of all. */
  #step(far: number): { readonly worst: number; readonly left: number } {
    const [lacks, scale, way, gained, moves] = [this.#lacks, this.#scale, this.#way, this.#gained, this.#moves]
    let [worst, left] = [0, 0]
    for (let r = 0; r < way.length; r++) {
      moves[r] = (moves[r] as number) + far * (way[r] as number)
      const lack = (lacks[r] as number) - far * (gained[r] as number)
      lacks[r] = lack
      worst = Math.max(worst, Math.abs(lack))
      left += lack * lack * (scale[r] as number)
    }
    return { worst, left }
  }

  /** Turns the direction. `keep`: the share of the last one. */
  #turn(keep: number): void {
    const [lacks, scale, way] = [this.#lacks, this.#scale, this.#way]
    for (let r = 0; r < way.length; r++)
      way[r] = (scale[r] as number) * (lacks[r] as number) + keep * (way[r] as number)
  }
}
