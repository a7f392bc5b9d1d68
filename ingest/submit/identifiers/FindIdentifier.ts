/**
 * Detects personal identifiers in a cell. It prefers false alarms: a refused case number costs a new name, a leaked name may cost a life.
 * `test/unit/submit/Identifiers.test.ts` measures both error rates.
 */
import { remembered } from "../../../ports/BoundedMap.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { withUsualDigits } from "../../keys/CaseNumber.ts"
import { wordsInOneAlphabet } from "../../keys/Lookalikes.ts"
import { looksLikeDirectIdentifier } from "../../rules/DirectIdentifier.ts"
import { identifierOdds } from "./CellModel.ts"
import { withoutCounter } from "./CounterOfReference.ts"
import { setOf, withoutMarks } from "./IdentifierWords.ts"
import { holdsNumber, mayHoldNumber, readable, type Slot, withoutPublic } from "./IdentifyingNumbers.ts"
import { holdsListedName, holdsName } from "./PersonNames.ts"
import { isPlainText } from "./PlainWords.ts"
import { inDigits } from "./SpokenNumbers.ts"

/** Longer texts are checked only in part; another rule refuses free text by its length. */
const longest = 1_000

const pseudonym = /^(?:uuid:)?(?:[0-9a-f]{32}|[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/**
 * Case numbers that cannot contain an identifier: short, with letters and digits around one hyphen, with a year between letters and a number,
 * with a short year at the end, a few digits, a counter behind zeros (`BEN000123`, `20240000123`: no day follows the year), or the 17 digits of a criminal case of Ukraine or Russia, whose year
 * follows the first.
 */
const plainReference =
  /^(?:\d{1,8}|[A-ZА-Я]{3,6}[-/]?0{2,}\d{1,5}|(?:19[89]|20[0-4])\d0{3,6}[1-9]\d{0,4}|[1-9](?:20[12]\d{13}|[12]\d0\d{13})|[A-ZА-Я]{1,6}-\d{1,6}|[A-ZА-Я]{3,6}\d{1,5}|[A-ZА-Я]{2,6}([-/])(?:19[89]|20[0-4])\d\1\d{3,6}|[A-ZА-Я]?\d{1,5}[-/]\d{2})$/i

/** `2020-110234`: a case that is counted within its year. Elsewhere such digits may be a passport. */
const yearAndCounter = /^(?:19[89]|20[0-4])\d[-/]\d{1,6}$/

/** Ids of DHIS2: eleven letters and digits without a meaning. Names in one word have fewer capitals inside, and no five consonants together. */
const isGeneratedId = (text: string): boolean => {
  if (!/^[A-Za-z][A-Za-z\d]{10}$/.test(text)) return false
  const inside = text.match(/[a-z\d][A-Z]/g)?.length ?? 0
  return inside >= 3 || (inside > 0 && /[bcdfghjklmnpqrstvwxz]{5}/i.test(text))
}

const signsOfLife = /[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]/g

/** A text as a reader sees it: without invisible signs, with usual digits and widths, words in one alphabet. */
const asPlain = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text)
    ? text
    : wordsInOneAlphabet(
        withUsualDigits(
          text
            .replace(signsOfLife, "")
            .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
        ).normalize("NFC")
      )

/** Cells repeat: towns, remarks, codes. */
const answers = {
  cell: remembered((text) => findIdentifier(text, "cell"), 10_000),
  heading: remembered((text) => findIdentifier(text, "heading"), 10_000),
  reference: remembered((text) => findIdentifier(text, "reference"), 10_000)
}
const longestAnswered = 80

/**
 * A text with one number of up to six digits which is not a year. No pattern distinguishes such numbers, so these texts differ in nothing but
 * words, and one answer serves all.
 */
const oneShortNumber = /^[^\p{N}]*(?!(?:19|20)\d\d(?!\d))[0-9]{1,6}[^\p{N}]*$/u

/** Returns whether a text is or contains an identifier of a person. */
export const holdsIdentifier = (text: string, slot: Slot): boolean => {
  if (slot === "reference") return holdsReference(text)
  if (text.length > longestAnswered) return findIdentifier(text, slot)
  return answers[slot](oneShortNumber.test(text) ? text.replace(/[2-9]/g, "1") : text)
}

/** A measure, such as `0.30000000000000004` of a spreadsheet. */
const decimal = /^-?\d{1,6}[.,]\d+(?:e[+-]?\d+)?$/i

/** `m a r i a  p o p`: a space behind each letter, and more between words. */
const spaced = /(?<!\S)(?:\p{L} ){3,}\p{L}(?!\S)/gu

/** `D-A-N-U-T-A`. */
const spelt = /(?<!\S)(?:\p{Lu}-){3,}\p{Lu}(?!\S)/gu

/** `OLENA.KOVALENKO`. */
const dotted = /(?<=(?<!\p{L})\p{Lu}{3,})\.(?=\p{Lu}{3,}(?!\p{L}))/gu
/** `J0hn`: letters on both sides of digits that look like one, three or more in all. `R1a` and `C12a` are numbers of cases. */
const withDigits =
  /(?<![\p{L}\d])(?=\p{Lu}?(?:\d*\p{Ll}){2})(?:\p{Lu}[\p{Ll}013457]*[013457]\p{Ll}+|0\p{Ll}{3,}|\p{Lu}\p{Ll}{2,}0)(?![\p{L}\d])/gu
const lettersOf: Readonly<Record<string, string>> = { 0: "o", 1: "i", 3: "e", 4: "a", 5: "s", 7: "t" }

/** `3O.12.2OО4`: at least as many digits as letters that look like them. */
const likeNumber =
  /(?<![\p{L}\d])[\dOoОоЗзlI|іІбS]*(?:\d[OoОоЗзlI|іІбS]|[OoОоЗзlI|іІбS]\d)[\dOoОоЗзlI|іІбS]*(?![\p{L}\d])/gu
const digitOf: Readonly<Record<string, string>> = {
  ...Object.fromEntries([..."OoОо"].map((sign) => [sign, "0"])),
  ...Object.fromEntries([..."lI|іІ"].map((sign) => [sign, "1"])),
  З: "3",
  з: "3",
  S: "5",
  б: "6"
}
/** `B 2 1 4 X Z T`: letters and digits one by one. */
const oneByOne = /(?<![\p{L}\d])[\p{Lu}\d](?:\s[\p{Lu}\d](?![\p{L}\d]))+/gu

/** Returns a text with its numbers as they are usually written: digits for number words and for letters that look like digits, and signs together. */
const withUsualNumbers = (text: string): string =>
  inDigits(text)
    .replace(likeNumber, (all) =>
      (all.match(/\d/g)?.length ?? 0) * 2 < all.length ? all : all.replace(/\D/g, (sign) => digitOf[sign] ?? sign)
    )
    .replace(/(?<=\d)[OОoо](?=\d)/g, "0")
    .replace(/(?<![\p{L}\d])\d[OОoо]{1,2}(?=[\s-]\d{2,})/gu, (group) => group.replace(/\D/g, "0"))
    .replace(/(?<!\p{L})double\s(\p{Lu})(?!\p{L})/giu, "$1$1")
    .replace(oneByOne, (all) => (/\p{L}/u.test(all) ? all.replaceAll(" ", "") : all))

const word = /\p{L}[\p{L}\p{M}]+/gu
let wordsForCases: ReadonlySet<string> | undefined

/** Returns whether a text has no other words than those for a case, or by which columns of case numbers are named: `Przypadek 7`, `VoT 15`. */
const namesCaseOnly = (text: string): boolean => {
  wordsForCases ??= new Set(
    readCodeList("field-labels")
      .filter(({ field }) => field === "caseReference")
      .flatMap(({ source: _, ...labels }) =>
        Object.values(labels).flatMap((label) => label.toLowerCase().match(word) ?? [])
      )
      .concat([...withoutMarks(setOf("word for a case"))])
  )
  return (
    text
      .toLowerCase()
      .match(word)
      ?.every((each) => wordsForCases?.has(each)) === true
  )
}

/** The logarithm of odds of 20 to 1: with less, what no rule refuses is refused more often wrongly than rightly. */
const likely = 3
/** With less than odds of 1 to 12, what is like a plate or a date of birth is a measure or the date of an event. */
const unlikely = -2.5

/** Case numbers are all different, but most differ in their counter only. */
const holdsReference = (text: string): boolean => {
  if (plainReference.test(text)) return false
  const form = withoutCounter(text)
  return form === undefined ? findIdentifier(text, "reference") : answers.reference(form)
}

/** Returns the same without remembering anything. */
export const findIdentifier = (given: string, slot: Slot): boolean => {
  if (plainReference.test(given) || isGeneratedId(given)) return false
  if (slot === "reference" && yearAndCounter.test(given)) return false
  const text = asPlain(given)
    .replace(spaced, (letters) => letters.replaceAll(" ", ""))
    .replace(spelt, (letters) => letters.replaceAll("-", ""))
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, longest)
  if (slot === "cell" && decimal.test(text)) return false
  if ((text.length < 3 && !/\p{Script=Han}{2}/u.test(text)) || plainReference.test(text) || pseudonym.test(text))
    return false
  const own = withoutPublic(text, slot)
  const usual = slot === "cell" ? withUsualNumbers(own) : own
  const readings = (usual === own ? [own] : [own, usual]).map(readable)
  if (readings.some((reading) => holdsNumber(reading, slot))) return true
  if (readings.some((reading) => mayHoldNumber(reading, slot)) && (slot !== "cell" || identifierOdds(own) > unlikely))
    return true
  const disguised = text
    .replace(dotted, " ")
    .replace(withDigits, (word) => word.replace(/[013457]/g, (sign) => lettersOf[sign] ?? sign))
  if (disguised !== text && holdsName(disguised, slot === "reference")) return true
  if (slot === "heading") return holdsListedName(text)
  if (holdsName(text, slot === "reference")) return slot === "reference" ? !namesCaseOnly(text) : !isPlainText(text)
  if (slot === "reference") return looksLikeDirectIdentifier(text)
  return /[\p{L}\p{N}]/u.test(own) && identifierOdds(own) > likely && !namesCaseOnly(own)
}
