import { localArrays, sharedArrays } from "../worker/Allocator.ts"
import type { Call } from "../worker/messages.ts"
import { type ParallelHalves, parallelHalves, sequentialHalves } from "../worker/ParallelHalves.ts"
import type { WorkerThread } from "../worker/WorkerThread.ts"
import type { Equations } from "./Equations.ts"
import { balanceRows, type PrimalDualState, primalDualState, primalDualSteps } from "./primalDualSteps.ts"
import { workerCall } from "./workerCall.ts"

/** Unknowns that are to rise, and how far; with a weight below 0 to fall, and `weight` 0 for all others. */
export interface Objective {
  readonly weight: Float64Array
  readonly target: Float64Array
}

/** How near to a bound an unknown has to come that is to stand on it: a little more than the margin which steps keep. */
const near = 0.03

/** Rows with fewer entries than this are done sooner by one thread than told to two. */
const worthTwo = 5000

/**
 * Solutions in which many unknowns at once are as high as asked: the first-order method of Chambolle and Pock (2011, "A first-order
 * primal-dual algorithm for convex problems with applications to imaging") with the diagonal steps of Pock and Chambolle (2011) on
 * "the most of sum of weight × min(unknown, target), with a small barrier at lower bounds". One step costs as much as the rows have
 * entries, no matrix is factored, and the next ask goes on from the last point. What comes out is nearly a solution that keeps off the
 * bounds, so that `exact` can make it one. Deterministic, and the same to the last bit by one thread and by two.
 */
export class PrimalDual {
  readonly #numbers: PrimalDualState
  readonly #worker: WorkerThread | undefined
  readonly point: Float64Array
  /** Numbers of rows that steps have gone over. */
  #work = 0
  /** What one person more on each row's right side would be worth: the multipliers of the last ask. */
  readonly price: Float64Array

  /**
   * @param start values to begin with; any will do, a solution is best
   * @param around how far from them points are looked for
   * @param worker does half of the work, if it is there
   */
  constructor(equations: Equations, start: Float64Array, around = Number.POSITIVE_INFINITY, worker?: WorkerThread) {
    this.#worker = equations.index.length >= worthTwo ? worker : undefined
    this.#numbers = primalDualState(equations, start, around, this.#worker === undefined ? localArrays : sharedArrays)
    this.point = this.#numbers.point
    this.price = this.#numbers.price
  }

  /** Goes on from where another of nearly the same equations has come to. */
  warmStart(point: Float64Array, price: Float64Array): void {
    this.point.set(point)
    this.price.set(price)
  }

  /** Goes on for some steps; `barrier`: how strongly lower bounds are kept off. */
  run(ask: Objective | undefined, steps: number, barrier: number): void {
    const numbers = this.#numbers
    if (ask === undefined) numbers.weight.fill(0)
    else {
      numbers.weight.set(ask.weight)
      numbers.target.set(ask.target)
    }
    this.#work += steps * this.#numbers.rows.index.length
    const progress = this.#progress()
    if (progress === undefined) primalDualSteps(numbers, sequentialHalves, steps, barrier)
    else
      this.#both(progress, workerCall("steps", { state: numbers, progress, count: steps, barrier }), (halves) =>
        primalDualSteps(numbers, halves, steps, barrier)
      )
  }

  /** Unknowns that were asked to come to a bound, and have come near to it, stand on it: `exact` leaves them there. */
  snapToBounds({ weight, target }: Objective): void {
    const { low, high, point } = this.#numbers
    for (let v = 0; v < point.length; v++) {
      const pull = weight[v] as number
      const x = point[v] as number
      const [bottom, top] = [low[v] as number, high[v] as number]
      if (pull < 0 && (target[v] as number) <= bottom && x < bottom + near) point[v] = bottom
      else if (pull > 0 && (target[v] as number) >= top && x > top - near) point[v] = top
    }
  }

  /** The point with all rows balanced: a solution if it is within the bounds still. Whoever uses it checks that. */
  exact(): Float64Array {
    const numbers = this.#numbers
    const progress = this.#progress()
    let steps = 0
    const own = (halves: ParallelHalves) => {
      steps = balanceRows(numbers, halves)
    }
    if (progress === undefined) own(sequentialHalves)
    else this.#both(progress, workerCall("balance", { state: numbers, progress }), own)
    this.#work += steps * numbers.rows.index.length
    return Float64Array.from(numbers.exact)
  }

  /** How many numbers of rows steps have gone over since this was last asked. */
  takeWork(): number {
    const work = this.#work
    this.#work = 0
    return work
  }

  #progress(): Int32Array | undefined {
    return this.#worker?.isReady ? new Int32Array(new SharedArrayBuffer(8)) : undefined
  }

  #both(progress: Int32Array, call: Call, own: (halves: ParallelHalves) => void): void {
    this.#worker?.begin(call)
    own(parallelHalves(progress, 0))
    this.#worker?.end()
  }
}
