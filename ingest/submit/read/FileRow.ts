/** One row of a file, before anything is known of its columns. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"

/** `row` is the number that a spreadsheet shows; in NDJSON it is the line. Blank rows count and are not given. */
export type FileRow = TableRow | ObjectRow | BrokenRow

/** Cells by position; cells beyond the last one are empty. */
export interface TableRow {
  readonly row: number
  readonly cells: ReadonlyArray<string>
}

export interface ObjectRow {
  readonly row: number
  readonly object: Readonly<Record<string, unknown>>
}

export interface BrokenRow {
  readonly row: number
  readonly broken: ProblemCode
}

export const isBlank = (cells: ReadonlyArray<string>): boolean => cells.every((cell) => cell.trim() === "")
