import type { Language } from "../../../schemas/Languages.ts"
import { recordKindLabel } from "../../../schemas/RecordSchemas.ts"
import { fieldName } from "../columns/FieldLabels.ts"
import { columnName } from "../words/ProblemWords.ts"
import { shownValue } from "../words/ShownValue.ts"
import { inSheet, submitWords } from "../words/SubmitWords.ts"
import { type ColumnChanges, hasChanged } from "./ColumnChanges.ts"
import type { ColumnPreview, Sample } from "./ColumnPreview.ts"
import { previewWords } from "./PreviewWords.ts"

/** Returns an example cell as people read it. */
const shownSample = (language: Language, sample: Sample | undefined): string => {
  if (sample === undefined || sample.state === "empty") return ""
  if (sample.state === "read") return shownValue(language, sample.value, sample.list)
  return previewWords[language][sample.state === "masked" ? "masked" : "unread"]
}

const shownMeaning = (language: Language, { record, ...column }: ColumnPreview): string => {
  if (record !== undefined) return `${recordKindLabel(record, language)}: ${shownMeaning(language, column)}`
  const words = previewWords[language]
  if (column.use !== "read") return column.use === "refused" ? words.refused : words.leftOut
  if (column.role !== undefined) {
    const field = column.fields[0]?.split(".").at(-1) ?? ""
    return `${shownValue(language, column.role, "leg-role")}: ${fieldName(language, field)}`
  }
  const orders = (column.dates ?? []).map(({ isDayFirst, row, sheet }) =>
    words.order(isDayFirst, inSheet(sheet, submitWords[language].row(row)))
  )
  const fields = column.fields.map((field) => fieldName(language, field)).join(", ")
  return orders.length === 0 ? fields : `${fields} (${orders.join("; ")})`
}

/** Returns the preview as rows of a table, under a header. */
export const previewTable = (
  columns: ReadonlyArray<ColumnPreview>,
  language: Language
): ReadonlyArray<ReadonlyArray<string>> => {
  const words = previewWords[language]
  const examples = Math.max(0, ...columns.map(({ samples }) => samples.length))
  const numbers = Array.from({ length: examples }, (_, i) => i)
  return [
    [words.column, words.field, ...numbers.map((i) => words.example(i + 1))],
    ...columns.map((column) => [
      columnName(column.column, language),
      shownMeaning(language, column),
      ...numbers.map((i) => shownSample(language, column.samples[i]))
    ])
  ]
}

/** Returns what changed in the columns as lines; that there was no such file before if `changes` is undefined. */
export const changeLines = (changes: ColumnChanges | undefined, language: Language): ReadonlyArray<string> => {
  const words = previewWords[language]
  if (changes === undefined) return [words.firstTime]
  if (!hasChanged(changes)) return []
  const line = (word: string, names: ReadonlyArray<string>) =>
    names.length === 0 ? [] : [`  ${word}: ${names.join(", ")}`]
  return [
    words.changed,
    ...line(words.added, changes.added),
    ...line(words.missing, changes.missing),
    ...line(
      words.renamed,
      changes.renamed.map(({ from, to }) => `${from} → ${to}`)
    )
  ]
}
