import { CellIndex } from "./CellIndex.ts"
import type { CountTable } from "./CountTable.ts"

/**
 * Returns dimensions that divide no count and have no margins, in a table whose other dimensions have some: shares, names, or another count. A row of
 * margins never has the same label there as its parts, so that nothing adds up to it.
 */
export const undividedDimensions = (table: CountTable, total: string): ReadonlyArray<string> => {
  const { dimensions, codes, rows, key } = table
  const hasMargins = codes.map((labels) => labels.includes(total))
  if (!hasMargins.includes(true)) return []
  return dimensions.filter((_, d) => {
    if (hasMargins[d] === true || (codes[d]?.length ?? 0) < 2) return false
    const others = new CellIndex(dimensions.length, rows)
    for (let row = 0; row < rows; row++) {
      const vector = key.slice(row * dimensions.length, (row + 1) * dimensions.length)
      vector[d] = 0
      others.add(vector)
    }
    return others.size === rows
  })
}
