import { BalanceRows, exactly, nearly } from "./BalanceRows.ts"
import type { Equations } from "./Equations.ts"
import { boundUnknown, type PrimalDualState, primalDualState, primalDualSteps } from "./primalDualSteps.ts"

/** Unknowns to raise and the targets. A negative weight lowers an unknown; weight 0 leaves it. */
export interface Objective {
  readonly weight: Float64Array
  readonly target: Float64Array
}

/** An unknown this close to a bound is moved onto it. Slightly more than the distance that steps keep. */
const nearBound = 0.03

/** How often unknowns beyond a bound are returned to it. */
const maxReturns = 3

/** Distance beyond a bound that is an error of numbers. */
const tolerance = 1e-6

/**
 * Finds points in which many unknowns at once reach their targets: the first-order method of Chambolle and Pock
 * (2011, "A first-order primal-dual algorithm for convex problems with applications to imaging") with the diagonal
 * steps of Pock and Chambolle (2011). It maximises the sum of weight × min(unknown, target) with a small barrier at
 * lower bounds. A step costs as much as the rows have entries and factors no matrix. The next objective continues
 * from the last point. The result is nearly a solution and keeps off the bounds; `exact` makes it one. Deterministic.
 * In one thread: two share each step and poll for each other.
 */
export class PrimalDual {
  readonly #numbers: PrimalDualState
  /** The first bounds. */
  readonly #low: Float64Array
  readonly #high: Float64Array
  readonly #balanced: BalanceRows
  readonly point: Float64Array
  /** Entries of rows processed by steps. */
  #work = 0
  /** Dual prices of the rows for the last objective. */
  readonly price: Float64Array

  /**
   * @param start initial values; a solution is best
   * @param around maximum distance of points from `start`
   */
  constructor(equations: Equations, start: Float64Array, around = Number.POSITIVE_INFINITY) {
    this.#numbers = primalDualState(equations, start, around)
    this.#low = this.#numbers.low.slice()
    this.#high = this.#numbers.high.slice()
    this.#balanced = new BalanceRows(this.#numbers)
    this.point = this.#numbers.point
    this.price = this.#numbers.price
  }

  /** Keeps an unknown at its start until it is released. */
  fix(v: number): void {
    const { home, point, beyond } = this.#numbers
    const at = home[v] as number
    point[v] = at
    beyond[v] = at
    boundUnknown(this.#numbers, v, at, at)
  }

  /** Lets an unknown move between the first bounds, each unit away from its start at a toll. */
  release(v: number, toll: number): void {
    boundUnknown(this.#numbers, v, this.#low[v] as number, this.#high[v] as number)
    this.#numbers.toll[v] = toll
  }

  /** Returns how far an unknown is from its start. */
  movedBy(v: number): number {
    return Math.abs((this.point[v] as number) - (this.#numbers.home[v] as number))
  }

  /** Runs some steps. `barrier`: how strongly points are kept off lower bounds. */
  run(ask: Objective | undefined, steps: number, barrier: number): void {
    const numbers = this.#numbers
    if (ask === undefined) numbers.weight.fill(0)
    else {
      numbers.weight.set(ask.weight)
      numbers.target.set(ask.target)
    }
    this.#work += steps * this.#numbers.rows.index.length
    primalDualSteps(numbers, steps, barrier)
  }

  /** Moves unknowns whose target is a bound onto it if they are close. `exact` leaves them there. */
  snapToBounds({ weight, target }: Objective): void {
    const { low, high, point } = this.#numbers
    for (let v = 0; v < point.length; v++) {
      const pull = weight[v] as number
      const x = point[v] as number
      const [bottom, top] = [low[v] as number, high[v] as number]
      if (pull < 0 && (target[v] as number) <= bottom && x < bottom + nearBound) point[v] = bottom
      else if (pull > 0 && (target[v] as number) >= top && x > top - nearBound) point[v] = top
    }
  }

  /**
   * Returns the point with all rows balanced. Unknowns that this moves beyond a bound are returned to it, and the others balance the rows
   * again: roughly at first, then exactly. The result is a solution if it is within the bounds at the end; the caller checks that.
   */
  exact(): Float64Array {
    for (const tolerated of [nearly, exactly])
      for (let times = 0, beyond = true; times < maxReturns && beyond; times++) {
        this.#balance(tolerated)
        beyond = this.#returnToBounds()
      }
    return this.#balanced.exact.slice()
  }

  #balance(tolerated: number): void {
    this.#work += this.#balanced.run(tolerated) * this.#numbers.rows.index.length
  }

  /** Continues from the balanced point, with unknowns that are beyond a bound on it. Returns whether there are any. */
  #returnToBounds(): boolean {
    const { low, high, point } = this.#numbers
    const { exact } = this.#balanced
    let beyond = false
    for (let v = 0; v < point.length; v++) {
      const x = exact[v] as number
      point[v] = Math.min(high[v] as number, Math.max(low[v] as number, x))
      if (Math.abs((point[v] as number) - x) > tolerance) beyond = true
    }
    return beyond
  }

  /** Returns the work, in entries of rows, since the last call. */
  takeWork(): number {
    const work = this.#work
    this.#work = 0
    return work
  }
}
