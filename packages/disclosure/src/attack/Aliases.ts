/**
 * Unknowns that determine each other: unknown = sign × root + offset, with sign +1 or -1. A sum with one term left is
 * such a pair (parent = child), and so is a sum of two terms with a published total. Union-find with path
 * compression.
 */
export class Aliases {
  readonly #parent: Int32Array
  readonly #sign: Int8Array
  readonly #offset: Float64Array

  constructor(unknowns: number) {
    this.#parent = Int32Array.from({ length: unknowns }, (_, v) => v)
    this.#sign = new Int8Array(unknowns).fill(1)
    this.#offset = new Float64Array(unknowns)
  }

  /** Returns the root of an unknown. Afterwards `sign` and `offset` lead from the root to the unknown. */
  root(unknown: number): number {
    const way: Array<number> = []
    let at = unknown
    while (this.#parent[at] !== at) {
      way.push(at)
      at = this.#parent[at] as number
    }
    for (let k = way.length - 2; k >= 0; k--) {
      const v = way[k] as number
      const up = way[k + 1] as number
      this.#offset[v] = (this.#sign[v] as number) * (this.#offset[up] as number) + (this.#offset[v] as number)
      this.#sign[v] = (this.#sign[v] as number) * (this.#sign[up] as number)
      this.#parent[v] = at
    }
    return at
  }

  sign(unknown: number): number {
    return this.#sign[unknown] as number
  }

  offset(unknown: number): number {
    return this.#offset[unknown] as number
  }

  /** Sets root `a` = sign × root `b` + offset. Both must be roots and different. */
  join(a: number, b: number, sign: number, offset: number): void {
    this.#parent[a] = b
    this.#sign[a] = sign
    this.#offset[a] = offset
  }
}
