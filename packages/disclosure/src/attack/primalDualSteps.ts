import { byColumns } from "../algebra/byColumns.ts"
import type { Allocator } from "../worker/Allocator.ts"
import { type Half, middleOf, type ParallelHalves } from "../worker/ParallelHalves.ts"
import type { Equations } from "./Equations.ts"

/** Distance of a point from bounds, or an eighth of the room between them. */
const margin = 0.02

/** Share of that distance that remains if the objective insists. */
const closest = 0.01

/**
 * Room beyond this does not make an unknown absorb more of an imbalance. Imbalances are fractions of a person. With 50 and the square of the
 * room, conjugate gradients took ten times the steps on 21,000 unknowns.
 */
const mostWilling = 1

/** Tolerated imbalance of a row of an exact point, and of one that is balanced again. */
export const [exactly, nearly] = [1e-6, 1e-2] as const

const mostSteps = 2000

/**
 * Factor of the unknowns' steps over those of Pock and Chambolle; prices take steps smaller by the same factor.
 * Unknowns move by persons, prices by fractions. With 2, a point needs two thirds of the steps; 4 and more are worse.
 */
const stride = 2

/**
 * Entries by rows or by columns: those of one are `start[it]` to `start[it + 1] - 1`; `index` is their column or row.
 */
interface Entries {
  readonly start: Int32Array
  readonly index: Int32Array
  readonly coefficient: Float64Array
}

/** The state of a `PrimalDual`, in arrays that two threads can share. */
export interface PrimalDualState {
  readonly rows: Entries
  readonly columns: Entries
  /** Where the second half of the rows and of the unknowns begins. */
  readonly middle: { readonly row: number; readonly unknown: number }
  readonly right: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  /** Bounds that steps respect. */
  readonly lowest: Float64Array
  readonly highest: Float64Array
  readonly unknownStep: Float64Array
  readonly rowStep: Float64Array
  readonly weight: Float64Array
  readonly target: Float64Array
  readonly point: Float64Array
  readonly beyond: Float64Array
  readonly price: Float64Array
  /** Work arrays of `balanceRows`: by unknown, by row, and sums of the two halves. */
  readonly willing: Float64Array
  readonly pull: Float64Array
  readonly exact: Float64Array
  readonly lacks: Float64Array
  readonly scale: Float64Array
  readonly way: Float64Array
  readonly gained: Float64Array
  readonly y: Float64Array
  readonly sums: Float64Array
}

/** @param around maximum distance of points from `start` */
export const primalDualState = (
  equations: Equations,
  start: Float64Array,
  around: number,
  memory: Allocator
): PrimalDualState => {
  const { unknowns, rows: count } = equations
  const filled = (length: number, of: (at: number) => number): Float64Array => {
    const made = memory.reals(length)
    for (let at = 0; at < length; at++) made[at] = of(at)
    return made
  }
  const across = byColumns(equations, unknowns)
  const whole = (numbers: Int32Array): Int32Array => {
    const made = memory.integers(numbers.length)
    made.set(numbers)
    return made
  }
  const entries = (start: Int32Array, index: Int32Array, coefficient: Float64Array): Entries => ({
    start: whole(start),
    index: whole(index),
    coefficient: filled(coefficient.length, (at) => coefficient[at] as number)
  })
  const rows = entries(equations.start, equations.index, equations.coefficient)
  const columns = entries(across.start, across.row, across.coefficient)
  const weightOf = ({ start: begin, coefficient }: Entries, at: number): number => {
    let sum = 0
    for (let k = begin[at] as number; k < (begin[at + 1] as number); k++) sum += Math.abs(coefficient[k] as number)
    return Math.max(1, sum)
  }
  const low = filled(unknowns, (v) => Math.max(equations.low[v] as number, (start[v] as number) - around))
  const high = filled(unknowns, (v) => Math.min(equations.high[v] as number, (start[v] as number) + around))
  const off = (v: number) => Math.min(margin, ((high[v] as number) - (low[v] as number)) / 8)
  return {
    rows,
    columns,
    middle: { row: middleOf(rows.start), unknown: middleOf(columns.start) },
    right: filled(count, (r) => equations.right[r] as number),
    low,
    high,
    lowest: filled(unknowns, (v) => (low[v] as number) + closest * off(v)),
    highest: filled(unknowns, (v) => (high[v] as number) - off(v)),
    unknownStep: filled(unknowns, (v) => stride / weightOf(columns, v)),
    rowStep: filled(count, (r) => 1 / stride / weightOf(rows, r)),
    weight: memory.reals(unknowns),
    target: memory.reals(unknowns),
    point: filled(unknowns, (v) => start[v] as number),
    beyond: memory.reals(unknowns),
    price: memory.reals(count),
    willing: memory.reals(unknowns),
    pull: memory.reals(unknowns),
    exact: memory.reals(unknowns),
    lacks: memory.reals(count),
    scale: memory.reals(count),
    way: memory.reals(count),
    gained: memory.reals(count),
    y: memory.reals(count),
    sums: memory.reals(8)
  }
}

