import type { SyntheticRecords } from "./drawRecords.ts"
import type { ProtectedTable } from "./ProtectedTable.ts"

/** The report about a file of synthetic records: its usefulness, and the result of an attack on it. */
export interface SyntheticReport {
  readonly records: number
  /**
   * For each table: the share of the published persons that records reproduce, and the mean relative error of its
   * cells.
   */
  readonly tables: ReadonlyArray<{
    readonly columns: ReadonlyArray<string>
    readonly cells: number
    readonly reproduced: number
    readonly meanRelativeError: number
  }>
  readonly attack: {
    /** Combinations of a table's columns in some record that the table does not show. Must be 0. */
    readonly unsupported: number
    /** Combinations in more records than the table shows persons. Must be 0. */
    readonly exceeding: number
    /** The smallest published count of any combination in any record; null if there is none. */
    readonly smallestSupport: number | null
    /** Unique records. They are drawn from published counts and single out no person. */
    readonly unique: number
  }
}

/** Counts the records independently of how they were drawn, and compares them with what was published. */
export const syntheticReport = (
  { columns, rows }: SyntheticRecords,
  tables: ReadonlyArray<ProtectedTable>
): SyntheticReport => {
  let [unsupported, exceeding, smallest] = [0, 0, Number.POSITIVE_INFINITY]
  const report = tables
    .filter((table) => table.columns.length > 0)
    .map((table) => {
      const at = table.columns.map((name) => columns.indexOf(name))
      const found = new Map<string, number>()
      for (const row of rows) {
        const values = at.map((c) => row[c] as string)
        if (values.includes("")) continue
        const key = JSON.stringify(values)
        found.set(key, (found.get(key) ?? 0) + 1)
      }
      const shown = new Map(table.cells.map(({ values, count }) => [JSON.stringify(values), count]))
      for (const [key, count] of found) {
        const published = shown.get(key) ?? 0
        if (!(published > 0)) unsupported += 1
        else {
          if (count > published) exceeding += 1
          smallest = Math.min(smallest, published)
        }
      }
      let [persons, reproduced, error, cells] = [0, 0, 0, 0]
      for (const [key, count] of shown) {
        if (!(count > 0)) continue
        const own = found.get(key) ?? 0
        persons += count
        reproduced += Math.min(own, count)
        error += Math.abs(own - count) / count
        cells += 1
      }
      return {
        columns: table.columns,
        cells,
        reproduced: persons === 0 ? 1 : reproduced / persons,
        meanRelativeError: cells === 0 ? 0 : error / cells
      }
    })
  const whole = new Map<string, number>()
  for (const row of rows) {
    const key = JSON.stringify(row)
    whole.set(key, (whole.get(key) ?? 0) + 1)
  }
  return {
    records: rows.length,
    tables: report,
    attack: {
      unsupported,
      exceeding,
      smallestSupport: Number.isFinite(smallest) ? smallest : null,
      unique: [...whole.values()].filter((count) => count === 1).length
    }
  }
}
