import { Effect } from "effect"
import { csvRows } from "./csvRows.ts"
import { Problems } from "./Problems.ts"
import type { TableColumns, TableUse } from "./TableColumns.ts"
import { TableReader } from "./TableReader.ts"

/**
 * Reads a table of counts. A column `state` is honoured; without it, and without a count, a cell is not reported. Labels are taken as
 * they are: `NA` is Namibia. Refuses with every problem, by row, column and rule: a missing or double column, a row of another length,
 * a label that is missing, a count that is no whole number, a cell or a partner of it that stands twice, a state that is none.
 */
export const readCountTable = Effect.fn("readCountTable")(function* (
  file: string,
  columns: TableColumns | ((header: ReadonlyArray<string>) => TableColumns),
  use: TableUse,
  name: string = file
) {
  const problems = new Problems(name)
  let reading: TableReader | undefined
  yield* csvRows(file, name, (fields, row) => {
    if (reading === undefined)
      reading = new TableReader(name, fields, typeof columns === "function" ? columns(fields) : columns, use, problems)
    else reading.row(fields, row)
  })
  reading?.end()
  if (problems.count > 0 || reading === undefined) return yield* problems.refusal("the table cannot be read")
  return reading.build()
})
