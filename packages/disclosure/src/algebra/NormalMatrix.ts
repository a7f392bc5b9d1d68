import { byColumns } from "./byColumns.ts"
import { minimumDegree } from "./minimumDegree.ts"

/** Rows over columns in compressed form (CSR). */
export interface RowMatrix {
  readonly columns: number
  readonly rows: number
  readonly start: Int32Array
  readonly index: Int32Array
  readonly coefficient: Float64Array
}

/** A share of each diagonal entry that is added to it. It keeps dependent rows from dividing by zero. */
const slack = 1e-12

/**
 * A W Aᵀ of a sparse matrix A with weights W on its columns, factored as L Lᵀ (Cholesky by rows: Davis 2006, "Direct
 * Methods for Sparse Linear Systems", ch. 4). What depends on the pattern alone is computed once; `factor` may be
 * called again with other weights.
 */
export class NormalMatrix {
  readonly size: number
  readonly #columns: number
  /** Place of each row in the order of elimination. */
  readonly #place: Int32Array
  /** Rows of each column, by their place, and their coefficients. */
  readonly #columnStart: Int32Array
  readonly #row: Int32Array
  readonly #coefficient: Float64Array
  /** The upper triangle by columns: column k has entries in rows up to k. */
  readonly #upStart: Int32Array
  readonly #upRow: Int32Array
  readonly #up: Float64Array
  /** For each pair of rows of each column, the entry that it adds to. */
  readonly #entry: Int32Array
  readonly #parent: Int32Array
  readonly #start: Int32Array
  readonly #lower: Int32Array
  readonly #value: Float64Array
  readonly #work: Float64Array

