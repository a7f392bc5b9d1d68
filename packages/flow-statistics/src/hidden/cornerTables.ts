/** Tables in which every hidden cell has its minimum or maximum. */
import type { SeededNumbers } from "../numeric/SeededNumbers.ts"
import { type CaptureTable, hiddenCells, withCounts } from "./CaptureTable.ts"

/** Maximum number of hidden cells for which all corners are used; beyond that, 64 random ones, all minima and all maxima. */
const maxExhaustive = 6

export interface CornerTables {
  readonly tables: ReadonlyArray<CaptureTable>
  readonly corners: "all" | "some"
}

/** Returns the corners of a table, all of them if it has few hidden cells. */
export const cornerTables = (table: CaptureTable, random: SeededNumbers): CornerTables => {
  const cells = hiddenCells(table)
  const corner = (isHigh: (i: number) => boolean) => {
    const counts = table.counts.slice()
    cells.forEach((history, i) => {
      counts[history] = (isHigh(i) ? table.high[history] : table.low[history]) as number
    })
    return withCounts(table, counts)
  }
  if (cells.length <= maxExhaustive)
    return {
      corners: "all",
      tables: Array.from({ length: 2 ** cells.length }, (_, bits) => corner((i) => (bits & (1 << i)) !== 0))
    }
  const byChance = Array.from({ length: 2 ** maxExhaustive }, () => {
    const chosen = cells.map(() => random.next() < 0.5)
    return corner((i) => chosen[i] as boolean)
  })
  return { corners: "some", tables: [corner(() => false), corner(() => true), ...byChance] }
}
