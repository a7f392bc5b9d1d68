/** Fills hidden cells of a flow matrix from its margins: the remainder of each margin, distributed by proportional fitting. */
import type { FlowMatrix } from "../flows/FlowMatrix.ts"
import { checkMargins, fitMargins, type MarginsRefusal } from "./fitMargins.ts"

export interface Filled {
  readonly matrix: FlowMatrix
  readonly cells: number
  /** Number of filled cells outside their original bounds: margins and bounds contradict each other there. */
  readonly outside: number
  readonly converged: boolean
}

/** `no-margin`: a row or column with a hidden cell has no margin. `above-margin`: known cells exceed their margin. */
export type FillRefusal = MarginsRefusal | "no-margin" | "above-margin"

/**
 * Fills the hidden cells, or returns the reason why it cannot.
 *
 * @param rows persons who left each place, by place, including those who stayed if the matrix has them
 * @param columns persons who reached each place
 *
 * @example
 * ```ts
 * import { between, exact, fillFromMargins, flowMatrix } from "@corridor/flow-statistics"
 *
 * const matrix = flowMatrix([
 *   { origin: "A", destination: "B", cell: between(1, 9) },
 *   { origin: "A", destination: "C", cell: exact(20) }
 * ])
 * const filled = fillFromMargins(matrix, new Map([["A", 26]]), new Map([["B", 6], ["C", 20]]))
 * ```
 */
export const fillFromMargins = (
  matrix: FlowMatrix,
  rows: ReadonlyMap<string, number>,
  columns: ReadonlyMap<string, number>
): Filled | FillRefusal => {
  const n = matrix.places.length
  const open = [...matrix.low.keys()].filter((index) => matrix.low[index] !== matrix.high[index])
  const isOpen = new Set(open)
  const left = (margins: ReadonlyMap<string, number>, cellsOf: (place: number) => ReadonlyArray<number>) =>
    matrix.places.map((place, i) => {
      const cells = cellsOf(i)
      if (!cells.some((cell) => isOpen.has(cell))) return 0
      const margin = margins.get(place)
      if (margin === undefined) return undefined
      return margin - cells.reduce((sum, cell) => sum + (isOpen.has(cell) ? 0 : (matrix.value[cell] as number)), 0)
    })
  const each = Array.from({ length: n }, (_, k) => k)
  const rest = {
    rows: left(rows, (i) => each.map((j) => i * n + j)),
    columns: left(columns, (j) => each.map((i) => i * n + j))
  }
  if (rest.rows.includes(undefined) || rest.columns.includes(undefined)) return "no-margin"
  const seed = new Float64Array(n * n)
  for (const index of open) seed[index] = Math.max(matrix.value[index] as number, 1e-9)
  const input = {
    seed,
    rows: Float64Array.from(rest.rows as ReadonlyArray<number>),
    columns: Float64Array.from(rest.columns as ReadonlyArray<number>)
  }
  if ([...input.rows, ...input.columns].some((value) => value < 0)) return "above-margin"
  const refusal = checkMargins(input)
  if (refusal !== undefined) return refusal
  const { cells, converged } = fitMargins(input)
  const bounds = tightened(matrix, isOpen, input)
  const value = matrix.value.map((known, index) => (isOpen.has(index) ? (cells[index] as number) : known))
  const outside = open.filter(
    (index) =>
      (value[index] as number) < (matrix.low[index] as number) - 1e-6 ||
      (value[index] as number) > (matrix.high[index] as number) + 1e-6
  ).length
  return { matrix: { places: matrix.places, value, ...(bounds ?? matrix) }, cells: open.length, outside, converged }
}

/**
 * Returns the bounds that margins leave: in each row and column, a cell is at least the margin minus the other cells' maxima, and at most the
 * margin minus their minima, repeated until nothing changes. Undefined if bounds and margins contradict each other.
 */
const tightened = (
  matrix: FlowMatrix,
  isOpen: ReadonlySet<number>,
  { rows, columns }: { readonly rows: Float64Array; readonly columns: Float64Array }
): Pick<FlowMatrix, "low" | "high"> | undefined => {
  const n = matrix.places.length
  const [low, high] = [matrix.low.slice(), matrix.high.slice()]
  const lines = [
    ...[...rows].map((rest, i) => ({ rest, cells: [...isOpen].filter((cell) => Math.floor(cell / n) === i) })),
    ...[...columns].map((rest, j) => ({ rest, cells: [...isOpen].filter((cell) => cell % n === j) }))
  ].filter(({ cells }) => cells.length > 0)
  for (let round = 0; round < 100; round++) {
    let moved = 0
    for (const { rest, cells } of lines) {
      const least = cells.reduce((sum, cell) => sum + (low[cell] as number), 0)
      const most = cells.reduce((sum, cell) => sum + (high[cell] as number), 0)
      for (const cell of cells) {
        const [from, to] = [low[cell] as number, high[cell] as number]
        const up = Math.max(from, rest - (most - to))
        const down = Math.min(to, rest - (least - from))
        if (up > down + 1e-9) return undefined
        moved = Math.max(moved, up - from, to - down)
        low[cell] = up
        high[cell] = Math.max(up, down)
      }
    }
    if (moved < 1e-9) break
  }
  return { low, high }
}
