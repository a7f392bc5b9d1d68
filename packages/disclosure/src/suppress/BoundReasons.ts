import type { Displacement } from "../attack/maxDisplacement.ts"
import { type Classes, classState } from "./Classes.ts"
import { MaxHeap } from "./MaxHeap.ts"

/** Visits of a row after which its bounds are left as they are. */
const maxVisits = 30

/** A reason that involves more steps is not worth its length. */
const maxSteps = 2000

/** Smaller changes of a bound are ignored. */
const minChange = 1e-6

/**
 * How far rows allow hidden classes to move, found row by row, and why: each bound remembers the row that proved it. Following the
 * reasons back gives multipliers of rows that prove the bound, without a programme. They are valid for any choice of hidden classes.
 */
export class BoundReasons {
  readonly #classes: Classes
  /** Changes of class c: at most `#end[2 c]` upwards and `#end[2 c + 1]` downwards. */
  readonly #end: Float64Array
  /** The last step that narrowed each end; -1 if none did. */
  readonly #last: Int32Array
  /** For each step: the place of its class in the row that proved it, the row, and the previous step on the same end. */
  readonly #at: Array<number> = []
  readonly #row: Array<number> = []
  readonly #before: Array<number> = []

  constructor(classes: Classes) {
    this.#classes = classes
    const { count, value, low, high, state } = classes
    this.#end = new Float64Array(2 * count)
    this.#last = new Int32Array(2 * count).fill(-1)
    for (let id = 0; id < count; id++) {
      if (state[id] === classState.published) continue
      this.#end[2 * id] = (high[id] as number) - (value[id] as number)
      this.#end[2 * id + 1] = (value[id] as number) - (low[id] as number)
    }
    this.#propagate()
  }

  /**
   * Returns rows with multipliers that prove how far a class can move in one direction. Undefined if no row narrows it or if the reasons
   * are too many.
   */
  of(target: number, direction: 1 | -1, asked: number): Displacement | undefined {
    const { start, index, coefficient } = this.#classes
    const first = this.#last[2 * target + (direction > 0 ? 0 : 1)] as number
    if (first < 0) return undefined
    const weight = new Map<number, number>([[first, direction]])
    const multiplier = new Map<number, number>()
    const heap = new MaxHeap()
    heap.push(first, first)
    for (let next = heap.pop(), steps = 0; next !== undefined; next = heap.pop(), steps++) {
      if (steps === maxSteps) return undefined
      const [step] = next
      const r = this.#row[step] as number
      const own = this.#at[step] as number
      const by = (weight.get(step) as number) / (coefficient[own] as number)
      multiplier.set(r, (multiplier.get(r) ?? 0) + by)
      for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
        if (at === own) continue
        const part = -by * (coefficient[at] as number)
        let reason = this.#last[2 * (index[at] as number) + (part > 0 ? 0 : 1)] as number
        while (reason >= step) reason = this.#before[reason] as number
        if (reason < 0) continue
        const known = weight.get(reason)
        if (known === undefined) heap.push(reason, reason)
        weight.set(reason, (known ?? 0) + part)
      }
    }
    return {
      direction,
      asked,
      circulation: undefined,
      rows: [...multiplier.keys()],
      multiplier: Float64Array.from(multiplier.values()),
      work: 0
    }
  }

  #propagate(): void {
    const { rows, start, index, coefficient, rowStart, row, state } = this.#classes
    const queue = Array.from({ length: rows }, (_, r) => r)
    const waiting = new Uint8Array(rows).fill(1)
    const visits = new Uint8Array(rows)
    for (let next = 0; next < queue.length; next++) {
      const r = queue[next] as number
      waiting[r] = 0
      if (visits[r] === maxVisits) continue
      visits[r] = (visits[r] as number) + 1
      const [from, to] = [start[r] as number, start[r + 1] as number]
      // How far the members can raise and lower the row's sum; infinite terms are counted separately.
      const sum = [0, 0] as [number, number]
      const open = [0, 0] as [number, number]
      const room = (at: number, way: 0 | 1): number => {
        const isRise = (coefficient[at] as number) > 0 === (way === 0)
        const end = this.#end[2 * (index[at] as number) + (isRise ? 0 : 1)] as number
        return end * Math.abs(coefficient[at] as number)
      }
      const count = (by: number, way: 0 | 1, sign: number): void => {
        if (by === Number.POSITIVE_INFINITY) open[way] += sign
        else sum[way] += sign * by
      }
      for (let at = from; at < to; at++)
        if (state[index[at] as number] !== classState.published)
          for (const way of [0, 1] as const) count(room(at, way), way, 1)
      if (open[0] > 1 && open[1] > 1) continue
      for (let at = from; at < to; at++) {
        const id = index[at] as number
        if (state[id] === classState.published) continue
        let narrowed = false
        for (const way of [0, 1] as const) {
          // The member raises the sum by no more than the others lower it.
          const against = way === 0 ? 1 : 0
          const others = room(at, against)
          const isOwnOpen = others === Number.POSITIVE_INFINITY
          if (open[against] > (isOwnOpen ? 1 : 0)) continue
          const most = (sum[against] - (isOwnOpen ? 0 : others)) / Math.abs(coefficient[at] as number)
          const end = 2 * id + ((coefficient[at] as number) > 0 === (way === 0) ? 0 : 1)
          if (most > (this.#end[end] as number) - minChange) continue
          count(room(at, way), way, -1)
          this.#end[end] = Math.max(0, most)
          count(room(at, way), way, 1)
          this.#before.push(this.#last[end] as number)
          this.#last[end] = this.#at.push(at) - 1
          this.#row.push(r)
          narrowed = true
        }
        if (!narrowed) continue
        for (let k = rowStart[id] as number; k < (rowStart[id + 1] as number); k++) {
          const other = row[k] as number
          if (waiting[other] === 1) continue
          waiting[other] = 1
          queue.push(other)
        }
      }
    }
  }
}
