import type { LinearProgramme } from "../solver/LinearProgramme.ts"
import type { LinkedSystem } from "../system/LinkedSystem.ts"

/** Input of controlled rounding. */
export interface AdditiveTask {
  readonly system: Pick<LinkedSystem, "cells" | "relations">
  /** Counts to round; ignored where `free`. */
  readonly target: Float64Array
  /** 1 for cells without a figure. They may be any multiple, so that no figure depends on a hidden count. */
  readonly free: Uint8Array
  readonly base: number
  /** A number in [0, 1) for each cell that breaks ties. It does not depend on the table that contains the cell. */
  readonly tie: Float64Array
  /** How many multiples a figure may lie beyond the two around its count; 0 is zero-restricted rounding. */
  readonly beyond: number
  /** Figures above zero are not moved below this when they go beyond; 0 if absent. */
  readonly least?: number
}

/** The programme, and how its columns form figures: those of cell c begin at `column[c]`, with `kinds` of each. */
export interface AdditiveProgramme {
  readonly programme: LinearProgramme
  /** First column of each cell; one longer than there are cells. */
  readonly first: Int32Array
  /** 1 or -1 by column: what one unit adds to the cell's multiple. */
  readonly sign: Int8Array
  /** Multiple of each cell if all its columns are zero. */
  readonly floor: Float64Array
}

/**
 * Builds zero-restricted controlled rounding as a programme (Cox 1987, "A constructive procedure for unbiased
 * controlled rounding"; Fischetti and Salazar 1998, "Computational experience with the controlled rounding problem in
 * statistical disclosure control"): each count becomes one of the two multiples around it, a multiple stays, sums
 * hold, and the sum of distances is minimal. `beyond` allows more multiples up and down at a price above any distance
 * within; zeros stay zero.
 */
export const additiveProgramme = (task: AdditiveTask): AdditiveProgramme => {
  const { system, target, free, base, tie, beyond, least = 0 } = task
  const { cells, relations } = system
  const first = new Int32Array(cells + 1)
  const floor = new Float64Array(cells)
  const sign: Array<number> = []
  const cost: Array<number> = []
  const high: Array<number> = []
  const column = (direction: number, price: number, most: number) => {
    sign.push(direction)
    cost.push(price)
    high.push(most)
  }
  for (let cell = 0; cell < cells; cell++) {
    first[cell] = sign.length
    if (free[cell] === 1) {
      column(1, 0, Number.POSITIVE_INFINITY)
      continue
    }
    const value = target[cell] as number
    const multiple = Math.floor(value / base)
    const rest = value - multiple * base
    floor[cell] = multiple
    const nudge = 0.02 * (tie[cell] as number)
    if (rest > 0) column(1, (base - 2 * rest) / base + nudge, 1)
    if (beyond > 0 && value > 0) {
      column(1, 4 + nudge, beyond)
      const down = Math.min(beyond, multiple - Math.ceil(least / base))
      if (down > 0) column(-1, 4 + 0.02 - nudge, down)
    }
  }
  first[cells] = sign.length
  const start = new Int32Array(relations.count + 1)
  const index: Array<number> = []
  const coefficient: Array<number> = []
  const right = new Float64Array(relations.count)
  const put = (cell: number, times: number, r: number) => {
    right[r] = (right[r] as number) - times * (floor[cell] as number)
    for (let at = first[cell] as number; at < (first[cell + 1] as number); at++) {
      index.push(at)
      coefficient.push(times * (sign[at] as number))
    }
  }
  for (let r = 0; r < relations.count; r++) {
    for (let at = relations.start[r] as number; at < (relations.start[r + 1] as number); at++)
      put(relations.part[at] as number, 1, r)
    put(relations.total[r] as number, -1, r)
    start[r + 1] = index.length
  }
  const programme = {
    columns: sign.length,
    rows: relations.count,
    cost: Float64Array.from(cost),
    low: new Float64Array(sign.length),
    high: Float64Array.from(high),
    rowLow: right,
    rowHigh: right,
    start,
    index: Int32Array.from(index),
    coefficient: Float64Array.from(coefficient)
  }
  return { programme, first, sign: Int8Array.from(sign), floor }
}