/** Returns the product of one row and a vector. */
const times = ({ start, index, coefficient }: Entries, row: number, x: Float64Array): number => {
  let sum = 0
  for (let at = start[row] as number, end = start[row + 1] as number; at < end; at++)
    sum += (coefficient[at] as number) * (x[index[at] as number] as number)
  return sum
}

/** Moves unknowns by dual prices and objective. This is the innermost loop. */
const moveUnknowns = (numbers: PrimalDualState, barrier: number, from: number, to: number): void => {
  const { low, lowest, highest, unknownStep, weight, target, point, beyond, price } = numbers
  const { start, index, coefficient } = numbers.columns
  for (let v = from; v < to; v++) {
    let pull = 0
    for (let at = start[v] as number, end = start[v + 1] as number; at < end; at++)
      pull += (coefficient[at] as number) * (price[index[at] as number] as number)
    const own = unknownStep[v] as number
    const before = point[v] as number
    const bottom = low[v] as number
    const strength = 4 * own * barrier
    const wanted = weight[v] as number
    let above = before - own * (pull - wanted) - bottom
    // Proximal step with the barrier: the root of (x - from) = strength / (x - low).
    let x = bottom + (above + Math.sqrt(above * above + strength)) / 2
    const enough = target[v] as number
    if (wanted > 0 ? x > enough : wanted < 0 && x < enough) {
      above -= own * wanted
      const back = bottom + (above + Math.sqrt(above * above + strength)) / 2
      x = wanted > 0 ? Math.max(back, enough) : Math.min(back, enough)
    }
    x = Math.min(highest[v] as number, Math.max(lowest[v] as number, x))
    beyond[v] = 2 * x - before
    point[v] = x
  }
}

const movePrices = ({ rows, right, rowStep, beyond, price }: PrimalDualState, from: number, to: number): void => {
  const { start, index, coefficient } = rows
  for (let r = from; r < to; r++) {
    let sum = -(right[r] as number)
    for (let at = start[r] as number, end = start[r + 1] as number; at < end; at++)
      sum += (coefficient[at] as number) * (beyond[index[at] as number] as number)
    price[r] = (price[r] as number) + (rowStep[r] as number) * sum
  }
}

/** Runs some steps. `barrier`: how strongly points are kept off lower bounds. */
export const primalDualSteps = (
  numbers: PrimalDualState,
  halves: ParallelHalves,
  steps: number,
  barrier: number
): void => {
  const { middle, point, price } = numbers
  const ofUnknowns = (half: Half): void => {
    if (half === 0) moveUnknowns(numbers, barrier, 0, middle.unknown)
    else moveUnknowns(numbers, barrier, middle.unknown, point.length)
  }
  const ofRows = (half: Half): void => {
    if (half === 0) movePrices(numbers, 0, middle.row)
    else movePrices(numbers, middle.row, price.length)
  }
  for (let step = 0; step < steps; step++) {
    halves(ofUnknowns)
    halves(ofRows)
  }
}

