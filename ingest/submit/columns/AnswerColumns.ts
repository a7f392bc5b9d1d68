/** Columns for one of several answers: a survey's, and those that registers tick. */
import { type RecordKind, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { normaliseCountry } from "../countries/CountryNormaliser.ts"
import { codeOfWord } from "../values/CodeWords.ts"
import type { Binding } from "./Binding.ts"
import type { MappingIndex } from "./Mapping.ts"
import { ownTarget } from "./OwnColumns.ts"
import { standardBinding } from "./StandardColumns.ts"

/**
 * `type_of_exploitation/ForcedLabour` (KoboToolbox), `type_of_exploitation___forcedlabour` and `Type of exploitation (choice=Forced labour)`
 * (REDCap), `Type of exploitation [Forced labour]` (LimeSurvey), `Type of exploitation.Forced labour` (ActivityInfo).
 */
const questionAndAnswer =
  /^(.+)\/([^/]*)$|^(.+?)___(.+)$|^([^.]+)\.([^.]+)$|^(.+?)\s*\((?:choice|choix|выбор|opción)=(.+)\)$|^(.+?)\s*\[(.+)\]$/i

const countryOf = (answer: string): string | undefined => {
  const found = normaliseCountry(answer)
  return "alpha3" in found ? found.alpha3 : undefined
}

/** A survey's column for one of several answers, of a question and in words that the partner may have mapped: `exploit___1`. */
export const answerColumn = (
  kind: RecordKind,
  column: string,
  mapping: MappingIndex
): Extract<Binding, { to: "flag" }> | undefined => {
  const [asked, answer] =
    questionAndAnswer
      .exec(column)
      ?.slice(1)
      .filter((part) => part !== undefined) ?? []
  if (asked === undefined || answer === undefined) return undefined
  const [mapped = asked, ...others] = mapping.columnsOf(asked) ?? []
  const own = others.length > 0 ? undefined : ownTarget(kind, mapped)
  const binding: Binding | undefined =
    own === undefined ? standardBinding(kind, asked) : { to: "target", target: own, standard: "corridor" }
  if (binding?.to !== "target" || binding.target.list !== undefined) return undefined
  const { field } = binding.target
  if (!field.array || field.codeList === undefined) return undefined
  const code =
    mapping.valueOf(field.name, answer) ??
    (field.codeList === "countries" ? countryOf(answer) : codeOfWord(field.codeList, answer))
  return code === undefined ? undefined : { to: "flag", field, code, standard: binding.standard }
}

/** Fields whose answers registers have as columns to tick: `Forced labour`, `Попрошайничество`, `Female`, `Minor`. */
const tickedFields = ["typeOfSexExploitation", "typeOfExploitation", "methodsOfControl", "gender", "majorityStatus"]

/** Returns the positions of columns that are named as answers of a field that has one answer: `Shelter`, `Legal assistance` for the type of assistance. */
export const columnsPerAnswer = (
  kind: RecordKind,
  missing: ReadonlyArray<string>,
  names: ReadonlyArray<string>
): ReadonlySet<number> => {
  const lists = recordSchema(kind).fields.flatMap(({ name, codeList, array }) =>
    missing.includes(name) && !array && codeList !== undefined && codeList !== "countries" ? [codeList] : []
  )
  const isAnswer = (name: string) => name.length > 2 && lists.some((list) => codeOfWord(list, name) !== undefined)
  const found = names.flatMap((name, i) => (isAnswer(name) ? [i] : []))
  return new Set(found.length > 1 ? found : [])
}

/** Returns a column that is named as an answer. `Other` belongs to several questions, and `M` may be short for anything. */
export const tickedColumn = (kind: RecordKind, column: string): Binding | undefined => {
  if (column.length < 3) return undefined
  for (const name of tickedFields) {
    const field = recordSchema(kind).fields.find((one) => one.name === name)
    const code = field?.codeList === undefined ? undefined : codeOfWord(field.codeList, column)
    if (field !== undefined && code !== undefined && code !== "Other")
      return { to: "flag", field, code, standard: "corridor" }
  }
  return undefined
}
