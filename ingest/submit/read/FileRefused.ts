/** A file that cannot be read, or not safely: it is refused as a whole. Holds a code and a place, never content. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"

export class FileRefused extends Error {
  readonly code: ProblemCode
  /** Row as a spreadsheet shows it; 0 for the file as a whole. */
  readonly row: number

  constructor(code: ProblemCode, row = 0) {
    super(code)
    this.name = "FileRefused"
    this.code = code
    this.row = row
  }
}
