/** Numbers 0 to n - 1 in sets that only ever join (union by size, path halving). */
export class DisjointSets {
  readonly #parents: Int32Array
  readonly #sizes: Int32Array

  constructor(count: number) {
    this.#parents = Int32Array.from({ length: count }, (_, i) => i)
    this.#sizes = new Int32Array(count).fill(1)
  }

  /** Returns the member that stands for the set of a number. */
  find(member: number): number {
    const parents = this.#parents
    let at = member
    while (parents[at] !== at) {
      parents[at] = parents[parents[at] as number] as number
      at = parents[at] as number
    }
    return at
  }

  /** Joins the sets of two numbers. Returns whether they were different. */
  join(a: number, b: number): boolean {
    const [x, y] = [this.find(a), this.find(b)]
    if (x === y) return false
    const sizes = this.#sizes
    const [larger, smaller] = (sizes[x] as number) >= (sizes[y] as number) ? [x, y] : [y, x]
    this.#parents[smaller] = larger
    sizes[larger] = (sizes[larger] as number) + (sizes[smaller] as number)
    return true
  }
}
