import type { PrimalDualState } from "./primalDualSteps.ts"

/**
 * Room beyond this does not make an unknown absorb more of an imbalance. Imbalances are fractions of a person. With 50 and the square of the
 * room, conjugate gradients took ten times the steps on 21,000 unknowns.
 */
const maxWeight = 1

/** Tolerated imbalance of a row of an exact point, and of one that is balanced again. */
export const [exactly, nearly] = [1e-6, 1e-2] as const

const maxSteps = 2000

/**
 * Balances all rows of a point: the change is the least one that does, weighted by the room of the unknowns to their bounds. With the rows A, their right
 * side b, the point x and the weights W, it solves A·W·Aᵀ·y = b − A·x by conjugate gradients with a diagonal preconditioner, and returns x + W·Aᵀ·y.
 * That is a solution if it is within the bounds.
 */
export class BalanceRows {
  readonly #state: PrimalDualState
  /** The balanced point. */
  readonly exact: Float64Array
  /** By unknown: its weight, and the transposed rows times a vector. */
  readonly #weight: Float64Array
  readonly #transposed: Float64Array
  /** By row: the residual, the preconditioner, the direction, its image under A·W·Aᵀ, and the solution y. */
  readonly #residual: Float64Array
  readonly #scale: Float64Array
  readonly #direction: Float64Array
  readonly #image: Float64Array
  readonly #solution: Float64Array

  constructor(state: PrimalDualState) {
    this.#state = state
    const [unknowns, rows] = [state.point.length, state.price.length]
    this.exact = state.loops.zeros(unknowns)
    this.#weight = state.loops.zeros(unknowns)
    this.#transposed = state.pull
    this.#residual = state.loops.zeros(rows)
    this.#scale = state.loops.zeros(rows)
    this.#direction = state.loops.zeros(rows)
    this.#image = state.product
    this.#solution = state.loops.zeros(rows)
  }

  /**
   * Writes the point with all rows balanced to `exact`. Returns the number of steps.
   *
   * @param tolerated imbalance of a row, in persons
   */
  run(tolerated: number): number {
    const { loops, columns, point } = this.#state
    const [weight, exact, transposed] = [this.#weight, this.exact, this.#transposed]
    let norm = this.#begin()
    let steps = 0
    for (; steps < maxSteps; steps++) {
      const curvature = this.#mapDirection()
      if (!(curvature > 0)) break
      const { worst, next } = this.#step(norm / curvature)
      if (worst < tolerated) break
      this.#turn(next / norm)
      norm = next
    }
    loops.products(columns, this.#solution, transposed)
    for (let v = 0; v < point.length; v++)
      exact[v] = (point[v] as number) + (weight[v] as number) * (transposed[v] as number)
    return steps
  }

  /** Computes the weights, the residuals and the first direction. Returns the preconditioned norm of the residuals, squared. */
  #begin(): number {
    const { loops, rows, right, low, high, point } = this.#state
    const [weight, residual, scale, direction] = [this.#weight, this.#residual, this.#scale, this.#direction]
    const sums = this.#image
    for (let v = 0; v < point.length; v++) {
      const x = point[v] as number
      weight[v] = Math.max(0, Math.min(maxWeight, x - (low[v] as number), (high[v] as number) - x))
    }
    this.#solution.fill(0)
    loops.products(rows, point, sums)
    let norm = 0
    for (let r = 0; r < right.length; r++) {
      let diagonal = 0
      for (let at = rows.start[r] as number; at < (rows.start[r + 1] as number); at++)
        diagonal += (rows.coefficient[at] as number) ** 2 * (weight[rows.index[at] as number] as number)
      const imbalance = (right[r] as number) - (sums[r] as number)
      scale[r] = diagonal > 0 ? 1 / diagonal : 0
      residual[r] = imbalance
      direction[r] = (scale[r] as number) * imbalance
      norm += imbalance * (direction[r] as number)
    }
    return norm
  }

  /** Computes the image of the direction. Returns the product of the two. */
  #mapDirection(): number {
    const { loops, rows, columns } = this.#state
    const [weight, transposed, direction, image] = [this.#weight, this.#transposed, this.#direction, this.#image]
    loops.products(columns, direction, transposed)
    for (let v = 0; v < transposed.length; v++) transposed[v] = (transposed[v] as number) * (weight[v] as number)
    loops.products(rows, transposed, image)
    let curvature = 0
    for (let r = 0; r < direction.length; r++) curvature += (direction[r] as number) * (image[r] as number)
    return curvature
  }

  /** Goes along the direction. Returns the largest imbalance that is left, and the preconditioned norm of the residuals, squared. */
  #step(length: number): { readonly worst: number; readonly next: number } {
    const [residual, scale, direction, image] = [this.#residual, this.#scale, this.#direction, this.#image]
    const solution = this.#solution
    let [worst, next] = [0, 0]
    for (let r = 0; r < direction.length; r++) {
      solution[r] = (solution[r] as number) + length * (direction[r] as number)
      const left = (residual[r] as number) - length * (image[r] as number)
      residual[r] = left
      worst = Math.max(worst, Math.abs(left))
      next += left * left * (scale[r] as number)
    }
    return { worst, next }
  }

  /** Turns the direction. `share`: how much of the last one is kept. */
  #turn(share: number): void {
    const [residual, scale, direction] = [this.#residual, this.#scale, this.#direction]
    for (let r = 0; r < direction.length; r++)
      direction[r] = (scale[r] as number) * (residual[r] as number) + share * (direction[r] as number)
  }
}
