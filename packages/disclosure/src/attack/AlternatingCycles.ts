import { byColumns } from "../algebra/byColumns.ts"
import type { Equations } from "./Equations.ts"

/** Limit of the factor by which a change is stretched. It is far above what any need requires. */
const maxStretch = 64

/**
 * Moves from one solution to nearby ones: changes one unknown, then lets a member of each unbalanced equation absorb
 * the difference until all are balanced (the alternating cycles of Gusfield 1988, "A graph theoretic approach to
 * statistical data security", in any system of sums). The search is greedy: to find nothing proves nothing. A result
 * is a solution, and whole if the first one is.
 */
export class AlternatingCycles {
  readonly #equations: Equations
  readonly #base: Float64Array
  readonly #rowStart: Int32Array
  readonly #row: Int32Array
  readonly #coefficient: Float64Array
  readonly #by: Float64Array
  readonly #balance: Float64Array
  readonly #moved: Array<number> = []
  readonly #queue: Array<number> = []
  #state: number

  constructor(equations: Equations, base: Float64Array, seed: number) {
    this.#equations = equations
    this.#base = base
    const rows = byColumns(equations, equations.unknowns)
    this.#rowStart = rows.start
    this.#row = rows.row
    this.#coefficient = rows.coefficient
    this.#by = new Float64Array(equations.unknowns)
    this.#balance = new Float64Array(equations.rows)
    this.#state = Math.imul(seed + 1, 0x9e3779b1) | 1
  }

  /**
   * Looks for a solution in which the unknown differs by `by` from the first one. Calls `found` with each changed
   * unknown and the values that it takes when the change is stretched both ways up to the bounds.
   */
  seek(
    unknown: number,
    by: number,
    tries: number,
    found: (unknown: number, low: number, high: number) => void
  ): boolean {
    for (let attempt = 0; attempt < tries; attempt++) {
      const ok = this.#attempt(unknown, by, attempt)
      if (ok) this.#report(found)
      for (const v of this.#moved) {
        this.#by[v] = 0
        for (let at = this.#rowStart[v] as number; at < (this.#rowStart[v + 1] as number); at++)
          this.#balance[this.#row[at] as number] = 0
      }
      this.#moved.length = 0
      this.#queue.length = 0
      if (ok) return true
    }
    return false
  }

  #report(found: (unknown: number, low: number, high: number) => void): void {
    const { low, high } = this.#equations
    let up = maxStretch
    let down = maxStretch
    for (const v of this.#moved) {
      const by = this.#by[v] as number
      if (by === 0) continue
      const above = ((high[v] as number) - (this.#base[v] as number)) / Math.abs(by)
      const below = ((this.#base[v] as number) - (low[v] as number)) / Math.abs(by)
      up = Math.min(up, by > 0 ? above : below)
      down = Math.min(down, by > 0 ? below : above)
    }
    up = Math.floor(up)
    down = Math.floor(down)
    for (const v of this.#moved) {
      const by = this.#by[v] as number
      const a = (this.#base[v] as number) + by * up
      const b = (this.#base[v] as number) - by * down
      found(v, Math.min(a, b), Math.max(a, b))
    }
  }

  #move(v: number, by: number): void {
    if (this.#by[v] === 0) this.#moved.push(v)
    this.#by[v] = (this.#by[v] as number) + by
    for (let at = this.#rowStart[v] as number; at < (this.#rowStart[v + 1] as number); at++) {
      const r = this.#row[at] as number
      const before = this.#balance[r] as number
      this.#balance[r] = before + by * (this.#coefficient[at] as number)
      if (before === 0) this.#queue.push(r)
    }
  }

  #room(v: number, by: number): boolean {
    const now = (this.#base[v] as number) + (this.#by[v] as number) + by
    return now <= (this.#equations.high[v] as number) && now >= (this.#equations.low[v] as number)
  }

  #attempt(unknown: number, by: number, attempt: number): boolean {
    if (!this.#room(unknown, by)) return false
    this.#move(unknown, by)
    const { start, index, coefficient } = this.#equations
    const most = 40 + 40 * attempt
    for (let steps = 0; this.#queue.length > 0; steps++) {
      if (steps > most) return false
      // Takes the row that has been unbalanced longest: first what the change broke, then what its repair broke.
      const r = this.#queue.shift() as number
      const off = this.#balance[r] as number
      if (off === 0) continue
      let best = -1
      let bestScore = Number.NEGATIVE_INFINITY
      for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
        const v = index[at] as number
        if (v === unknown) continue
        const change = -off / (coefficient[at] as number)
        if (!Number.isInteger(change) || !this.#room(v, change)) continue
        const score = this.#score(v, change) + (attempt === 0 ? 0 : this.#chance() * attempt)
        if (score > bestScore) {
          bestScore = score
          best = at
        }
      }
      if (best < 0) return false
      this.#move(index[best] as number, -off / (coefficient[best] as number))
    }
    return true
  }

  /**
   * Returns the number of rows that the change balances less those that it unbalances. A row that stays unbalanced
   * counts half.
   */
  #score(v: number, by: number): number {
    let score = 0
    for (let at = this.#rowStart[v] as number; at < (this.#rowStart[v + 1] as number); at++) {
      const before = this.#balance[this.#row[at] as number] as number
      const after = before + by * (this.#coefficient[at] as number)
      if (after === 0) score += 1
      else if (before === 0) score -= 1
      else score += Math.abs(after) < Math.abs(before) ? 0.25 : -0.5
    }
    return score
  }

  #chance(): number {
    let state = this.#state
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    this.#state = state
    return (state >>> 0) / 4_294_967_296
  }
}
