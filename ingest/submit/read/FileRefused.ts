/** A file that cannot be read, or not safely, and is refused as a whole. It has a code and a row, never content. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"

export interface SheetChoice {
  /** Number of the sheet, from 1. */
  readonly position: number
  readonly name: string
}

export class FileRefused extends Error {
  readonly code: ProblemCode
  /** The row number that a spreadsheet shows; 0 for the whole file. */
  readonly row: number
  /** The sheets from which the sender must choose, by number and name; a name that may identify a person is empty. */
  readonly sheets: ReadonlyArray<SheetChoice>

  constructor(code: ProblemCode, row = 0, sheets: ReadonlyArray<SheetChoice> = []) {
    super(code)
    this.name = "FileRefused"
    this.code = code
    this.row = row
    this.sheets = sheets
  }
}
