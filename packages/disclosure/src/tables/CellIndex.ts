/**
 * Numbers vectors of codes 0, 1, 2 … in the order of addition, and finds them again: open addressing over typed
 * arrays, without an object for each cell.
 */
export class CellIndex {
  readonly width: number
  #key: Uint32Array
  #slot: Int32Array
  #mask: number
  #size = 0

  constructor(width: number, expected = 1024) {
    this.width = width
    let slots = 16
    while (slots < expected * 2) slots *= 2
    this.#slot = new Int32Array(slots).fill(-1)
    this.#mask = slots - 1
    this.#key = new Uint32Array(Math.max(1, width) * Math.max(16, expected))
  }

  get size(): number {
    return this.#size
  }

  /** All vectors one after the other, `width` codes each. */
  get keys(): Uint32Array {
    return this.#key.subarray(0, this.#size * this.width)
  }

  at(cell: number, dimension: number): number {
    return this.#key[cell * this.width + dimension] as number
  }

  /** Copies a cell's codes. */
  read(cell: number, into: Uint32Array): void {
    for (let d = 0; d < this.width; d++) into[d] = this.#key[cell * this.width + d] as number
  }

  /** Returns the number of the vector, or -1 if it was never added. */
  find(vector: Uint32Array): number {
    let at = this.#hash(vector)
    for (;;) {
      const cell = this.#slot[at] as number
      if (cell < 0 || this.#same(cell, vector)) return cell
      at = (at + 1) & this.#mask
    }
  }

  /** Returns the number of the vector, a new one if it was never added. */
  add(vector: Uint32Array): number {
    const found = this.find(vector)
    if (found >= 0) return found
    if ((this.#size + 1) * 2 > this.#mask) this.#grow()
    const cell = this.#size
    if ((cell + 1) * this.width > this.#key.length) {
      const key = new Uint32Array(this.#key.length * 2)
      key.set(this.#key)
      this.#key = key
    }
    this.#key.set(this.width === vector.length ? vector : vector.subarray(0, this.width), cell * this.width)
    this.#size += 1
    this.#place(cell, vector)
    return cell
  }

  #place(cell: number, vector: Uint32Array): void {
    let at = this.#hash(vector)
    while ((this.#slot[at] as number) >= 0) at = (at + 1) & this.#mask
    this.#slot[at] = cell
  }

  #same(cell: number, vector: Uint32Array): boolean {
    const from = cell * this.width
    for (let d = 0; d < this.width; d++) if (this.#key[from + d] !== vector[d]) return false
    return true
  }

  #hash(vector: Uint32Array): number {
    let hash = 0x811c9dc5
    for (let d = 0; d < this.width; d++) {
      hash = Math.imul(hash ^ (vector[d] as number), 0x9e3779b1)
      hash ^= hash >>> 15
    }
    return (hash >>> 0) & this.#mask
  }

  #grow(): void {
    this.#slot = new Int32Array((this.#mask + 1) * 2).fill(-1)
    this.#mask = this.#slot.length - 1
    const vector = new Uint32Array(this.width)
    for (let cell = 0; cell < this.#size; cell++) {
      this.read(cell, vector)
      this.#place(cell, vector)
    }
  }
}
