/**
 * Unknowns that determine each other: unknown = sign × root + offset, with sign +1 or -1. A sum with one term left is such a
 * pair (parent = child), and so is a sum of two whose total is published. Union-find with the way to the root kept short.
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

  /** Root of an unknown; afterwards `sign` and `offset` are those towards the root. */
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

  /** Root `a` = sign × root `b` + offset; both must be roots and different. */
  join(a: number, b: number, sign: number, offset: number): void {
    this.#parent[a] = b
    this.#sign[a] = sign
    this.#offset[a] = offset
  }
}
