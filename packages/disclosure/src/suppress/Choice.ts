import { byColumns, type CompressedColumns, type CompressedRows } from "../algebra/byColumns.ts"

/** Inequalities by rows: the sum of coefficient × x is at least 0. One coefficient of each row is negative. */
export type CutRows = CompressedRows

/** A choice of classes, the sum of each inequality over it, and an undo log. */
export class Choice {
  readonly cuts: CutRows
  readonly columns: CompressedColumns
  /** 1 for a chosen class. */
  readonly x: Float64Array
  readonly #sum: Float64Array
  readonly #tolerance: number
  /** Classes that changed since `begin`, in order. */
  readonly changed: Array<number> = []
  /** Inequalities that a change violated; some may hold again. */
  readonly missed: Array<number> = []

  constructor(cuts: CutRows, x: Float64Array, tolerance: number) {
    this.cuts = cuts
    this.columns = byColumns(cuts, x.length)
    this.x = x
    this.#tolerance = tolerance
    this.#sum = new Float64Array(cuts.rows)
    for (let id = 0; id < x.length; id++) if (x[id] === 1) this.#add(id, 1)
    this.begin()
  }

  /** Returns the amount by which a row is violated; 0 if it holds. */
  lacks(r: number): number {
    const sum = this.#sum[r] as number
    return sum < -this.#tolerance ? -sum : 0
  }

  /** Returns whether a row holds with slack. */
  hasSpare(r: number): boolean {
    return (this.#sum[r] as number) > this.#tolerance
  }

  /** Returns whether an inequality would be violated without the class. */
  isNeeded(id: number): boolean {
    const { start, row, coefficient } = this.columns
    for (let k = start[id] as number; k < (start[id + 1] as number); k++) {
      const by = coefficient[k] as number
      if (by > 0 && (this.#sum[row[k] as number] as number) - by < -this.#tolerance) return true
    }
    return false
  }

  begin(): void {
    this.changed.length = 0
    this.missed.length = 0
  }

  set(id: number, to: 0 | 1): void {
    this.x[id] = to
    this.changed.push(id)
    this.#add(id, to === 1 ? 1 : -1)
  }

  /** Restores the choice at `begin`. */
  undo(): void {
    for (const id of this.changed.reverse()) {
      this.x[id] = 1 - (this.x[id] as number)
      this.#add(id, this.x[id] === 1 ? 1 : -1)
    }
    this.begin()
  }

  #add(id: number, sign: 1 | -1): void {
    const { start, row, coefficient } = this.columns
    for (let k = start[id] as number; k < (start[id + 1] as number); k++) {
      const r = row[k] as number
      const by = sign * (coefficient[k] as number)
      this.#sum[r] = (this.#sum[r] as number) + by
      if (by < 0 && this.lacks(r) > 0) this.missed.push(r)
    }
  }
}
