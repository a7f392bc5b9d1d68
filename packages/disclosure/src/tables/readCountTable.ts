import { Effect } from "effect"
import { csvRows } from "./csvRows.ts"
import { Problems } from "./Problems.ts"
import type { TableColumns, TableUse } from "./TableColumns.ts"
import { TableReader } from "./TableReader.ts"

/**
 * Reads a table of counts. A column `state` is used if present; without it a cell without a count is not reported, or suppressed in a
 * published table.
 * Labels are taken as they are, without spaces around them: `NA` is Namibia. Fails with every problem, by row, column and rule: a missing or
 * duplicate column, a row of another length, a missing label, a count that is not a whole number, a duplicate cell or
 * partner, an unknown state, or no rows to protect.
 *
 * @example
 * ```ts
 * import { defaultProfile, protectTables, readCountTable, readHierarchy, Solver } from "@corridor/disclosure"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const dimensions = ["origin", "destination"]
 *   const table = yield* readCountTable("flows.csv", { count: "victims", dimensions }, "protect")
 *   const hierarchy = yield* readHierarchy("regions.csv", dimensions)
 *   return yield* protectTables([table], { total: "Total", hierarchy, profile: defaultProfile })
 * }).pipe(Effect.provide(Solver.layer))
 * ```
 */
export const readCountTable = Effect.fn("readCountTable")(function* (
  file: string,
  columns: TableColumns | ((header: ReadonlyArray<string>) => TableColumns),
  use: TableUse,
  name: string = file
) {
  const problems = new Problems(name)
  let reading: TableReader | undefined
  let rows = 0
  yield* csvRows(file, name, (fields, row) => {
    if (reading === undefined)
      reading = new TableReader(name, fields, typeof columns === "function" ? columns(fields) : columns, use, problems)
    else {
      reading.row(fields, row)
      rows += 1
    }
  })
  if (reading === undefined) problems.add(1, "", "empty", "a header")
  else if (rows === 0 && use !== "audit") problems.add(2, "", "no-rows", "a row for each cell")
  reading?.end()
  if (problems.count > 0 || reading === undefined) return yield* problems.refusal("the table cannot be read")
  return reading.build()
})
