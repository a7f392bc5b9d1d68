/** Identifiers other than names of persons, of every kind, in the order of their cost. */
import { holdsBirthDate } from "./BirthDates.ts"
import { holdsDocument } from "./Documents.ts"
import { holdsInterruptedNumber, holdsLongNumber } from "./LongNumbers.ts"
import { holdsOnlineName } from "./OnlineNames.ts"
import { holdsPlate, isShortReference, withoutTransport } from "./Plates.ts"
import { holdsSpokenNumber } from "./SpokenNumbers.ts"
import { holdsStreet } from "./Streets.ts"

/** The place of a text: a field with its own format (case numbers, record ids), a cell without a code list, or the name of a column. */
export type Slot = "reference" | "cell" | "heading"

/**
 * Free numbers, which belong to hotlines and companies: `8-800-7000-600`, `0 800 500 335`, `+373 800 77777`. Without a separator after the prefix
 * they could be other numbers.
 */
const freeNumber =
  /(?<![\d+])(?:(?:(?:8|\+7)[\s(-]{1,2}80[04]|1[\s(-]{1,2}8(?:00|33|44|55|66|77|88))[\s)-]{1,2}(?:\d[\s-]?){6}\d|(?:\(?0[\s-]?80[08](?=[08]?[\s)-])[08]?|\+\d{2,3}[\s(-]{1,2}0?800|\+800)[\s)-]{1,2}(?:\d[\s-]?){3,7}\d)(?![\s-]?\d)|(?<=(?:verde|free|hotline)[\s:]{1,2})800[\s-]?\d{3}[\s-]?\d{3}(?!\d)/g

/** Ukraine's code of a community (KATOTTG). */
const community = /(?<![\p{L}\d])UA\d{17}(?!\d)/gu

const isOfWords = (text: string): boolean => /\p{L}\P{L}+\p{L}/u.test(text)
/** `8-девятьсот-3-555-12-12`, `8(девятьсот)4441122`. */
const wordInNumber = /\d[\s()-]{1,2}\p{L}{3,}[\s()-]{1,2}\d/u

export const holdsNumber = (given: string, slot: Slot): boolean => {
  const own = given.replace(community, " ")
  const free = slot === "cell" && own.includes("80") ? own.replace(freeNumber, " ") : own
  const hasDigit = /\d/.test(free)
  const text = hasDigit ? withoutTransport(free, free.toLowerCase()) : free
  const small = text.toLowerCase()
  return (
    (hasDigit &&
      (holdsLongNumber(text, small) ||
        (slot === "cell" && holdsInterruptedNumber(small)) ||
        holdsDocument(text, small) ||
        (!(slot === "reference" && isShortReference(text)) && holdsPlate(text, small)))) ||
    holdsBirthDate(small, slot === "reference") ||
    holdsOnlineName(small) ||
    /(?:\/\/\/|(?:w3w|what3words)[\s:]+)\p{L}+\.\p{L}+\.\p{L}+/iu.test(given) ||
    (text.includes("<<") && holdsDocument(text, small)) ||
    (hasDigit && holdsStreet(text, small)) ||
    ((isOfWords(text) || (hasDigit && wordInNumber.test(text))) && holdsSpokenNumber(small)) ||
    (!hasDigit && isOfWords(text) && holdsStreet(text, small))
  )
}
