import { byColumns } from "../algebra/byColumns.ts"
import type { Equations } from "./Equations.ts"
import { type Entries, InnerLoops, type UnknownArrays } from "./InnerLoops.ts"

/** Distance of a point from bounds, or an eighth of the room between them. */
const margin = 0.02

/** Share of that distance that remains if the objective insists. */
const closest = 0.01

/**
 * Factor of the unknowns' steps over those of Pock and Chambolle; prices take steps smaller by the same factor.
 * Unknowns move by persons, prices by fractions. With 2, a point needs two thirds of the steps; 4 and more are worse.
 */
const stride = 2

export interface PrimalDualState extends UnknownArrays {
  readonly loops: InnerLoops
  readonly rows: Entries
  readonly columns: Entries
  readonly right: Float64Array
  readonly high: Float64Array
  readonly rowStep: Float64Array
  readonly price: Float64Array
  /** By unknown: the weighted sum of the prices of its rows. By row: its product with a point. */
  readonly pull: Float64Array
  readonly product: Float64Array
}

/** Numbers for each unknown and each row, where entries begin and those of `BalanceRows` among them; and bytes for each entry, both ways. */
const [ofUnknown, ofRow, ofEntry] = [15, 9, 24] as const

/** @param around maximum distance of points from `start` */
export const primalDualState = (equations: Equations, start: Float64Array, around: number): PrimalDualState => {
  const { unknowns } = equations
  const across = byColumns(equations, unknowns)
  const entries = equations.start[equations.rows] as number
  const loops = new InnerLoops(ofEntry * entries + 8 * (ofUnknown * (unknowns + 1) + ofRow * (equations.rows + 1)))
  const rows = loops.entries({
    start: equations.start.subarray(0, equations.rows + 1),
    index: equations.index.subarray(0, entries),
    coefficient: equations.coefficient.subarray(0, entries)
  })
  const columns = loops.entries({ start: across.start, index: across.row, coefficient: across.coefficient })
  const weightOf = ({ start: begin, coefficient }: Entries, at: number): number => {
    let sum = 0
    for (let k = begin[at] as number; k < (begin[at + 1] as number); k++) sum += Math.abs(coefficient[k] as number)
    return Math.max(1, sum)
  }
  const low = loops.copyOf(equations.low.map((bound, v) => Math.max(bound, (start[v] as number) - around)))
  const high = loops.copyOf(equations.high.map((bound, v) => Math.min(bound, (start[v] as number) + around)))
  const state: PrimalDualState = {
    loops,
    rows,
    columns,
    right: loops.copyOf(equations.right),
    low,
    high,
    lowest: loops.copyOf(low),
    highest: loops.copyOf(high),
    unknownStep: loops.copyOf(low.map((_, v) => stride / weightOf(columns, v))),
    rowStep: loops.copyOf(equations.right.map((_, r) => 1 / stride / weightOf(rows, r))),
    weight: loops.zeros(unknowns),
    target: loops.zeros(unknowns),
    toll: loops.zeros(unknowns),
    home: loops.copyOf(start),
    point: loops.copyOf(start),
    beyond: loops.zeros(unknowns),
    price: loops.zeros(equations.rows),
    pull: loops.zeros(unknowns),
    product: loops.zeros(equations.rows)
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

/** Runs some steps. `barrier`: how strongly points are kept off lower bounds. */
export const primalDualSteps = (state: PrimalDualState, steps: number, barrier: number): void => {
  const { loops, rows, columns, right, rowStep, price, beyond, pull, product } = state
  for (let step = 0; step < steps; step++) {
    loops.products(columns, price, pull)
    loops.moveUnknowns(state, pull, barrier)
    loops.products(rows, beyond, product)
    for (let r = 0; r < price.length; r++)
      price[r] = (price[r] as number) + (rowStep[r] as number) * ((product[r] as number) - (right[r] as number))
  }
}
