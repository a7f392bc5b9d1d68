import { dot } from "../numeric/dot.ts"

/** Which origin and destination each row has, as numbers from 0. */
export interface TwoWay {
  readonly origins: Int32Array
  readonly destinations: Int32Array
  readonly originCount: number
  readonly destinationCount: number
}

/**
 * Pivots below this share of their diagonal belong to effects that are linear combinations of others: each connected component has one
 * too many. ml-matrix's Cholesky decomposition refuses such a matrix; this one skips them.
 */
const dependent = 1e-13

/**
 * Removes the effects of origins and destinations from columns: the residuals of weighted least squares on a dummy for every origin and
 * every destination. Origins are eliminated analytically, so that the system has as many unknowns as there are destinations.
 */
export class TwoWayEffects {
  readonly #table: TwoWay
  readonly #weights: Float64Array
  readonly #originWeight: Float64Array
  /** Weight by origin and destination, row after row. */
  readonly #joint: Float64Array
  /** Lower Cholesky factor of the reduced system; 0 on the diagonal if an effect is skipped. */
  readonly #factor: Float64Array

  constructor(table: TwoWay, weights: Float64Array) {
    const { origins, destinations, originCount, destinationCount: n } = table
    this.#table = table
    this.#weights = weights
    this.#originWeight = new Float64Array(originCount)
    this.#joint = new Float64Array(originCount * n)
    const left = new Float64Array(n * n)
    const diagonal = new Float64Array(n)
    for (let c = 0; c < weights.length; c++) {
      const [o, d, w] = [origins[c] as number, destinations[c] as number, weights[c] as number]
      this.#originWeight[o] = (this.#originWeight[o] as number) + w
      this.#joint[o * n + d] = (this.#joint[o * n + d] as number) + w
      diagonal[d] = (diagonal[d] as number) + w
    }
    for (let i = 0; i < n; i++) left[i * n + i] = diagonal[i] as number
    for (let o = 0; o < originCount; o++)
      for (let i = 0; i < n; i++) {
        const share = (this.#joint[o * n + i] as number) / (this.#originWeight[o] as number)
        if (share !== 0)
          for (let j = 0; j <= i; j++)
            left[i * n + j] = (left[i * n + j] as number) - share * (this.#joint[o * n + j] as number)
      }
    this.#factor = factorOf(left, diagonal, n)
  }

  residual(column: Float64Array): Float64Array {
    const { origins, destinations, originCount, destinationCount: n } = this.#table
    const byOrigin = new Float64Array(originCount)
    const right = new Float64Array(n)
    for (let c = 0; c < column.length; c++) {
      const value = (this.#weights[c] as number) * (column[c] as number)
      byOrigin[origins[c] as number] = (byOrigin[origins[c] as number] as number) + value
      right[destinations[c] as number] = (right[destinations[c] as number] as number) + value
    }
    for (let o = 0; o < originCount; o++) {
      const mean = (byOrigin[o] as number) / (this.#originWeight[o] as number)
      for (let d = 0; d < n; d++) right[d] = (right[d] as number) - mean * (this.#joint[o * n + d] as number)
    }
    const destination = solveFactor(this.#factor, n, right)
    const origin = byOrigin.map((sum, o) => {
      let taken = 0
      for (let d = 0; d < n; d++) taken += (this.#joint[o * n + d] as number) * (destination[d] as number)
      return (sum - taken) / (this.#originWeight[o] as number)
    })
    return column.map(
      (value, c) =>
        value - (origin[origins[c] as number] as number) - (destination[destinations[c] as number] as number)
    )
  }

  /** Returns the leverage of each cell: the derivative of its fitted value with respect to its own value. */
  leverages(): Float64Array {
    const { origins, destinations, originCount, destinationCount: n } = this.#table
    const inverse = Array.from({ length: n }, (_, d) => {
      const unit = new Float64Array(n)
      unit[d] = 1
      return solveFactor(this.#factor, n, unit)
    })
    // An origin's effect is its mean less the destinations' effects by their shares, so that a cell's value is e_d - shares.
    const ofOrigin = Array.from({ length: originCount }, (_, o) => {
      const shares = this.#joint.slice(o * n, (o + 1) * n).map((w) => w / (this.#originWeight[o] as number))
      const product = Float64Array.from(inverse, (row) => dot(row, shares))
      return { product, square: dot(shares, product) }
    })
    return this.#weights.map((weight, c) => {
      const [o, d] = [origins[c] as number, destinations[c] as number]
      const { product, square } = ofOrigin[o] as (typeof ofOrigin)[number]
      const own = (inverse[d] as Float64Array)[d] as number
      return weight * (1 / (this.#originWeight[o] as number) + own - 2 * (product[d] as number) + square)
    })
  }
}

const factorOf = (matrix: Float64Array, diagonal: Float64Array, n: number): Float64Array => {
  const factor = new Float64Array(n * n)
  for (let j = 0; j < n; j++) {
    let pivot = matrix[j * n + j] as number
    for (let k = 0; k < j; k++) pivot -= (factor[j * n + k] as number) ** 2
    if (pivot <= dependent * (diagonal[j] as number)) continue
    const root = Math.sqrt(pivot)
    factor[j * n + j] = root
    for (let i = j + 1; i < n; i++) {
      let sum = matrix[i * n + j] as number
      for (let k = 0; k < j; k++) sum -= (factor[i * n + k] as number) * (factor[j * n + k] as number)
      factor[i * n + j] = sum / root
    }
  }
  return factor
}

/** Solves with the factor; skipped effects are 0. */
const solveFactor = (factor: Float64Array, n: number, right: Float64Array): Float64Array => {
  const x = right.slice()
  for (let i = 0; i < n; i++) {
    const pivot = factor[i * n + i] as number
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - (factor[i * n + k] as number) * (x[k] as number)
    x[i] = pivot === 0 ? 0 : (x[i] as number) / pivot
  }
  for (let i = n - 1; i >= 0; i--) {
    const pivot = factor[i * n + i] as number
    for (let k = i + 1; k < n; k++) x[i] = (x[i] as number) - (factor[k * n + i] as number) * (x[k] as number)
    x[i] = pivot === 0 ? 0 : (x[i] as number) / pivot
  }
  return x
}
