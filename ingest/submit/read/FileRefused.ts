/** A file that cannot be read, or not safely, and is refused as a whole. It has a code and a row, never content. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"

export class FileRefused extends Error {
  readonly code: ProblemCode
  /** The row number that a spreadsheet shows; 0 for the whole file. */
  readonly row: number

  constructor(code: ProblemCode, row = 0) {
    super(code)
    this.name = "FileRefused"
    this.code = code
    this.row = row
  }
}
