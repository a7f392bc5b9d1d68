/** A file that cannot be read, as a typed error. */
import { Schema } from "effect"
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { displayName } from "../check/FileProblemEntry.ts"
import { FileRefused, type SheetChoice } from "../read/FileRefused.ts"
import { textOfRefused } from "../words/ProblemWords.ts"

/** `message` states what is wrong and what to do, and contains no content of the file but names of sheets. */
export class FileProblem extends Schema.TaggedError<FileProblem>()("FileProblem", {
  code: Schema.String,
  /** The row number that a spreadsheet shows; 0 for the whole file. */
  row: Schema.Int,
  message: Schema.String
}) {
  /** For `--json`: the same structure as the problems of a readable file. */
  get problems(): ReadonlyArray<unknown> {
    return [{ code: this.code, row: this.row, column: "", rule: this.message }]
  }
}

/** `sheets`: those from which to choose, by number and, unless it may identify a person, by name. */
export const fileProblem = (
  code: ProblemCode,
  row: number,
  language: Language = "en",
  sheets: ReadonlyArray<SheetChoice> = []
): FileProblem => {
  const choices = sheets.map(({ position, name }) =>
    name === "" ? `${position}` : `${position}: ${displayName(name)}`
  )
  const list = choices.length === 0 ? "" : ` ${choices.join("; ")}.`
  return new FileProblem({ code, row, message: `${textOfRefused({ code, row }, language)}${list}` })
}

/** Converts an exception of a reader to its error; any other exception is a defect. */
export const asFileProblem = (cause: unknown, language: Language = "en"): FileProblem => {
  if (cause instanceof FileProblem) return cause
  if (cause instanceof FileRefused) return fileProblem(cause.code, cause.row, language, cause.sheets)
  throw cause
}
