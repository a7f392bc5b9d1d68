/** Identifiers other than names of persons, of every kind, in the order of their cost. */
import { holdsBirthDate } from "./BirthDates.ts"
import { holdsDocument } from "./Documents.ts"
import { holdsLongNumber } from "./LongNumbers.ts"
import { holdsOnlineName } from "./OnlineNames.ts"
import { holdsPlate, isShortReference } from "./Plates.ts"
import { holdsSpokenNumber } from "./SpokenNumbers.ts"
import { holdsStreet } from "./Streets.ts"

/** The place of a text: a field with its own format (case numbers, record ids), a cell without a code list, or the name of a column. */
export type Slot = "reference" | "cell" | "heading"

export const holdsNumber = (text: string, slot: Slot): boolean => {
  const small = text.toLowerCase()
  const hasDigit = /\d/.test(text)
  return (
    (hasDigit &&
      (holdsLongNumber(text, small) ||
        holdsDocument(text, small) ||
        (!(slot === "reference" && isShortReference(text)) && holdsPlate(text, small)))) ||
    holdsBirthDate(small, slot === "reference") ||
    holdsOnlineName(small) ||
    /\/\/\/\p{L}+\.\p{L}+\.\p{L}+/u.test(text) ||
    (text.includes("<<") && holdsDocument(text, small)) ||
    (hasDigit && holdsStreet(text, small)) ||
    (/\p{L}\P{L}+\p{L}/u.test(text) && (holdsSpokenNumber(small) || (!hasDigit && holdsStreet(text, small))))
  )
}
