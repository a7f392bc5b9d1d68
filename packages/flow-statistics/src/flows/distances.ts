/** Distances over which persons are moved (Bell and others 2002, table 6). */

import type { Measured } from "../cells/Interval.ts"
import { type Interval, plus } from "../cells/Interval.ts"
import { type FlowMatrix, intervalAt, offDiagonal } from "./FlowMatrix.ts"
import { weightedMeanBounds } from "./weightedMean.ts"

export interface DistanceMoved {
  readonly mean: Measured
  /**
   * The weighted median, interpolated between the distances of two corridors. Its bounds are distances of corridors: they hold, but may
   * be wider than necessary.
   */
  readonly median: Measured
}

interface Distance {
  readonly far: number
  readonly flow: number
  readonly weight: Interval
}

/** Returns the index of the first distance with as much weight below as above; `below` and `above` give the weights. */
const middleAt = (
  cells: ReadonlyArray<Distance>,
  below: (distance: Distance) => number,
  above: (distance: Distance) => number
): number => {
  let nearer = 0
  let farther = cells.reduce((sum, cell) => sum + above(cell), 0)
  for (const [at, cell] of cells.entries()) {
    farther -= above(cell)
    if (nearer >= farther) return at
    nearer += below(cell)
  }
  return cells.length - 1
}

const medianOf = (all: ReadonlyArray<Distance>): number => {
  const cells = all.filter(({ flow }) => flow > 0)
  const total = cells.reduce((sum, { flow }) => sum + flow, 0)
  let below = 0
  let before: { at: number; far: number } | undefined
  for (const { flow, far } of cells) {
    const at = below + flow / 2
    if (at >= total / 2) {
      const share = before === undefined ? 1 : (total / 2 - before.at) / (at - before.at)
      return before === undefined ? far : before.far + share * (far - before.far)
    }
    before = { at, far }
    below += flow
  }
  return before?.far ?? Number.NaN
}

/**
 * Bounds of the median: its smallest and largest position over all weights, each extended to a distance with a weight that is certainly
 * above zero.
 */
const medianBounds = (cells: ReadonlyArray<Distance>): Interval => {
  const least = middleAt(
    cells,
    ({ weight }) => weight.high,
    ({ weight }) => weight.low
  )
  const most = middleAt(
    cells,
    ({ weight }) => weight.low,
    ({ weight }) => weight.high
  )
  const sure = ({ weight }: Distance) => weight.low > 0
  const from = cells.slice(0, least).findLast(sure) ?? cells[0]
  const to = cells.slice(most).find(sure) ?? cells.at(-1)
  return { low: (from as Distance).far, high: (to as Distance).far }
}

/** @param distance by cell, in the matrix's order; the result is undefined if no person moved */
export const distanceMoved = (matrix: FlowMatrix, distance: Float64Array): DistanceMoved | undefined => {
  const cells = offDiagonal(matrix)
    .map((index) => ({
      flow: matrix.value[index] as number,
      far: distance[index] as number,
      weight: intervalAt(matrix, index)
    }))
    .filter(({ weight, far }) => weight.high > 0 && !Number.isNaN(far))
    .sort((a, b) => a.far - b.far)
    // Merges corridors of equal distance, such as there and back, so that their order does not matter.
    .reduce<Array<Distance>>((merged, cell) => {
      const last = merged.at(-1)
      if (last?.far === cell.far)
        merged[merged.length - 1] = {
          far: cell.far,
          flow: last.flow + cell.flow,
          weight: plus(last.weight, cell.weight)
        }
      else merged.push(cell)
      return merged
    }, [])
  const total = cells.reduce((sum, { flow }) => sum + flow, 0)
  if (total === 0) return undefined
  const ends = { low: (cells[0] as Distance).far, high: (cells.at(-1) as Distance).far }
  const isExact = cells.every(({ weight }) => weight.low === weight.high)
  const mean = cells.reduce((sum, { flow, far }) => sum + flow * far, 0) / total
  const median = medianOf(cells)
  return {
    mean: {
      value: mean,
      ...(isExact
        ? { low: mean, high: mean }
        : (weightedMeanBounds(cells.map(({ far, weight }) => ({ value: far, weight }))) ?? ends))
    },
    median: { value: median, ...(isExact ? { low: median, high: median } : medianBounds(cells)) }
  }
}