  constructor({ columns, rows, start, index, coefficient }: RowMatrix) {
    this.size = rows
    this.#columns = columns
    const { start: columnStart, row, coefficient: entries } = byColumns({ rows, start, index, coefficient }, columns)
    const neighbours: Array<Set<number>> = Array.from({ length: rows }, () => new Set<number>())
    for (let c = 0; c < columns; c++)
      for (let a = columnStart[c] as number; a < (columnStart[c + 1] as number); a++)
        for (let b = columnStart[c] as number; b < (columnStart[c + 1] as number); b++)
          if (a !== b) neighbours[row[a] as number]?.add(row[b] as number)
    const order = minimumDegree(neighbours.map((others) => [...others].sort((x, y) => x - y)))
    const place = new Int32Array(rows)
    order.forEach((r, k) => {
      place[r] = k
    })
    for (let at = 0; at < row.length; at++) row[at] = place[row[at] as number] as number
    this.#place = place
    this.#columnStart = columnStart
    this.#row = row
    this.#coefficient = entries
    const upper = Array.from(order, (r, k) =>
      [
        k,
        ...Array.from(neighbours[r] as Set<number>, (other) => place[other] as number).filter((other) => other < k)
      ].sort((x, y) => x - y)
    )
    this.#upStart = startsOf(upper)
    this.#upRow = Int32Array.from(upper.flat())
    this.#up = new Float64Array(this.#upRow.length)
    this.#entry = this.#entriesOfPairs()
    this.#parent = this.#tree()
    const counts = new Int32Array(rows).fill(1)
    const reach = new Int32Array(rows)
    const seen = new Int32Array(rows).fill(-1)
    for (let k = 0; k < rows; k++)
      for (let at = this.#reach(k, reach, seen); at < rows; at++)
        counts[reach[at] as number] = (counts[reach[at] as number] as number) + 1
    this.#start = new Int32Array(rows + 1)
    for (let k = 0; k < rows; k++) this.#start[k + 1] = (this.#start[k] as number) + (counts[k] as number)
    this.#lower = new Int32Array(this.#start[rows] as number)
    this.#value = new Float64Array(this.#lower.length)
    this.#work = new Float64Array(rows)
  }

  /** Number of entries of the triangle. Each `solve` costs four times as many operations. */
  get entries(): number {
    return this.#value.length
  }

  factor(weight: Float64Array): void {
    this.#assemble(weight)
    const size = this.size
    const lower = this.#lower
    const value = this.#value
    const start = this.#start
    const next = start.slice()
    const x = this.#work.fill(0)
    const reach = new Int32Array(size)
    const seen = new Int32Array(size).fill(-1)
    for (let k = 0; k < size; k++) {
      for (let at = this.#upStart[k] as number; at < (this.#upStart[k + 1] as number); at++)
        x[this.#upRow[at] as number] = this.#up[at] as number
      let diagonal = x[k] as number
      const least = diagonal * slack
      diagonal += least
      x[k] = 0
      for (let at = this.#reach(k, reach, seen); at < size; at++) {
        const column = reach[at] as number
        const from = start[column] as number
        const to = next[column] as number
        const entry = (x[column] as number) / (value[from] as number)
        x[column] = 0
        for (let p = from + 1; p < to; p++)
          x[lower[p] as number] = (x[lower[p] as number] as number) - (value[p] as number) * entry
        diagonal -= entry * entry
        next[column] = to + 1
        lower[to] = k
        value[to] = entry
      }
      const from = next[k] as number
      next[k] = from + 1
      lower[from] = k
      // A dependent row leaves nothing. A huge weight makes its multiplier zero.
      value[from] = diagonal > least && diagonal > 0 ? Math.sqrt(diagonal) : 1e64
    }
  }

  /** Solves A W Aᵀ y = b. Overwrites `b` with y. */
  solve(b: Float64Array): void {
    const { size } = this
    const lower = this.#lower
    const value = this.#value
    const start = this.#start
    const x = this.#work
    for (let r = 0; r < size; r++) x[this.#place[r] as number] = b[r] as number
    for (let k = 0; k < size; k++) {
      if (x[k] === 0) continue
      const from = start[k] as number
      const entry = (x[k] as number) / (value[from] as number)
      x[k] = entry
      for (let p = from + 1; p < (start[k + 1] as number); p++)
        x[lower[p] as number] = (x[lower[p] as number] as number) - (value[p] as number) * entry
    }
    for (let k = size - 1; k >= 0; k--) {
      const from = start[k] as number
      let sum = x[k] as number
      for (let p = from + 1; p < (start[k + 1] as number); p++)
        sum -= (value[p] as number) * (x[lower[p] as number] as number)
      x[k] = sum / (value[from] as number)
    }
    for (let r = 0; r < size; r++) b[r] = x[this.#place[r] as number] as number
  }

  #assemble(weight: Float64Array): void {
    const up = this.#up.fill(0)
    let pair = 0
    for (let c = 0; c < this.#columns; c++)
      for (let a = this.#columnStart[c] as number; a < (this.#columnStart[c + 1] as number); a++) {
        const by = (weight[c] as number) * (this.#coefficient[a] as number)
        for (let b = this.#columnStart[c] as number; b < (this.#columnStart[c + 1] as number); b++) {
          if ((this.#row[b] as number) > (this.#row[a] as number)) continue
          const at = this.#entry[pair++] as number
          up[at] = (up[at] as number) + by * (this.#coefficient[b] as number)
        }
      }
  }

  #entriesOfPairs(): Int32Array {
    const found: Array<number> = []
    for (let c = 0; c < this.#columns; c++)
      for (let a = this.#columnStart[c] as number; a < (this.#columnStart[c + 1] as number); a++)
        for (let b = this.#columnStart[c] as number; b < (this.#columnStart[c + 1] as number); b++) {
          const [row, column] = [this.#row[b] as number, this.#row[a] as number]
          if (row > column) continue
          let from = this.#upStart[column] as number
          let to = this.#upStart[column + 1] as number
          while (to - from > 1) {
            const middle = (from + to) >> 1
            if ((this.#upRow[middle] as number) <= row) from = middle
            else to = middle
          }
          found.push(from)
        }
    return Int32Array.from(found)
  }

  /** Returns the elimination tree. */
  #tree(): Int32Array {
    const parent = new Int32Array(this.size).fill(-1)
    const ancestor = new Int32Array(this.size).fill(-1)
    for (let k = 0; k < this.size; k++)
      for (let at = this.#upStart[k] as number; at < (this.#upStart[k + 1] as number); at++) {
        let i = this.#upRow[at] as number
        while (i !== -1 && i < k) {
          const up = ancestor[i] as number
          ancestor[i] = k
          if (up === -1) parent[i] = k
          i = up
        }
      }
    return parent
  }

  /**
   * Writes the columns in which row k of the triangle has entries to the end of `reach`, in order. Returns where they
   * begin.
   */
  #reach(k: number, reach: Int32Array, seen: Int32Array): number {
    let top = this.size
    seen[k] = k
    for (let at = this.#upStart[k] as number; at < (this.#upStart[k + 1] as number); at++) {
      let length = 0
      for (let i = this.#upRow[at] as number; seen[i] !== k; i = this.#parent[i] as number) {
        reach[length++] = i
        seen[i] = k
      }
      while (length > 0) reach[--top] = reach[--length] as number
    }
    return top
  }
}

const startsOf = (lists: ReadonlyArray<ReadonlyArray<number>>): Int32Array => {
  const start = new Int32Array(lists.length + 1)
  lists.forEach((list, k) => {
    start[k + 1] = (start[k] as number) + list.length
  })
  return start
}
