/** Parses a cell or JSON value as a value of its field: numbers, answers, dates, codes, countries, regions. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import type { FieldSpec } from "../../../schemas/RecordSchemas.ts"
import { withUsualDigits } from "../../keys/CaseNumber.ts"
import { meaningOf } from "../countries/CountryNames.ts"
import { type CountryCodeKind, normaliseCountry } from "../countries/CountryNormaliser.ts"
import { codeOfWord } from "./CodeWords.ts"
import { readDate } from "./DateText.ts"
import { foldWord } from "./FoldWord.ts"
import { monthOf } from "./MonthWords.ts"
import { regionOfWord } from "./RegionWords.ts"

export type Parsed = { readonly value: unknown } | { readonly code: ProblemCode }

const fine = (value: unknown): Parsed => ({ value })
const bad = (code: ProblemCode): Parsed => ({ code })

const truths: ReadonlyMap<string, boolean> = new Map(
  (
    [
      [
        true,
        "true yes y 1 да так tak da po evet ha ҳа oui sí sì sim ใช่ نعم بله истина правда істина adevarat ja waar иә ақиқат კი დიახ checked ✓ ✔ ☑ ✅ x х +"
      ],
      [
        false,
        "false no n 0 nie jo hayır não nao ne не ไม่ ไม่ใช่ нет нету ні немає нема ni nu none yo'q yoq йўқ non não لا خیر ложь хибність хибно fals nee onwaar жоқ жалған არა unchecked ☐"
      ]
    ] as const
  ).flatMap(([truth, words]) => words.split(" ").map((word) => [foldWord(word) || word, truth] as const))
)

/** Words for yes and no in partners' languages and in spreadsheets; `1.0` is the 1 of a column with gaps in pandas. */
export const truthOf = (word: string): boolean | undefined =>
  truths.get(foldWord(word) || word) ?? truths.get(/^([01])[.,]0$/.exec(word)?.[1] ?? "")

const errorText =
  /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|Н\/Д|ССЫЛКА!|ЗНАЧ!|ДЕЛ\/0!|ИМЯ\?|ЧИСЛО!)$/

/** Returns whether a text is a spreadsheet error. */
export const isErrorText = (text: string): boolean => errorText.test(text)

/** A plus or an asterisk may stand for yes; `-`, `?` and `…` say nothing. */
const onlySigns = /^(?:(?!\*)[\s\p{P}\u2212])*$/u
/** `"`, `-"-`, `—//—`: as in the row above. What the cell says is not here, so it is not a value of any field. */
const ditto = /["“”„‟″〃〝〞]|''|’’|,,|\/\//u
const startsWithWord = /^[\dA-Za-z]/

/** Returns whether a cell is empty, or has only signs that say nothing. */
export const isSign = (cell: string): boolean =>
  cell === "" || (!startsWithWord.test(cell) && onlySigns.test(cell) && !ditto.test(cell))

const parts = (text: string, separator: RegExp) =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "")

/** Parses an integer, also as `34,0` and `34.0`, as spreadsheets write it in a column of decimals. */
const wholeNumber = (text: string): number | undefined => {
  const match = /^(-?\d{1,9})(?:[.,]0+)?$/.exec(withUsualDigits(text))
  return match === null ? undefined : Number(match[1])
}

/** The unit of ages: `17 y.o.`, `18–20 лет`, `17 years 6 months`. */
const yearsOfAge =
  /\s*(?:years?(?:[\s-]olds?)?|yrs?(?:\sold)?|y\.?\s?o|лет|года?|л|г|років|роки|рік|р|(?:de\s)?ani|ans?|años?)\.?(?:,?\s(?:and\s|и\s|і\s|și\s)?\d{1,2}\s?(?:months?|mos?|мес[а-я]*|міс[а-яі]*|luni|mois|meses)\.?)?$/i

const isAge = ({ name, codeList }: FieldSpec) => codeList === "age-band" || /^age(?:$|\p{Lu})/u.test(name)

const withoutUnit = (field: FieldSpec, text: string) => (isAge(field) ? text.replace(yearsOfAge, "") : text)

const numberOf = (field: FieldSpec, text: string): number | undefined =>
  wholeNumber(withoutUnit(field, text)) ??
  (field.name === "month" && /^\p{L}{3,}\.?$/u.test(text) ? monthOf(text) : undefined)

/** Returns the value of `F / Ж` and `F-Female`, where every part has the same one; undefined if they differ. */
const ofEveryPart = <Value>(text: string, read: (part: string) => Value | undefined): Value | undefined => {
  const whole = read(text)
  if (whole !== undefined || !/[/-]/.test(text)) return whole
  const [first, ...others] = parts(text, /[/-]/).map(read)
  return others.length > 0 && others.every((other) => other === first) ? first : undefined
}

