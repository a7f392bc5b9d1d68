import { readCodeList } from "../../../schemas/CodeLists.ts"
import { type Language, languages } from "../../../schemas/Languages.ts"

type Labels = Readonly<Record<Language, ReadonlyArray<string>>>

const labels: ReadonlyMap<string, Labels> = new Map(
  readCodeList("field-labels").map((row) => {
    const of = (language: Language) => (row[language] as string).split("|")
    return [row["field"] as string, { en: of("en"), ru: of("ru"), uk: of("uk"), ro: of("ro") }]
  })
)

export const namedFields: ReadonlyArray<string> = [...labels.keys()]

/** Returns a field's name in a language, or the schema's name if there is none. `leg2.country` is "2: Country". */
export const fieldName = (language: Language, column: string): string => {
  const leg = /^leg(\d+)\.(\w+)$/.exec(column)
  const name = labels.get(leg?.[2] ?? column)?.[language][0] ?? column
  return leg === null ? name : `${leg[1]}: ${name}`
}

/** Returns all names of a field, in every language: a partner's column may have any of them. */
export const namesOfField = (field: string): ReadonlyArray<string> =>
  languages.flatMap((language) => labels.get(field)?.[language] ?? [])
