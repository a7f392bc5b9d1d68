import type { Cell } from "../cells/Cell.ts"
import type { Interval } from "../cells/Interval.ts"

/** Persons by origin and destination. The cell of origin `i` and destination `j` has the index `i × places.length + j`. */
export interface FlowMatrix {
  /** Names of places. Rows are origins and columns are destinations. */
  readonly places: ReadonlyArray<string>
  /** The count, or the midpoint of its bounds. */
  readonly value: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

/** A number of persons, with its bounds, from one place to another. */
export interface Flow {
  readonly origin: string
  readonly destination: string
  readonly cell: Pick<Cell, "value" | "low" | "high">
}

/**
 * Adds up flows. Corridors without a flow have zero persons. Places are sorted by name.
 *
 * @example
 * ```ts
 * import { between, exact, flowMatrix } from "@corridor/flow-statistics"
 *
 * const { places, low, high } = flowMatrix([
 *   { origin: "MDA", destination: "RUS", cell: exact(40) },
 *   { origin: "UKR", destination: "RUS", cell: between(1, 10) }
 * ])
 * // Row by row: low[places.indexOf("UKR") * places.length + places.indexOf("RUS")] is 1.
 * ```
 */
export const flowMatrix = (flows: ReadonlyArray<Flow>): FlowMatrix => {
  const places = [...new Set(flows.flatMap(({ origin, destination }) => [origin, destination]))].sort()
  const at = new Map(places.map((place, i) => [place, i]))
  const size = places.length ** 2
  const matrix = { places, value: new Float64Array(size), low: new Float64Array(size), high: new Float64Array(size) }
  for (const { origin, destination, cell } of flows) {
    const index = (at.get(origin) as number) * places.length + (at.get(destination) as number)
    for (const part of ["value", "low", "high"] as const)
      matrix[part][index] = (matrix[part][index] as number) + cell[part]
  }
  return matrix
}

/**
 * Returns a matrix of exact counts.
 *
 * @example
 * ```ts
 * import { exactMatrix } from "@corridor/flow-statistics"
 *
 * const matrix = exactMatrix(["MDA", "RUS"], [[0, 40], [2, 0]]) // 40 from MDA to RUS
 * ```
 */
export const exactMatrix = (places: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<number>>): FlowMatrix => {
  const value = Float64Array.from(rows.flat())
  return { places, value, low: value, high: value }
}

/** Returns the bounds of a cell by its index: row × number of places + column. */
export const intervalAt = ({ low, high }: FlowMatrix, index: number): Interval => ({
  low: low[index] as number,
  high: high[index] as number
})

/** Returns the indices of cells between two different places. */
export const offDiagonal = ({ places }: FlowMatrix): ReadonlyArray<number> => {
  const n = places.length
  return Array.from({ length: n * n }, (_, index) => index).filter((index) => index % (n + 1) !== 0)
}

/** Returns whether no cell is hidden or rounded. */
export const isExact = ({ low, high }: FlowMatrix): boolean => low.every((least, at) => least === high[at])
