import type { Equations } from "./Equations.ts"

/** Returns the greatest common divisor of two whole numbers. */
const gcd = (a: number, b: number): number => {
  let [x, y] = [Math.abs(a), Math.abs(b)]
  while (y > 0) [x, y] = [y, x % y]
  return x
}

/**
 * Collects equations row by row: adds up repeated unknowns, drops those that cancel, divides by the common divisor. A
 * row without unknowns that is false, or whose divisor does not divide its right side, counts as a contradiction and
 * is left out.
 */
export class RowBuilder {
  readonly #sum: Float64Array
  readonly #touched: Array<number> = []
  readonly #inRow: Uint8Array
  readonly #start: Array<number> = [0]
  readonly #index: Array<number> = []
  readonly #coefficient: Array<number> = []
  readonly #right: Array<number> = []
  #constant = 0
  contradictions = 0

  constructor(unknowns: number) {
    this.#sum = new Float64Array(unknowns)
    this.#inRow = new Uint8Array(unknowns)
  }

  add(unknown: number, coefficient: number): void {
    if (this.#inRow[unknown] === 0) {
      this.#inRow[unknown] = 1
      this.#touched.push(unknown)
    }
    this.#sum[unknown] = (this.#sum[unknown] as number) + coefficient
  }

  addConstant(value: number): void {
    this.#constant += value
  }

  /** Ends the row "all that was added sums to 0". Returns whether the row was kept. */
  end(): boolean {
    let divisor = 0
    let terms = 0
    for (const unknown of this.#touched) {
      const coefficient = this.#sum[unknown] as number
      if (coefficient !== 0) {
        terms += 1
        divisor = gcd(divisor, coefficient)
      }
    }
    const right = -this.#constant
    const possible = terms === 0 ? right === 0 : Number.isInteger(right / divisor)
    if (!possible) this.contradictions += 1
    const kept = terms > 0 && possible
    for (const unknown of this.#touched) {
      const coefficient = this.#sum[unknown] as number
      if (kept && coefficient !== 0) {
        this.#index.push(unknown)
        this.#coefficient.push(coefficient / divisor)
      }
      this.#sum[unknown] = 0
      this.#inRow[unknown] = 0
    }
    if (kept) {
      this.#start.push(this.#index.length)
      this.#right.push(right / divisor)
    }
    this.#touched.length = 0
    this.#constant = 0
    return kept
  }

  build(low: Float64Array, high: Float64Array): Equations {
    return {
      unknowns: low.length,
      low,
      high,
      rows: this.#right.length,
      start: Int32Array.from(this.#start),
      index: Int32Array.from(this.#index),
      coefficient: Float64Array.from(this.#coefficient),
      right: Float64Array.from(this.#right)
    }
  }
}
