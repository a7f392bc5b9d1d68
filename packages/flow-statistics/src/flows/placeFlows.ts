/** In, out, net and gross flows of each place. Flows from a place to itself are counted separately. */

import {
  absolute,
  type Interval,
  type Measured,
  minus,
  plus,
  quotient,
  sumOf,
  times,
  within
} from "../cells/Interval.ts"
import { type FlowMatrix, intervalAt } from "./FlowMatrix.ts"

export interface PlaceFlows {
  readonly place: string
  readonly out: Measured
  readonly in: Measured
  /** In minus out. */
  readonly net: Measured
  /** In plus out. */
  readonly gross: Measured
  /** From the place to itself. */
  readonly domestic: Measured
  /** 100 × net / gross, from -100 (only origin) to 100 (only destination); 0 where no person moves. */
  readonly effectiveness: Measured
}

const measured = (value: number, { low, high }: Interval): Measured => ({ value, low, high })

/** Returns the bounds of 100 (in - out) / (in + out), which increases with in and decreases with out. */
const effectivenessBounds = (into: Interval, out: Interval): Interval => {
  const effectiveness = (a: number, b: number) => (a + b === 0 ? 0 : (100 * (a - b)) / (a + b))
  return { low: effectiveness(into.low, out.high), high: effectiveness(into.high, out.low) }
}

/** Returns the flows of each place, in the order of the matrix. The figures are numbers of persons, but for `effectiveness`. */
export const placeFlows = (matrix: FlowMatrix): ReadonlyArray<PlaceFlows> => {
  const n = matrix.places.length
  const others = (i: number) => Array.from({ length: n }, (_, j) => j).filter((j) => j !== i)
  return matrix.places.map((place, i) => {
    const outCells = others(i).map((j) => i * n + j)
    const inCells = others(i).map((j) => j * n + i)
    const sum = (cells: ReadonlyArray<number>) =>
      measured(
        cells.reduce((total, cell) => total + (matrix.value[cell] as number), 0),
        sumOf(cells.map((cell) => intervalAt(matrix, cell)))
      )
    const out = sum(outCells)
    const into = sum(inCells)
    const gross = into.value + out.value
    return {
      place,
      out,
      in: into,
      net: measured(into.value - out.value, minus(into, out)),
      gross: measured(gross, plus(into, out)),
      domestic: sum([i * n + i]),
      effectiveness: measured(
        gross === 0 ? 0 : (100 * (into.value - out.value)) / gross,
        effectivenessBounds(into, out)
      )
    }
  })
}

/** Returns 100 × Σ |net| / Σ gross (Shryock and Siegel 1976): 0 if every flow has an equal counterflow, 100 if none has one. */
export const systemEffectiveness = (places: ReadonlyArray<PlaceFlows>): Measured => {
  const net = places.reduce((sum, place) => sum + Math.abs(place.net.value), 0)
  const gross = places.reduce((sum, place) => sum + place.gross.value, 0)
  const bounds = quotient(sumOf(places.map((place) => absolute(place.net))), sumOf(places.map((place) => place.gross)))
  return measured(gross === 0 ? 0 : (100 * net) / gross, within(times(bounds, 100), 0, 100))
}
