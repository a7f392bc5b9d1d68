import { uniformBelow } from "../private/bernoulli.ts"
import type { RandomWords } from "../private/RandomWords.ts"
import type { ProtectedTable } from "./ProtectedTable.ts"
import { noValue, Support } from "./Support.ts"

/** Records of no real person. */
export interface SyntheticRecords {
  readonly columns: ReadonlyArray<string>
  /** '' in a column that a record leaves empty. */
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

/**
 * Draws records column by column. Each value has a probability in proportion to what the tightest published table has
 * left of the combination, and the record is subtracted from every table. So no combination occurs more often than it
 * is published, and none that a table of its columns does not show. If nothing is left, or the unpublished remainder
 * is drawn, the column stays empty. Every step reads protected tables only, so the records disclose nothing more.
 *
 * After the idea of consuming published aggregates (Edge, Yang, Lytvynets, Cook, Clark and Carter 2020, "Design of a
 * Privacy-Preserving Data Platform for Collaboration Against Human Trafficking").
 */
export const drawRecords = (words: RandomWords, tables: ReadonlyArray<ProtectedTable>): SyntheticRecords => {
  const support = new Support(tables)
  const width = support.columns.length
  /** Persons that the published values of a column do not cover. */
  const uncovered = support.columns.map((name) => {
    const alone = tables.find((table) => table.columns.length === 1 && table.columns[0] === name)
    const covered = alone?.cells.reduce((sum, { count }) => sum + Math.floor(count), 0) ?? support.persons
    return Math.max(0, support.persons - covered)
  })
  const rows: Array<ReadonlyArray<string>> = []
  const record = new Int32Array(width)
  for (let i = 0; i < support.persons; i++) {
    record.fill(noValue)
    for (let c = 0; c < width; c++) {
      const list = support.values[c] as ReadonlyArray<string>
      const weights = list.map((_, value) => {
        const left = support.left(record, c, value)
        // No table of the filled columns contains the value: nothing supports it.
        return Number.isFinite(left) ? left : 0
      })
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      const silent = uncovered[c] as number
      if (total === 0 || uniformBelow(words, BigInt(support.persons - i)) < BigInt(silent)) {
        uncovered[c] = Math.max(0, silent - 1)
        continue
      }
      let u = Number(uniformBelow(words, BigInt(total)))
      const drawn = weights.findIndex((weight) => {
        u -= weight
        return u < 0
      })
      record[c] = drawn
      support.use(record, c)
    }
    if (record.some((value) => value !== noValue))
      rows.push(Array.from(record, (value, c) => (value === noValue ? "" : (support.values[c]?.[value] as string))))
  }
  return { columns: support.columns, rows }
}
