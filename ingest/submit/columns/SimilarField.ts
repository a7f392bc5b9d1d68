/** The field whose name an unknown column may have been meant to be: `Natonality`, `Дата регистраци`. It is a question to the partner, never an answer. */
import editDistance from "damerau-levenshtein"
import { type RecordKind, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { isOtherConsent } from "./ConsentColumn.ts"
import { isOnlyDate, soundsDirect } from "./DirectColumns.ts"
import { namesOfField } from "./FieldLabels.ts"
import { squeeze } from "./OwnColumns.ts"
import { withoutRemarks } from "./PlainHeading.ts"

/** Shorter names differ from each other in one letter. */
const shortest = 5

/** Returns whether one text becomes the other by at most `most` letters that are added, left out, replaced, or exchanged with the next one. */
const isNear = (a: string, b: string, most: number): boolean =>
  Math.abs(a.length - b.length) <= most && editDistance(a, b).steps <= most

const dated =
  /(?<!\p{L})(?:dates?|years?|дат[аы]|год|рік|року|fecha|anul|tarihi|datum|data(?= \p{L})(?!\s(?:sharing|source|protection|collection|processing|use|entry|consent|set)))(?!\p{L})/iu
const birth = /birth|born|age|рожд|народж|возраст|вік|na[sș]ter|v[âa]rst|naissance|nacimiento|urodz|doğum/iu

/** Fields with the date that a record must have. */
const requiredDates = ["registeredOn", "year", "reachedOn"]

/** Returns the required date of these kinds, for a column with another date than one of a birth. */
const requiredDate = (kinds: ReadonlyArray<RecordKind>, column: string): string | undefined => {
  if (!dated.test(column.replace(/_/g, " ")) || birth.test(column) || soundsDirect(column)) return undefined
  const [first, ...others] = new Set(
    kinds
      .flatMap((kind) => recordSchema(kind).fields.flatMap((field) => [field, ...(field.fields ?? [])]))
      .filter(({ name, optional }) => requiredDates.includes(name) && !optional)
      .map(({ name }) => name)
  )
  return others.length === 0 ? first : undefined
}

/** Returns the only field of these kinds whose name is similar to the column's; undefined if there is none, or several. */
export const similarField = (kinds: ReadonlyArray<RecordKind>, column: string): string | undefined => {
  const fields = new Set(kinds.flatMap((kind) => recordSchema(kind).fields.map((field) => field.name)))
  // A consent whose purpose is not stated.
  if (fields.has("researchUseConsent") && isOtherConsent(withoutRemarks(column).replace(/^.*[/-]/, "")))
    return "researchUseConsent"
  if (fields.has("registeredOn") && isOnlyDate(column)) return "registeredOn"
  const name = squeeze(column)
  if (name.length < shortest || name.length > 60) return requiredDate(kinds, column)
  const most = name.length < 9 ? 1 : 2
  const similar = [...fields].filter((field) =>
    [field, ...namesOfField(field)].some((label) => isNear(name, squeeze(label), most))
  )
  return similar.length === 1 ? similar[0] : similar.length === 0 ? requiredDate(kinds, column) : undefined
}
