import { CellIndex } from "./CellIndex.ts"
import type { CellSums } from "./CellSums.ts"
import type { CodeSum, DimensionSums } from "./DimensionSums.ts"
import type { JoinedCells } from "./joinCells.ts"

/** All cells strictly above the given ones, in whatever dimensions. */
const cellsAbove = ({ cells, sums }: JoinedCells, shown: number): CellIndex => {
  const above = new CellIndex(cells.width, shown)
  const vector = new Uint32Array(cells.width)
  const up = (from: CellIndex, cell: number) => {
    from.read(cell, vector)
    for (let d = 0; d < cells.width; d++) {
      const code = vector[d] as number
      for (const s of (sums[d] as DimensionSums).above[code] as ReadonlyArray<number>) {
        vector[d] = ((sums[d] as DimensionSums).sums[s] as CodeSum).parent
        above.add(vector)
      }
      vector[d] = code
    }
  }
  for (let cell = 0; cell < shown; cell++) up(cells, cell)
  for (let cell = 0; cell < above.size; cell++) up(above, cell)
  return above
}

/**
 * Adds to the cells those that the given sums lack: parts without a row of which finer cells are there. And of a cell that is above
 * others but in no sum at all, the parts along its first dimension that has such. Answers the cells above, to be given back next time.
 */
export const lackingCells = (
  joined: JoinedCells,
  sums: CellSums,
  wanting: ReadonlyArray<number>,
  known: CellIndex | undefined,
  shown: number
): CellIndex | undefined => {
  const { cells } = joined
  const size = cells.size
  const hasSum = new Uint8Array(size)
  for (const total of sums.total) hasSum[total] = 1
  const bare: Array<number> = []
  const mayHave = (cell: number) =>
    joined.sums.some((dimension, d) => (dimension.below[cells.at(cell, d)] as ReadonlyArray<number>).length > 0)
  for (let cell = 0; cell < size; cell++) if (hasSum[cell] === 0 && mayHave(cell)) bare.push(cell)
  if (wanting.length === 0 && bare.length === 0) return known
  const above = known ?? cellsAbove(joined, shown)
  const vector = new Uint32Array(cells.width)
  const addParts = (cell: number, d: number, s: number): boolean => {
    cells.read(cell, vector)
    const dimension = joined.sums[d] as DimensionSums
    let found = false
    const look = (code: number): void => {
      vector[d] = code
      if (cells.find(vector) >= 0) return
      const below = dimension.below[code] as ReadonlyArray<number>
      if (below.length > 0)
        for (const child of (dimension.sums[below[0] as number] as { readonly children: ReadonlyArray<number> })
          .children)
          look(child)
      else if (above.find(vector) >= 0) {
        cells.add(vector)
        found = true
      }
    }
    for (const child of (dimension.sums[s] as { readonly children: ReadonlyArray<number> }).children) look(child)
    return found
  }
  for (const s of wanting) addParts(sums.total[s] as number, sums.dimension[s] as number, sums.of[s] as number)
  for (const cell of bare) {
    cells.read(cell, vector)
    if (above.find(vector) < 0) continue
    joined.sums.some((dimension, d) =>
      (dimension.below[cells.at(cell, d)] as ReadonlyArray<number>).some((s) => addParts(cell, d, s))
    )
  }
  return above
}
