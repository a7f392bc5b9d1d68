import { Effect } from "effect"
import { csvRows } from "./csvRows.ts"
import { Problems } from "./Problems.ts"
import { TableReader } from "./TableReader.ts"

/** Which columns of the file are what. */
export interface TableColumns {
  readonly count: string
  readonly dimensions: ReadonlyArray<string>
  /** Column with the number of contributing partners. */
  readonly contributors?: string | undefined
  /** Column with the partner: the file then has one row per cell and partner. */
  readonly contributor?: string | undefined
  /** A row of this partner (the label of margins) says what all partners together have in the cell. */
  readonly allPartners?: string | undefined
}

/**
 * `protect`: every count is there, for what is hidden cannot be protected blindly. `audit`: a published table, in which suppressed
 * cells have none or only `<5`.
 */
export type TableUse = "protect" | "audit"

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
