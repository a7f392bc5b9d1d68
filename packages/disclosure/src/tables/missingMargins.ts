import { CellIndex } from "./CellIndex.ts"
import type { CellSums } from "./CellSums.ts"
import type { CodeSum, DimensionSums } from "./DimensionSums.ts"
import { type DatedSums, datedSums } from "./datedSums.ts"
import type { JoinedCells } from "./joinCells.ts"

/**
 * Margins without a row that contain some cell, in any dimensions. A group without members at a date has none. At a label of several dates,
 * such as a year in which members change, a group has a margin if a cell of a member is not divided by dates: its value is not known then.
 */
export const missingMargins = ({ cells, sums, codes }: JoinedCells): CellIndex => {
  const dated = sums.map((mine) => datedSums(mine, codes, sums))
  const lacking = new CellIndex(cells.width)
  const vector = new Uint32Array(cells.width)
  const isThere = () => cells.find(vector) >= 0 || lacking.find(vector) >= 0
  /** Returns whether the cell of the vector is the sum of cells of single dates. */
  const isDivided = (along: number): boolean => {
    const date = vector[along] as number
    const { below, sums: ofDates } = sums[along] as DimensionSums
    const found = (below[date] as ReadonlyArray<number>).some((s) =>
      (ofDates[s] as CodeSum).children.some((one) => {
        vector[along] = one
        return isThere()
      })
    )
    vector[along] = date
    return found
  }
  const mayHold = (d: number, s: number, along: number): boolean => {
    const dates = dated[d] as DatedSums
    const [code, date] = [vector[d] as number, vector[along] as number]
    return dates.isWhole(s, date) ? dates.holds(s, code, date) : !isDivided(along)
  }
  const up = (from: CellIndex, cell: number) => {
    from.read(cell, vector)
    for (let d = 0; d < cells.width; d++) {
      const code = vector[d] as number
      const { above, sums: ofDimension } = sums[d] as DimensionSums
      for (const s of above[code] as ReadonlyArray<number>) {
        const along = dated[d]?.along(s)
        if (along !== undefined && !mayHold(d, s, along)) continue
        vector[d] = (ofDimension[s] as CodeSum).parent
        if (cells.find(vector) < 0) lacking.add(vector)
        vector[d] = code
      }
    }
  }
  for (let cell = 0; cell < cells.size; cell++) up(cells, cell)
  for (let cell = 0; cell < lacking.size; cell++) up(lacking, cell)
  return lacking
}

/**
 * Adds missing margins that sums need: parts of a sum with other parts, and the parts of a cell that is in no sum as
 * a total, along its first dimension that has some. Returns whether any was added.
 */
export const addMissingMargins = (joined: JoinedCells, sums: CellSums, lacking: CellIndex): boolean => {
  const { cells } = joined
  const size = cells.size
  const vector = new Uint32Array(cells.width)
  const addParts = (cell: number, d: number, s: number): boolean => {
    cells.read(cell, vector)
    const before = cells.size
    const dimension = joined.sums[d] as DimensionSums
    // A code whose own parts are not in the tables is counted as one part.
    const look = (code: number): boolean => {
      vector[d] = code
      if (cells.find(vector) >= 0) return true
      const isLacking = lacking.find(vector) >= 0
      const divided = (dimension.below[code] as ReadonlyArray<number>)[0]
      let found = false
      if (divided !== undefined)
        for (const child of (dimension.sums[divided] as CodeSum).children) if (look(child)) found = true
      if (found || !isLacking) return found
      vector[d] = code
      cells.add(vector)
      return true
    }
    for (const child of (dimension.sums[s] as CodeSum).children) look(child)
    return cells.size > before
  }
  const hasSum = new Uint8Array(size)
  sums.total.forEach((total, s) => {
    hasSum[total] = 1
    addParts(total, sums.dimension[s] as number, sums.of[s] as number)
  })
  for (let cell = 0; cell < size; cell++) {
    if (hasSum[cell] === 1) continue
    joined.sums.some(({ below }, d) =>
      (below[cells.at(cell, d)] as ReadonlyArray<number>).some((s) => addParts(cell, d, s))
    )
  }
  return cells.size > size
}
