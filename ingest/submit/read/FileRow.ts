/** One row of a file, before its columns are interpreted. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"

/** `row` is the number that a spreadsheet shows, or the line of NDJSON. Blank rows are counted and skipped. */
export type FileRow = TableRow | ObjectRow | BrokenRow

/** A row of one of several sheets. */
export interface RowPlace {
  readonly sheet: string
  /** The number that the sheet shows. */
  readonly row: number
}

/** Cells by position. Cells after the last one are empty. */
export interface TableRow {
  readonly row: number
  readonly cells: ReadonlyArray<string>
  /** The row of a sheet is hidden, by hand or by a filter. */
  readonly hidden?: true
  /** A cell of the row of a sheet is struck through. */
  readonly struck?: true
  /** A cell of the row of a sheet has a colour behind its text. */
  readonly coloured?: true
  /** The columns of each cell with a value that is merged with those next to it. */
  readonly across?: ReadonlyArray<ReadonlyArray<number>>
  /** The same row as it is in the file, if its dates are read in the order that their column proves. */
  readonly asWritten?: TableRow
  /** The JSON record that the cells come from, for the report. */
  readonly of?: Readonly<Record<string, unknown>>
}

export interface ObjectRow {
  readonly row: number
  readonly object: Readonly<Record<string, unknown>>
}

interface BrokenRow {
  readonly row: number
  readonly broken: ProblemCode
  /** What could be read of it. It is never sent, but may refuse consent. */
  readonly readable?: ReadonlyArray<string>
}

/** Returns whether a row has nothing but spaces. */
export const isBlank = (cells: ReadonlyArray<string>): boolean => cells.every((cell) => cell.trim() === "")

/** Yields rows in order, 1,000 at a time. */
export async function* batchesOf(rows: ReadonlyArray<FileRow>): AsyncGenerator<ReadonlyArray<FileRow>> {
  for (let at = 0; at < rows.length; at += 1_000) yield rows.slice(at, at + 1_000)
}
