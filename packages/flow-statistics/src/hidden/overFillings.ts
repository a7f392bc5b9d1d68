/** Tables that the hidden cells of a table may stand for: its corners, where every such cell has its least or its most. */
import type { SeededNumbers } from "../numeric/SeededNumbers.ts"
import { type CaptureTable, hiddenCells, withCounts } from "./CaptureTable.ts"

/** Up to so many hidden cells, every corner is looked at; beyond, as many corners by chance, and the two outermost. */
const mostExhaustive = 6

export interface Fillings {
  readonly tables: ReadonlyArray<CaptureTable>
  readonly corners: "all" | "some"
}

export const overFillings = (table: CaptureTable, random: SeededNumbers): Fillings => {
  const cells = hiddenCells(table)
  const corner = (isHigh: (i: number) => boolean) => {
    const counts = table.counts.slice()
    cells.forEach((history, i) => {
      counts[history] = (isHigh(i) ? table.high[history] : table.low[history]) as number
    })
    return withCounts(table, counts)
  }
  if (cells.length <= mostExhaustive)
    return {
      corners: "all",
      tables: Array.from({ length: 2 ** cells.length }, (_, bits) => corner((i) => (bits & (1 << i)) !== 0))
    }
  const byChance = Array.from({ length: 2 ** mostExhaustive }, () => {
    const chosen = cells.map(() => random.next() < 0.5)
    return corner((i) => chosen[i] as boolean)
  })
  return { corners: "some", tables: [corner(() => false), corner(() => true), ...byChance] }
}
