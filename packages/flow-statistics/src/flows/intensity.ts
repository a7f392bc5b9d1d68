/** Flows relative to populations, per hundred inhabitants. For victims, these are rates of detected victims. */

import type { Measured } from "../cells/Interval.ts"
import { absolute, type Interval, minus, plus, point, sumOf, times } from "../cells/Interval.ts"
import { type FlowMatrix, intervalAt, offDiagonal } from "./FlowMatrix.ts"
import { weightedMeanBounds } from "./weightedMean.ts"

export interface Intensity {
  /** 100 × persons who moved / population (Bell and others 2002). */
  readonly crude: Measured
  /** Crude intensity over the logarithm of the number of places squared, which makes different divisions into places comparable (Courgeau 1973). */
  readonly courgeau: Measured
  /** 100 × half the sum of |net| / population: the redistribution by moves. Its bounds hold, but may be wider than necessary. */
  readonly netRate: Measured
  /** Sum over corridors of the flow over its expectation from the populations of both ends (Bachi 1957). */
  readonly preference: Measured
  /** Sum over corridors of the flow × population / product of the populations of both ends (Bogue and others 1957). */
  readonly velocity: Measured
}

const scaled = ({ value, low, high }: Measured, factor: number): Measured => ({
  value: value * factor,
  ...times({ low, high }, factor)
})

/** @param population by place, in the matrix's order; all above 0 */
export const intensityOf = (matrix: FlowMatrix, population: ReadonlyArray<number>): Intensity => {
  const n = matrix.places.length
  const inhabitants = population.reduce((a, b) => a + b, 0)
  const net = new Float64Array(n)
  const nets: Array<Interval> = Array.from({ length: n }, () => point(0))
  let moved = 0
  let velocity = 0
  const weighed = offDiagonal(matrix).map((index) => {
    const [i, j] = [Math.floor(index / n), index % n]
    const flow = matrix.value[index] as number
    const cell = intervalAt(matrix, index)
    const factor = inhabitants / ((population[i] as number) * (population[j] as number))
    moved += flow
    velocity += flow * factor
    net[i] = (net[i] as number) - flow
    net[j] = (net[j] as number) + flow
    nets[i] = minus(nets[i] as Interval, cell)
    nets[j] = plus(nets[j] as Interval, cell)
    return { value: factor, weight: cell }
  })
  const crude = scaled({ value: moved, ...sumOf(weighed.map(({ weight }) => weight)) }, 100 / inhabitants)
  const preferred = moved === 0 ? 0 : (velocity * inhabitants) / moved
  return {
    crude,
    courgeau: scaled(crude, 1 / Math.log(n ** 2)),
    netRate: scaled(
      { value: net.reduce((sum, value) => sum + Math.abs(value), 0), ...sumOf(nets.map(absolute)) },
      50 / inhabitants
    ),
    preference: {
      value: preferred,
      // If possibly no person moved, it may be 0, and otherwise as large as a single corridor makes it.
      ...times(
        weightedMeanBounds(weighed) ?? {
          low: 0,
          high: weighed.reduce((most, { value, weight }) => (weight.high > 0 ? Math.max(most, value) : most), 0)
        },
        inhabitants
      )
    },
    velocity: { value: velocity, ...sumOf(weighed.map(({ value, weight }) => times(weight, value))) }
  }
}