/** `1. Female`, `2 = Forced labour`: the number of an answer in a form's list. */
const placeInList = /^\d{1,2}\s?[.):=–-]\s*(?=\p{L})/u

/** Numbers of ISO 3166 have three digits: `804`. One that lost its zeros, or is the place in a list, is not a code. */
const countryCodes = (text: string): ReadonlyArray<CountryCodeKind> =>
  /^\d{3}$/.test(text.trim()) ? ["numeric"] : ["alpha3", "alpha2"]

/** Answers that are also codes of countries: `na`, `no`, `si`. */
const noCodes = new Set("na no ne ni nu si nr dk is".split(" "))

/** Surveys write the names of answers, and so codes, in small letters. */
const inCapitals = (text: string): string => (/^[a-z]{2}$/.test(text) && !noCodes.has(text) ? text.toUpperCase() : text)

/** `ч. 2`, `п. «а» ч. 2`: the part of an article, before or behind it. */
const partOfArticle =
  /(?:(?<!\p{L})(?:п\.?){1,2}(?:ункт\p{L}*)?\s?(?:[«"„]?\p{L}[»"“]?(?!\p{L})[,\s]*(?:и\s)?){1,6})?(?<!\p{L})ч(?:\.|аст\p{L}*)\s?\d{1,2},?/giu

const parseText = (field: FieldSpec, text: string): Parsed => {
  if (field.codeList === "countries") {
    const found = normaliseCountry(inCapitals(text), { codes: countryCodes(text) })
    return "alpha3" in found ? fine(found.alpha3) : bad("ambiguous" in found ? "country-ambiguous" : "country-unknown")
  }
  // Unknown values stay as they are: the field's own rule reports them.
  if (field.codeList === "regions") return fine(regionOfWord(text) ?? text)
  if (field.codeList !== undefined) {
    const { codeList } = field
    const codeOf = (part: string) => codeOfWord(codeList, part) ?? codeOfWord(codeList, withoutUnit(field, part))
    if (codeList === "offence-article")
      return fine(codeOf(text) ?? codeOf(text.replace(partOfArticle, "").trim()) ?? text)
    return fine(ofEveryPart(text, codeOf) ?? codeOf(text.replace(placeInList, "")) ?? text)
  }
  if (field.pattern === "partial-date") {
    const read = readDate(text)
    return "date" in read ? fine(read.date) : bad(read.wrong === "ambiguous" ? "date-ambiguous" : "date-malformed")
  }
  return fine(text)
}

/** Parses the value of a field that is not a list. `value` is a cell's trimmed text, or a JSON value. */
export const parseScalar = (field: FieldSpec, value: unknown): Parsed => {
  if (typeof value === "string" && isErrorText(value)) return bad("cell-error")
  if (field.type === "int") {
    const number = typeof value === "string" ? numberOf(field, value.trim()) : value
    return Number.isInteger(number) ? fine(number) : bad("type-mismatch")
  }
  if (field.type === "boolean") {
    const truth = typeof value === "string" ? ofEveryPart(value.trim(), truthOf) : value
    return typeof truth === "boolean" ? fine(truth) : bad("answer-unclear")
  }
  if (typeof value !== "string") return bad("type-mismatch")
  const text = value.trim()
  return text.includes("\0") ? bad("value-malformed") : parseText(field, text)
}

/** Returns whether a word is a value of the field, so that a list may be split there. */
export const isValueOf = (field: FieldSpec, word: string): boolean => {
  if (field.codeList === undefined) return true
  if (field.codeList === "countries")
    return "alpha3" in normaliseCountry(inCapitals(word), { codes: countryCodes(word) })
  return codeOfWord(field.codeList, word) !== undefined
}

/**
 * Returns whether words between spaces are countries of a list: all are codes in the same letters, or none is. Between names and other codes, a short word
 * is one of a sentence: `and` is not Andorra, and `sau` is "or".
 */
const areOfOneForm = (words: ReadonlyArray<string>): boolean =>
  new Set(words.map((word) => (/^[A-Z]{2,3}$/.test(word) ? "code" : /^[A-Za-z]{2,3}$/.test(word) ? "word" : "name")))
    .size === 1

/** Returns labels of several words that only spaces separate, as KoboToolbox exports them; undefined if the words can be joined in no or several ways. */
const labelsOf = (text: string, isValue: (word: string) => boolean): ReadonlyArray<string> | undefined => {
  const words = parts(text, /\s+/)
  if (words.length < 2 || words.length > maxLabelWords) return undefined
  /** The ways to read the first n words; more than one counts as two. */
  const ways: Array<ReadonlyArray<ReadonlyArray<string>>> = [[[]]]
  for (let end = 1; end <= words.length; end++)
    ways[end] = words
      .slice(0, end)
      .flatMap((_, start) => {
        const label = words.slice(start, end).join(" ")
        return (ways[start]?.length ?? 0) > 0 && isValue(label)
          ? (ways[start] ?? []).map((labels) => [...labels, label])
          : []
      })
      .slice(0, 2)
  const [only, ...others] = ways[words.length] ?? []
  return others.length === 0 ? only : undefined
}
const maxLabelWords = 60

