import { type Classes, classState } from "./Classes.ts"

/**
 * Picks the part of the table in which a cheap closure is looked for: starts from given classes and takes in what opens the
 * fewest further rows, hidden or cheap ones first. A closure needs its rows closed, so a dense part is worth more than a near one.
 */
export class Neighbourhood {
  readonly #classes: Classes
  readonly #touched: Uint8Array
  readonly #taken: Uint8Array
  readonly #open: Int32Array

  constructor(classes: Classes) {
    this.#classes = classes
    this.#touched = new Uint8Array(classes.rows)
    this.#taken = new Uint8Array(classes.count)
    this.#open = new Int32Array(classes.count).fill(-1)
  }

  /** Up to `most` classes, ascending, the given ones among them. */
  around(first: Iterable<number>, most: number, ceiling: number): Int32Array {
    const { rowStart, row, start, index, state, cost, mayHide, value, low } = this.#classes
    const members: Array<number> = []
    const rows: Array<number> = []
    const buckets: Array<Array<number>> = [[], [], [], []]
    const seen: Array<number> = []
    const rank = (of: number): number =>
      state[of] === classState.published
        ? (cost[of] as number)
        : -Math.min(50, (value[of] as number) - (low[of] as number))
    const take = (of: number): void => {
      if (this.#taken[of] === 1) return
      this.#taken[of] = 1
      members.push(of)
      for (let at = rowStart[of] as number; at < (rowStart[of + 1] as number); at++) {
        const r = row[at] as number
        if (this.#touched[r] === 1) continue
        this.#touched[r] = 1
        rows.push(r)
      }
    }
    for (const of of first) take(of)
    let done = 0
    for (let level = 0; members.length < most; ) {
      // Count, for what stands in newly touched rows, how many of its rows are not touched yet.
      for (; done < rows.length; done++) {
        const r = rows[done] as number
        for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
          const of = index[at] as number
          if (this.#taken[of] === 1) continue
          if (state[of] === classState.published && (mayHide[of] === 0 || (cost[of] as number) >= ceiling)) continue
          if (this.#open[of] === -1) {
            seen.push(of)
            this.#open[of] = (rowStart[of + 1] as number) - (rowStart[of] as number)
          }
          const left = (this.#open[of] as number) - 1
          this.#open[of] = left
          if (left < 4) buckets[left]?.push(of)
        }
      }
      const bucket = buckets[level] as Array<number>
      const fit = bucket.filter((of) => this.#taken[of] === 0 && this.#open[of] === level)
      bucket.length = 0
      if (fit.length === 0) {
        if (++level > 3) break
        continue
      }
      fit.sort((a, b) => rank(a) - rank(b) || a - b)
      // Those that open nothing are all taken; of the others some at a time, as each changes the count of the rest.
      const room = most - members.length
      const some = level === 0 ? room : Math.min(room, 12)
      for (let k = 0; k < fit.length; k++) {
        const of = fit[k] as number
        if (k < some) take(of)
        else bucket.push(of)
      }
      level = 0
    }
    for (const of of members) this.#taken[of] = 0
    for (const r of rows) this.#touched[r] = 0
    for (const of of seen) this.#open[of] = -1
    return Int32Array.from(members).sort()
  }
}
