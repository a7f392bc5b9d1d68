import { failAt } from "../../sql/SqlError.ts"
import type { LineageTable } from "../LineageTable.ts"

/** `t (a, b)` renames the columns. */
export const renamed = (at: number, table: LineageTable, names: ReadonlyArray<string>): LineageTable => {
  if (names.length === 0) return table
  if (table.ambiguous === true) return failAt(at, "two of its columns have the same name")
  return {
    ...table,
    columns: new Map([...table.columns.values()].map((flow, index) => [names[index] ?? `${index}`, flow]))
  }
}
