import { byColumns } from "../algebra/byColumns.ts"
import type { Equations } from "./Equations.ts"

/** Distance of a point from bounds, or an eighth of the room between them. */
const margin = 0.02

/** Share of that distance that remains if the objective insists. */
const closest = 0.01

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

/** The state of a `PrimalDual`. */
export interface PrimalDualState {
  readonly rows: Entries
  readonly columns: Entries
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
  /** What each unit costs by which an unknown leaves its start; 0 if it is free. */
  readonly toll: Float64Array
  readonly home: Float64Array
  readonly point: Float64Array
  /** The point continued by as much as the last step moved it. */
  readonly beyond: Float64Array
  readonly price: Float64Array
}

/** @param around maximum distance of points from `start` */
export const primalDualState = (equations: Equations, start: Float64Array, around: number): PrimalDualState => {
  const { unknowns } = equations
  const across = byColumns(equations, unknowns)
  const rows = { start: equations.start, index: equations.index, coefficient: equations.coefficient }
  const columns = { start: across.start, index: across.row, coefficient: across.coefficient }
  const weightOf = ({ start: begin, coefficient }: Entries, at: number): number => {
    let sum = 0
    for (let k = begin[at] as number; k < (begin[at + 1] as number); k++) sum += Math.abs(coefficient[k] as number)
    return Math.max(1, sum)
  }
  const low = equations.low.map((bound, v) => Math.max(bound, (start[v] as number) - around))
  const high = equations.high.map((bound, v) => Math.min(bound, (start[v] as number) + around))
  const state: PrimalDualState = {
    rows,
    columns,
    right: equations.right.slice(),
    low,
    high,
    lowest: low.slice(),
    highest: high.slice(),
    unknownStep: Float64Array.from(low, (_, v) => stride / weightOf(columns, v)),
    rowStep: Float64Array.from(equations.right, (_, r) => 1 / stride / weightOf(rows, r)),
    weight: new Float64Array(unknowns),
    target: new Float64Array(unknowns),
    toll: new Float64Array(unknowns),
    home: start.slice(),
    point: start.slice(),
    beyond: new Float64Array(unknowns),
    price: new Float64Array(equations.rows)
  }
  for (let v = 0; v < unknowns; v++) boundUnknown(state, v, low[v] as number, high[v] as number)
  return state
}

/** Sets the bounds of an unknown, and those that steps respect. */
export const boundUnknown = (state: PrimalDualState, v: number, low: number, high: number): void => {
  const off = Math.min(margin, (high - low) / 8)
  state.low[v] = low
  state.high[v] = high
  state.lowest[v] = low + closest * off
  state.highest[v] = high - off
}

/** Returns the product of one row and a vector. */
export const times = ({ start, index, coefficient }: Entries, row: number, x: Float64Array): number => {
  let sum = 0
  for (let at = start[row] as number, end = start[row + 1] as number; at < end; at++)
    sum += (coefficient[at] as number) * (x[index[at] as number] as number)
  return sum
}

/** Returns where an unknown stays that pays a toll for leaving its home. */
const payToll = (home: number, wanted: number, toll: number): number =>
  wanted > home + toll ? wanted - toll : wanted < home - toll ? wanted + toll : home

/** Moves unknowns by dual prices and objective. This is the innermost loop. */
const moveUnknowns = (numbers: PrimalDualState, barrier: number): void => {
  const { low, lowest, highest, unknownStep, weight, target, toll, home, point, beyond, price } = numbers
  const { start, index, coefficient } = numbers.columns
  for (let v = 0; v < point.length; v++) {
    if (lowest[v] === highest[v]) continue
    let pull = 0
    for (let at = start[v] as number, end = start[v + 1] as number; at < end; at++)
      pull += (coefficient[at] as number) * (price[index[at] as number] as number)
    const own = unknownStep[v] as number
    const before = point[v] as number
    const bottom = low[v] as number
    const fee = own * (toll[v] as number)
    if (fee > 0) {
      const paid = payToll(home[v] as number, before - own * pull, fee)
      const x = Math.min(highest[v] as number, Math.max(lowest[v] as number, paid))
      beyond[v] = 2 * x - before
      point[v] = x
      continue
    }
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

const movePrices = ({ rows, right, rowStep, beyond, price }: PrimalDualState): void => {
  const { start, index, coefficient } = rows
  for (let r = 0; r < price.length; r++) {
    let sum = -(right[r] as number)
    for (let at = start[r] as number, end = start[r + 1] as number; at < end; at++)
      sum += (coefficient[at] as number) * (beyond[index[at] as number] as number)
    price[r] = (price[r] as number) + (rowStep[r] as number) * sum
  }
}

/** Runs some steps. `barrier`: how strongly points are kept off lower bounds. */
export const primalDualSteps = (numbers: PrimalDualState, steps: number, barrier: number): void => {
  for (let step = 0; step < steps; step++) {
    moveUnknowns(numbers, barrier)
    movePrices(numbers)
  }
}