/**
 * Writes the point with all rows balanced to `exact`. Unknowns absorb the imbalance according to their room
 * (conjugate gradients on the normal equations). The result is a solution if it is within the bounds. Returns the
 * number of steps.
 *
 * @param tolerated imbalance of a row, in persons
 */
export const balanceRows = (numbers: PrimalDualState, halves: ParallelHalves, tolerated: number): number => {
  const { rows, columns, middle, right, low, high, point, sums } = numbers
  const { willing, pull, exact, lacks, scale, way, gained, y } = numbers
  const rowsOf = (half: Half) => (half === 0 ? ([0, middle.row] as const) : ([middle.row, right.length] as const))
  const unknownsOf = (half: Half) =>
    half === 0 ? ([0, middle.unknown] as const) : ([middle.unknown, point.length] as const)
  const both = (at: number): number => (sums[at] as number) + (sums[at + 1] as number)
  halves((half) => {
    const [from, to] = unknownsOf(half)
    for (let v = from; v < to; v++) {
      const x = point[v] as number
      const room = Math.min(mostWilling, x - (low[v] as number), (high[v] as number) - x)
      willing[v] = Math.max(0, room)
    }
  })
  halves((half) => {
    const [from, to] = rowsOf(half)
    let size = 0
    for (let r = from; r < to; r++) {
      const lack = (right[r] as number) - times(rows, r, point)
      let sum = 0
      for (let at = rows.start[r] as number; at < (rows.start[r + 1] as number); at++)
        sum += (rows.coefficient[at] as number) ** 2 * (willing[rows.index[at] as number] as number)
      scale[r] = sum > 0 ? 1 / sum : 0
      lacks[r] = lack
      way[r] = (scale[r] as number) * lack
      y[r] = 0
      size += lack * (way[r] as number)
    }
    sums[half] = size
  })
  let size = both(0)
  let far = 0
  let keep = 0
  const pullUnknowns = (half: Half): void => {
    const [from, to] = unknownsOf(half)
    for (let v = from; v < to; v++) pull[v] = (willing[v] as number) * times(columns, v, way)
  }
  const gain = (half: Half): void => {
    const [from, to] = rowsOf(half)
    let along = 0
    for (let r = from; r < to; r++) {
      const own = times(rows, r, pull)
      gained[r] = own
      along += (way[r] as number) * own
    }
    sums[2 + half] = along
  }
  const step = (half: Half): void => {
    const [from, to] = rowsOf(half)
    let worst = 0
    let left = 0
    for (let r = from; r < to; r++) {
      y[r] = (y[r] as number) + far * (way[r] as number)
      const lack = (lacks[r] as number) - far * (gained[r] as number)
      lacks[r] = lack
      worst = Math.max(worst, Math.abs(lack))
      left += lack * lack * (scale[r] as number)
    }
    sums[4 + half] = worst
    sums[6 + half] = left
  }
  const turn = (half: Half): void => {
    const [from, to] = rowsOf(half)
    for (let r = from; r < to; r++) way[r] = (scale[r] as number) * (lacks[r] as number) + keep * (way[r] as number)
  }
  let steps = 0
  for (; steps < mostSteps; steps++) {
    halves(pullUnknowns)
    halves(gain)
    const along = both(2)
    if (!(along > 0)) break
    far = size / along
    halves(step)
    if (Math.max(sums[4] as number, sums[5] as number) < tolerated) break
    const left = both(6)
    keep = left / size
    size = left
    halves(turn)
  }
  halves((half) => {
    const [from, to] = unknownsOf(half)
    for (let v = from; v < to; v++) exact[v] = (point[v] as number) + (willing[v] as number) * times(columns, v, y)
  })
  return steps
}
