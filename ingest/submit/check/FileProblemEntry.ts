/** A problem with its position in the file. It contains no cell value. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { problemEntry } from "../../../schemas/Problems.ts"
import type { FieldLimit } from "./FieldLimit.ts"

export interface FileProblemEntry {
  readonly code: ProblemCode
  readonly severity: "error" | "warning"
  /** The sheet of the row, if several sheets are read as one table; "" if its name may identify a person. Without a row, the sheets that are not read. */
  readonly sheet?: string
  /** The row number that a spreadsheet shows; 0 for the whole file. */
  readonly row: number
  /** The partner's name of the column, made safe to display; empty for the whole row. */
  readonly column: string
  /** The field that no column of the file gives; texts name it as the template does. */
  readonly field?: string
  /** The part of the report that lists it. */
  readonly part: "header" | "row"
  /** The values that the field allows, if the value violates them. */
  readonly limit?: FieldLimit
  /** The field whose name is similar to that of an unknown column. */
  readonly similar?: string
  /** The row that this row repeats, contradicts or depends on. */
  readonly because?: number
  /** The sheet of that row, if several sheets are read. */
  readonly becauseSheet?: string
}

/** Where a row is: its number, and its sheet if several sheets are read. */
export type RowPlace = Pick<FileProblemEntry, "row" | "sheet">

/** Characters that are not displayed: control characters, direction marks, invisible characters. */
const unsafeCharacters = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu

/** Returns a column's name for display: one line, without unsafe characters, not too long. */
export const displayName = (name: string): string => {
  const plain = /^[\x20-\x7e]*$/.test(name) ? name : name.replace(unsafeCharacters, "\ufffd")
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain
}

/** Returns the entry of a problem at a row, and a column or none. `because` is the row that it follows from. */
export const problemAt = (
  code: ProblemCode,
  row: number,
  column: string,
  part: FileProblemEntry["part"] = "row",
  because?: number
): FileProblemEntry => ({
  code,
  severity: problemEntry(code).severity,
  row,
  column: displayName(column),
  part,
  ...(because === undefined ? {} : { because })
})

/** Returns whether a problem refuses its row or file. A warning does not. */
export const isError = (problem: { readonly severity: "error" | "warning" }): boolean => problem.severity === "error"
