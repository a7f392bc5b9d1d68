/** A file that cannot be read, as an error of an Effect. */
import { Schema } from "effect"
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { FileRefused } from "../read/FileRefused.ts"
import type { Language } from "../words/Languages.ts"
import { wordsOf } from "../words/ProblemWords.ts"

/** `message` says in words what is wrong and what to do, and holds no content. */
export class FileProblem extends Schema.TaggedError<FileProblem>()("FileProblem", {
  code: Schema.String,
  /** Row as a spreadsheet shows it, or 0 for the file as a whole. */
  row: Schema.Int,
  message: Schema.String
}) {
  /** For `--json`: the same shape as the problems of a file that could be read. */
  get problems(): ReadonlyArray<unknown> {
    return [{ code: this.code, row: this.row, column: "", rule: this.message }]
  }
}

const rowWord = { en: "Row", ru: "Строка", uk: "Рядок", ro: "Rândul" } as const

export const fileProblem = (code: ProblemCode, row: number, language: Language = "en"): FileProblem => {
  const { title, expected, mend } = wordsOf(code, language)
  const at = row > 0 ? `${rowWord[language]} ${row}: ` : ""
  return new FileProblem({ code, row, message: `${at}${title} (${expected}). ${mend}` })
}

/** What a reader threw, as the error that it stands for; anything else is a defect. */
export const asFileProblem = (cause: unknown, language: Language = "en"): FileProblem => {
  if (cause instanceof FileProblem) return cause
  if (cause instanceof FileRefused) return fileProblem(cause.code, cause.row, language)
  throw cause
}