const wordForAnd = /,|\s(?:and|и|і|й|та|și|si|et|y|e)\s/i

/** Returns whether a text is the name of a former state with several successors, and not a list of these: `Serbia and Montenegro`. */
const isStateOfSeveral = (text: string): boolean =>
  /\s(?:&|[\p{L}]{1,3})\s/u.test(text) && (meaningOf(text)?.length ?? 0) > 1

/**
 * Splits the answers in a cell, which are separated by `;`, `|` or line breaks, by commas, spaces, `/`, `+`, `&` or a word for "and". Labels contain these
 * themselves, so these separate only if the parts are values of the field.
 */
export const splitAnswers = (
  field: FieldSpec,
  text: string,
  isBound: (word: string) => boolean
): ReadonlyArray<string> => {
  const isValue = (word: string) => isBound(word) || isValueOf(field, word)
  const isOfCountries = field.codeList === "countries"
  const isList = (words: ReadonlyArray<string>) => !isOfCountries || areOfOneForm(words)
  if (isValue(text.trim())) return [text.trim()]
  return parts(text, /[;|\n]/).flatMap((part) => {
    if (isValue(part) || (isOfCountries && isStateOfSeveral(part))) return [part]
    for (const separator of [/,/, /[,\s]+/, /[/+&]/, wordForAnd]) {
      const words = parts(part, separator)
      if (words.length > 1 && words.every(isValue) && isList(words)) return words
    }
    const words = parts(part, /,/)
    if (words.length > 1 && words.some(isValue)) return words
    const labels = labelsOf(part, isValue)
    return labels !== undefined && isList(labels) ? labels : [part]
  })
}

/** Separators of the places of a route, the most certain first: "Guinea-Bissau" has a hyphen itself. */
const [lines, arrows, spacedDashes] = [/[;|\n]/, /[→⇒➔]|[-=]*>/, /\s[-–—]\s/]
const waySeparators = [lines, arrows, /[/\\]/, /,/, /[+&]/, spacedDashes, /[-–—]/]

/** What separates places if every part is a place: `Kharkiv, Ukraine - Warsaw, Poland`. */
const sureSeparators = [lines, arrows, spacedDashes]

/** `Ukraine via Poland to Germany`, in the order of travel. */
const spokenWay = /^(.+?)\s(?:via|through|prin|vía)\s(.+?)\s(?:to|spre|către|hacia|a|à|vers)\s(.+)$/iu

/**
 * Splits a cell with places in the order of travel: `UKR > BLR > RUS`, `Belarus, Poland`; or, if `isOrdered` is false, with several places of one role, which
 * may also have a word for "and" between them. A word for "no" is not a place.
 */
export const splitWay = (
  text: string,
  isPlace: (word: string) => boolean,
  isOrdered: boolean
): ReadonlyArray<string> => {
  const split = (part: string): ReadonlyArray<string> => {
    if (isPlace(part) || isStateOfSeveral(part)) return [part]
    const sure = sureSeparators
      .map((separator) => parts(part, separator))
      .find((words) => words.length > 1 && words.every(isPlace))
    if (sure !== undefined) return sure
    // `Ukraine > Poland/Germany`: on to Germany, or one of both.
    const either = isOrdered ? parts(part, /[/\\]/) : []
    if (either.length > 1 && either.some((word) => !isPlace(word) && split(word).length > 1)) return [part]
    const spoken = isOrdered ? (spokenWay.exec(part)?.slice(1) ?? []) : parts(part, wordForAnd)
    if (spoken.length > 1 && spoken.every(isPlace)) return spoken
    for (const separator of waySeparators) {
      const words = parts(part, separator)
      const ways = words.length === 1 && words[0] === part ? [] : words.map(split)
      // `Ukraine - Poland, Ukraine - Germany`: two journeys, which would become one.
      if (isOrdered && ways.length > 1 && ways.some((way) => way.length > 1)) return [part]
      const places = ways.flat()
      if (places.some(isPlace)) return places
    }
    // A survey separates codes by spaces.
    const words = parts(part, /\s+/)
    return words.every(isPlace) && areOfOneForm(words) ? words : [part]
  }
  return truthOf(text) === false && !isPlace(text.trim()) ? [] : split(text.trim())
}
