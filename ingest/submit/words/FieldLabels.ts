/** Names of fields for people, in four languages: as they are shown, and as a partner's column may be called. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { type Language, languages } from "./Languages.ts"

type Labels = Readonly<Record<Language, ReadonlyArray<string>>>

const labels: ReadonlyMap<string, Labels> = new Map(
  readCodeList("field-labels").map((row) => {
    const of = (language: Language) => (row[language] as string).split("|")
    return [row["field"] as string, { en: of("en"), ru: of("ru"), uk: of("uk"), ro: of("ro") }]
  })
)

/** Every field that has a name here. */
export const namedFields: ReadonlyArray<string> = [...labels.keys()]

/** The field's name in the language; the schema's own where there is none. `leg2.country` is "2: Country". */
export const fieldName = (language: Language, column: string): string => {
  const leg = /^leg(\d+)\.(\w+)$/.exec(column)
  const name = labels.get(leg?.[2] ?? column)?.[language][0] ?? column
  return leg === null ? name : `${leg[1]}: ${name}`
}

/** All names of a field, in every language. */
export const namesOfField = (field: string): ReadonlyArray<string> =>
  languages.flatMap((language) => labels.get(field)?.[language] ?? [])
