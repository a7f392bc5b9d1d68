/** Identifiers other than names of persons, of every kind, in the order of their cost. */
import { holdsBirthDate, saysBorn } from "./BirthDates.ts"
import { holdsDocument } from "./Documents.ts"
import { anyOf } from "./IdentifierWords.ts"
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

/** The European Union's numbers of social value: a line for missing children, for children, for victims of crime, of emotional support. */
const socialNumber = /(?<![\d+-]\s?)116[\s-]?(?:000|006|016|111|117|123)(?![\s-]?\d)/g

/** `hotline (US) 1-888-373-7888`, `горячая линия МОМ 527`: the name of a public line, some words, and a number. */
const publicLine = new RegExp(
  String.raw`(?<!\p{L})(${anyOf("public line")}[\s:,–-]{0,3})((?:[\p{L}.()-]+[\s.:,–-]{1,3}){0,3})\(?\+?\d(?:[\s()-]{0,2}\d){2,12}(?![.\d])`,
  "giu"
)
/** What stands between a public line and its number: its owner's acronym, a country in brackets, a word for a number. Not who called it. */
const ofLine =
  /^(?:\(.{1,20}\)|\p{Lu}{2,8}|(?:tel|тел|phone|no|nr|number|număr|номер|numéro|número|is|[Aa]nti-?tra\p{L}+)\.?)$/u

/** Ukraine's code of a community (KATOTTG). */
const community = /(?<![\p{L}\d])UA\d{17}(?!\d)/gu

const isOfWords = (text: string): boolean => /\p{L}\P{L}+\p{L}/u.test(text)
/** `8-девятьсот-3-555-12-12`, `8(девятьсот)4441122`. */
const wordInNumber = /\d[\s()-]{1,2}\p{L}{3,}[\s()-]{1,2}\d/u

/** Returns a cell without what is public: codes of communities, lines for everybody. */
export const withoutPublic = (given: string, slot: Slot): string => {
  const text = given.replace(community, " ").replace(socialNumber, " ")
  if (slot !== "cell" || !/\d/.test(text)) return text
  return (text.includes("80") ? text.replace(freeNumber, " ") : text).replace(
    publicLine,
    (all, line: string, between: string) =>
      between.split(/[\s:,–-]+/).every((word) => word === "" || ofLine.test(word)) ? `${line} ` : all
  )
}

/** A text without public numbers, models of cars and numbers of flights and trains. */
export interface ReadableText {
  readonly given: string
  readonly text: string
  readonly small: string
  readonly hasDigit: boolean
}

/** Prepares a text without public numbers for the search. */
export const readable = (given: string): ReadableText => {
  const hasDigit = /\d/.test(given)
  const text = hasDigit ? withoutTransport(given, given.toLowerCase()) : given
  return { given, hasDigit, text, small: text.toLowerCase() }
}

/** Returns whether a text has a number, an account or an address that is somebody's own. */
export const holdsNumber = ({ given, hasDigit, text, small }: ReadableText, slot: Slot): boolean =>
  (hasDigit &&
    (holdsLongNumber(text, small) ||
      (slot === "cell" && holdsInterruptedNumber(small)) ||
      holdsDocument(text, small))) ||
  (saysBorn(small) && holdsBirthDate(small, slot === "reference")) ||
  holdsOnlineName(small) ||
  /(?:\/\/\/|(?:w3w|what3words)[\s:]+)\p{L}+\.\p{L}+\.\p{L}+/iu.test(given) ||
  (text.includes("<<") && holdsDocument(text, small)) ||
  ((hasDigit || isOfWords(text)) && holdsStreet(text, small)) ||
  ((isOfWords(text) || (hasDigit && wordInNumber.test(text))) && holdsSpokenNumber(small))

/** Returns whether a text has what may be a plate or a date of birth: a measure and the date of an event are like them. */
export const mayHoldNumber = ({ hasDigit, text, small }: ReadableText, slot: Slot): boolean =>
  (hasDigit && !(slot === "reference" && isShortReference(text)) && holdsPlate(text, small)) ||
  holdsBirthDate(small, slot === "reference")
