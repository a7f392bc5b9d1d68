/** The field whose name an unknown column may have been meant to be: `Natonality`, `Дата регистраци`. It is a question to the partner, never an answer. */
import editDistance from "damerau-levenshtein"
import { type RecordKind, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { isSomeConsent } from "./ConsentColumn.ts"
import { isOnlyDate } from "./DirectColumns.ts"
import { namesOfField } from "./FieldLabels.ts"
import { squeeze } from "./OwnColumns.ts"
import { withoutRemarks } from "./PlainHeading.ts"

/** Shorter names differ from each other in one letter. */
const shortest = 5

/** Returns whether one text becomes the other by at most `most` letters that are added, left out, replaced, or exchanged with the next one. */
const isNear = (a: string, b: string, most: number): boolean =>
  Math.abs(a.length - b.length) <= most && editDistance(a, b).steps <= most

/** Returns the only field of these kinds whose name is similar to the column's; undefined if there is none, or several. */
export const similarField = (kinds: ReadonlyArray<RecordKind>, column: string): string | undefined => {
  const fields = new Set(kinds.flatMap((kind) => recordSchema(kind).fields.map((field) => field.name)))
  // A consent whose purpose is not stated.
  if (fields.has("researchUseConsent") && isSomeConsent(withoutRemarks(column).replace(/^.*[/-]/, "")))
    return "researchUseConsent"
  if (fields.has("registeredOn") && isOnlyDate(column)) return "registeredOn"
  const name = squeeze(column)
  if (name.length < shortest || name.length > 60) return undefined
  const most = name.length < 9 ? 1 : 2
  const similar = [...fields].filter((field) =>
    [field, ...namesOfField(field)].some((label) => isNear(name, squeeze(label), most))
  )
  return similar.length === 1 ? similar[0] : undefined
}
