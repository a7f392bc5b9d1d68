/**
 * How evenly flows spread over the corridors there could be (Bell and others 2002, "Cross-national comparison of internal
 * migration", JRSS A 165; Plane and Mulligan 1997, Demography 34). Flows from a place to itself are left out. Shares are 0 … 1.
 */

import type { Measured } from "../cells/Interval.ts"
import { absolute, type Interval, minus, partOf, point, quotient, sumOf, times, within } from "../cells/Interval.ts"
import { type FlowMatrix, intervalAt, offDiagonal } from "./FlowMatrix.ts"

export interface Connectivity {
  /** Share of possible corridors with at least one person. */
  readonly connectivity: Measured
  /** Half the sum of differences between the corridors' shares and equal shares. */
  readonly inequality: Measured
  /** Gini coefficient over all corridors, corrected for their number: 1 if all persons are on one corridor. */
  readonly gini: Measured
  /** Coefficient of variation over all corridors: standard deviation (of n) over mean. */
  readonly variation: Measured
}

/** Returns Σ |a - b| over all ordered pairs, computed from ranks. */
const sumOfDifferences = (values: Float64Array): number => {
  const sorted = values.toSorted()
  return 2 * sorted.reduce((sum, value, i) => sum + (2 * i - sorted.length + 1) * value, 0)
}

/** Returns bounds of Σ |a - b| over all ordered pairs: known cells by their ranks, pairs with a hidden cell one by one. */
const differenceBounds = (cells: ReadonlyArray<Interval>): Interval => {
  const known = cells.filter(({ low, high }) => low === high)
  const open = cells.filter(({ low, high }) => low !== high)
  const fixed = sumOfDifferences(Float64Array.from(known, ({ low }) => low))
  let low = fixed
  let high = fixed
  const pair = (a: Interval, b: Interval) => {
    const difference = absolute(minus(a, b))
    low += 2 * difference.low
    high += 2 * difference.high
  }
  open.forEach((a, i) => {
    for (const b of known) pair(a, b)
    for (let j = i + 1; j < open.length; j++) pair(a, open[j] as Interval)
  })
  return { low, high }
}

const none = { value: 0, low: 0, high: 0 }

/** Returns the measures over all corridors between different places; all are 0 with fewer than two corridors or without persons. */
export const connectivityOf = (matrix: FlowMatrix): Connectivity => {
  const indices = offDiagonal(matrix)
  const values = Float64Array.from(indices, (index) => matrix.value[index] as number)
  const cells = indices.map((index) => intervalAt(matrix, index))
  const corridors = values.length
  const total = values.reduce((a, b) => a + b, 0)
  const totals = sumOf(cells)
  if (corridors < 2 || totals.high === 0) return { connectivity: none, inequality: none, gini: none, variation: none }
  const count = (test: (cell: Interval) => boolean) => cells.filter(test).length / corridors
  const shares = cells.map((cell) =>
    absolute(minus(partOf(cell, { low: totals.low - cell.low, high: totals.high - cell.high }), point(1 / corridors)))
  )
  const giniNorm = 2 * (corridors - 1)
  const mean = total / corridors
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / corridors
  // corridors × Σ x² / (Σ x)² - 1 is the square of the coefficient of variation.
  const squares = quotient(sumOf(cells.map(({ low, high }) => ({ low: low ** 2, high: high ** 2 }))), {
    low: totals.low ** 2,
    high: totals.high ** 2
  })
  const root = (x: number) => Math.sqrt(Math.max(0, corridors * x - 1))
  return {
    connectivity: {
      value: values.filter((value) => value > 0).length / corridors,
      low: count(({ low }) => low > 0),
      high: count(({ high }) => high > 0)
    },
    inequality: {
      value: total === 0 ? 0 : values.reduce((sum, value) => sum + Math.abs(value / total - 1 / corridors), 0) / 2,
      // If the table may be empty, it may be 0.
      ...within({ ...times(sumOf(shares), 0.5), ...(totals.low === 0 ? { low: 0 } : {}) }, 0, 1)
    },
    gini: {
      value: total === 0 ? 0 : sumOfDifferences(values) / (giniNorm * total),
      ...within(times(quotient(differenceBounds(cells), totals), 1 / giniNorm), 0, 1)
    },
    variation: {
      value: mean === 0 ? 0 : Math.sqrt(variance) / mean,
      ...within({ low: root(squares.low), high: root(squares.high) }, 0, root(1))
    }
  }
}
