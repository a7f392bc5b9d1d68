import { readCodeList } from "../../../schemas/CodeLists.ts"
import { type Language, wordsInRow } from "../../../schemas/Languages.ts"
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { furtherWords } from "./FurtherHeadings.ts"

const labels = new Map(readCodeList("field-labels").map((row) => [row["field"] as string, row]))

const nameOf = (language: Language, field: string) => labels.get(field)?.[language]?.split("|", 1)[0] ?? field

/** Returns a field's name in a language, or the schema's name if there is none. `leg2.country` is "Place 2: Country". */
export const fieldName = (language: Language, column: string): string => {
  const [, item, number, field] = /^([a-z]+)(\d+)\.(\w+)$/.exec(column) ?? []
  if (item === undefined || field === undefined) return nameOf(language, column)
  return `${nameOf(language, item)} ${number}: ${nameOf(language, field)}`
}

/** Names of fields in further languages, in which nothing but headings is read. */
const further = Map.groupBy(furtherWords("field"), ({ meaning }) => meaning)

/** Returns all names of a field, in every language: a partner's column may have any of them. */
export const namesOfField = (field: string): ReadonlyArray<string> => [
  ...wordsInRow(labels.get(field) ?? {}),
  ...(further.get(field) ?? []).map(({ word }) => word)
]

/** Explanations by field, and by kind and field where kinds differ. */
const explanations = new Map(
  readCodeList("field-explanations").map((row) => [`${row["kind"] ?? ""} ${row["field"] ?? ""}`, row])
)

/** Returns what to write into a field, in one or two sentences for partners. */
export const fieldExplanation = (language: Language, kind: RecordKind, field: string): string =>
  (explanations.get(`${kind} ${field}`) ?? explanations.get(` ${field}`))?.[language] ?? ""
