import { Schema } from "effect"

/**
 * A problem at one place of a table. Rows are numbered as in a spreadsheet (the header is row 1); 0 is the whole
 * table. It contains no value.
 */
export const TableProblem = Schema.Struct({
  file: Schema.String,
  row: Schema.Int,
  column: Schema.String,
  rule: Schema.String,
  /** What is expected, in words. */
  expected: Schema.String
})
export type TableProblem = typeof TableProblem.Type

/** The table cannot be protected or audited as it is. Places are named by row, column and labels, never by counts. */
export class TableRefused extends Schema.TaggedError<TableRefused>()("TableRefused", {
  message: Schema.String,
  problems: Schema.Array(TableProblem),
  /** Number of all problems, also of those that are not listed. Refusals made from `Problems` always have it. */
  found: Schema.optional(Schema.Int)
}) {}
