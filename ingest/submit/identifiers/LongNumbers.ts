/**
 * Telephones (ITU E.164 and national forms), long numbers, coordinates. A number of nine digits or more is a telephone, a document, a card or
 * an account in some country, unless it is an amount, a date, or a case number that starts with a year.
 */
import { isTenDigitNumber } from "./Checksums.ts"
import { anyOf } from "./IdentifierWords.ts"

const withCountryCode = /(?<![\d+])(?:\+|00)\s?\(?[1-9](?:[\s()./–-]{0,3}\d){6,14}(?!\d)/

const phones: ReadonlyArray<RegExp> = [
  // Digit by digit: `0 7 9 - 1 1 1 - 2 2 2`.
  /(?<![\d.,])(?!1\D+2\D+3)\d(?:[\s–-]{1,3}\d){7,}(?![\d.,])/,
  // Russia and Kazakhstan with 8 or 7; Ukraine, Moldova, Uzbekistan, Belarus with their code; with or without separators.
  /(?<!\d)[78][\s(-]*[3-9]\d{2}[\s)-]*\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)/,
  /(?<!\d)(?:380|373|375|998|992|996|993|994|995|374)[\s(-]*\d{2}[\s)-]*\d{3}[\s-]?\d{2,3}[\s-]?\d{0,3}(?!\d)/,
  // National telephones with a leading 0, and the North American format.
  /(?<!\d)\(?0\d{1,4}\)?(?:[\s./-]{1,3}\d{2,4}){2,4}(?!\d)/,
  /(?<!\d)\(?0\d{2,4}\)?[\s/-]{1,3}\d{5,8}(?!\d)/,
  /(?<![\d-])\(?[2-9]\d{2}\)?[\s.-]\s?\d{3}[\s.-]\d{4}(?:\s?(?:x|ext\.?)\s?\d+)?(?![\d-])/,
  /(?<!\d)\(\d{2,5}\)\s?\d{2,4}[\s-]?\d{2,4}(?:[\s-]?\d{2,4})?(?!\d)/,
  /(?<![\d-])\d{2,3}-\d{2}-\d{2}(?![\d-])|^\d{3}\s\d{2}\s\d{2}$/
]

/** Words for telephones in further languages. */
const furtherPhoneWord = new RegExp(
  String.raw`(?<![\p{L}\p{M}])${anyOf("what a telephone number is behind")}(?![\p{L}\p{M}])[^\d+\n]{0,12}\(?\+?\d(?:[\s().–-]{0,2}\d){5,}`,
  "u"
)

/** Words for telephones, in lower case. */
const phoneWord =
  /(?<!\p{L}|(?:рег|вх|исх|вих|учетный|учётный|порядковый|регистрационный)\.?\s)(?:☎|☏|✆|📞|📱|tel|phones?|telephone|mobile|mob|cell|cel|hp|gsm|portable|joignable|appele[rz]|reachable|contactable|simu|celular|móvil|call|whats\s?app|viber|sms|тел\p{L}*|моб\p{L}*|звонить|позвонить|звоните|дзвонити|подзвонити|вайбер|(?:с|по|на|за)\sномер\p{L}*|номер|telefon\p{L}*|sunați|sunati|suna|nr\.?\stel|(?:nr|num[aă]rul)\.?\s(?:ei|lui|s[aă]u|meu)|raqam\p{L}*|qo.ng.iroq)(?!\p{L})[^\d+\n]{0,20}\(?\+?\d(?:[\s().–-]{0,2}\d|\s\/\s\d){5,}/u

const coordinates: ReadonlyArray<RegExp> = [
  /(?<![\d.,])-?\d{1,3}[.,]\d{3,}\s*°?\s*[NSСЮ]?\s*[,;\s/|]\s*-?\d{1,3}[.,]\d{3,}/i,
  /\d{1,3}\s?[°º˚]\s?\d{1,2}(?:[.,]\d+)?\s?['′’]?/,
  /\d{1,3}[.,]\d+\s?[°º˚]/,
  /(?<!\d)\d{1,2}\s\d{1,2}\s\d{1,2}(?:[.,]\d+)?\s?[NS][,\s]\s?\d{1,3}\s\d{1,2}\s\d{1,2}(?:[.,]\d+)?\s?[EW](?!\p{L})/u,
  /(?<!\p{L})(?:lat|lon|lng|latitude|longitude|шир|долг|широта|долгота|довгота)\p{L}*\.?\s?[:=]?\s?-?\d{1,3}[.,]\d{2,}/iu,
  /(?<!\p{L})[NSEW]\s?\d{1,3}[.,]\d{3,}|\d{1,3}[.,]\d{3,}\s?[NSEW](?!\p{L})/u,
  /(?<!\p{L})(?:coord\p{L}*|координат\p{L}*|coordonat\p{L}*|gps|geo)\.?\s?[:=]?\s?-?\d{1,3}[.,]\d{2,}/iu,
  // `55.7558 с.ш. 37.6173 в.д.`, `ш. 55.7558 д. 37.6173`.
  /(?<!\d)\d{1,3}[.,]\d{2,}\s?°?\s?(?:с|ю|в|з|пн|пд|сх|зх)\.\s?[шд]\.?(?!\p{L})/iu,
  /(?<!\p{L})ш\.?\s?\d{1,2}[.,]\d{3,}[,;]?\sд\.?\s?\d{1,3}[.,]\d{3,}/iu,
  /(?<!\d)\d{1,2}[.,]\d{1,2}\s?°?\s?[NS],?\s+\d{1,3}[.,]\d{1,2}\s?°?\s?[EW](?!\p{L})/u,
  // Open location codes and what3words.
  /(?<![\dA-Z])[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}(?![\dA-Z])/,
  /\/\/\/\p{L}+\.\p{L}+\.\p{L}+/u
]

export const datesAndTimes =
  /(?<!\d)(?:(?:19|20)\d{2}[-./]\d{1,2}(?:[-./]\d{1,2})?(?:[t\s]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d{2}(?:\s\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}[./-](?:19|20)\d{2})(?!\d)|\d{1,2}:\d{2}(?::\d{2})?|(?<![\d./])(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])\s?[-–—]\s?(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])(?![\d./])/g

/** Millions, whose zeros look like the first digits of a telephone. */
const millions = /(?<![\d+.,])[1-9]\d{0,2}(?:[\s.,]\d{3})*(?:[\s.,]000){2,}(?![\s-]?\d)/g

/** Two amounts: `20 000 - 25 000`. */
const amounts =
  /(?<![\d+])[1-9]\d{0,2}(?:[\s.,]\d{3})*[\s.,]\d00\s?[-–]\s?[1-9]\d{0,2}(?:[\s.,]\d{3})*[\s.,]\d00(?!\d)/g

/** Digits with single signs between them. */
const sequence = /(?<![\d.,])\(?\d(?:[\s().–-]{0,2}\d){8,}/g
const amount = /^\d{1,3}(?:[\s.,]\d{3})*[\s.,]000$|^\d{1,3}(?:[\s.,]\d{3}){1,2}$/
const startsWithYear = /^(?:19[89]|20[0-4])\d/

const holdsSequence = (undated: string, text: string): boolean => {
  const rest = undated
    .replace(/(?<!\p{L})(?:zero|oh|ноль|нуль)\s?(?=\d{2})/gu, "0")
    .replace(/(?<=\d)[oоlі](?=\d)|(?<![\p{L}\d])[oо](?=\d{2})|(?<=^|[\d\s])[oо](?=\s[\doо](?:\s|$))/gu, "0")
  for (const match of rest.matchAll(sequence)) {
    const [found] = match
    const digits = found.replace(/\D/g, "")
    const before = rest.charAt(match.index - 1)
    // A case number: a year first, or joined to letters.
    if (startsWithYear.test(found) && (/^\d{4}[-./]/.test(found) || digits.length <= 10)) {
      if (digits.length === 10 && rest.length > 10 && !found.includes("-") && isTenDigitNumber(digits)) return true
      continue
    }
    if (/[-_/]/.test(before) && digits.length <= 10) continue
    if (
      amount.test(found.trim()) &&
      (digits.length < 9 ||
        /000$/.test(digits) ||
        /(?:\p{Sc}|usd|eur|uah|lei|грн|руб|сум|sum|тенге|dong|vnd|донг|naira|ngn|cfa|xof|franc|riel|kyat|baht|rupiah|tenge|rub|mdl|ron|uzs|kzt)/iu.test(
          text
        ))
    )
      continue
    // A list of small numbers, such as ages.
    if (
      found
        .trim()
        .split(/\s/)
        .every((part) => part.length <= 2) &&
      !found.includes("-") &&
      found.trim().split(/\s/).length < 7 &&
      digits.length > 12
    )
      continue
    return true
  }
  return false
}

/** `т. 3-12-88`: in a small town. */
const shortPhone = /(?<!\p{L})(?:т|тел|tel|ph)\.?\s?:?\s?\d-\d{2}-\d{2}(?![\d-])/u
const sixDigits = /(?:\d\D*){5}\d/

/** O and l in place of 0 and 1, next to a digit, in a number that starts like a telephone: `+38O67 l23 45 67`. */
const disguisedPhone = /(?<![\p{L}\d])(?:\+|00|[0oо])[\s(]?[\doоl|i(](?:[\s()./–-]{0,2}[\doоl|i]){6,14}(?![\p{L}\d])/u
const isDisguisedPhone = (small: string): boolean => {
  const found = disguisedPhone.exec(small)?.[0]
  return found !== undefined && /[oоl|i]/.test(found.slice(1)) && (found.match(/\d/g)?.length ?? 0) >= 6
}

/** Numbers of criminal cases in Ukraine and Russia, whose year follows the first digit. */
const criminalCases = /(?<!\d)[1-9](?:20[12]\d{13}|[12]\d0\d{13})(?!\d)/g

/** The number of a letter, an order or a law in a register: `вих. №01-14/388`, `loi n° 029-2008/AN`. */
const registered =
  /(?:№|[nN][°º]|(?<!\p{L})(?:nr|no|ref)\.?)\s?\d{1,4}(?:-\d{1,4}){1,2}\/[\p{L}\d]{1,6}(?:-\d{1,4})?(?![\d/-])/gu

/** `067-ЗАМЕНА-321-45-67`, `079 apoi 111 apoi 222`: a telephone with words between its digits. Text in small letters. */
const interrupted =
  /(?<![\p{L}\d.,/])(?:\+\d{2,3}|\(?0[1-9]\d{1,2}\)?)(?:[\s–-]{1,3}(?:[([]?\p{L}{1,12}[)\]]?[\s–-]{1,3})?\d{2,4}){2,5}(?!\d)/gu

/** Returns whether a text has a telephone with words between its digits. */
export const holdsInterruptedNumber = (small: string): boolean => {
  for (const [found] of small.replace(datesAndTimes, " | ").matchAll(interrupted)) {
    const digits = found.replace(/\D/g, "").length
    if (digits >= 9 && digits <= 13) return true
  }
  return false
}

/** Returns whether a text has a telephone, another long number that identifies, or coordinates. `small` is the text in lower case. */
export const holdsLongNumber = (text: string, small: string): boolean => {
  if (!/\d.*\d.*\d/.test(text)) return false
  if (shortPhone.test(small)) return true
  if (!sixDigits.test(text)) return /[.,°º˚+/]/.test(text) && coordinates.some((pattern) => pattern.test(text))
  const undated = small
    .replace(datesAndTimes, " | ")
    .replace(criminalCases, " | ")
    .replace(registered, " | ")
    .replace(amounts, " | ")
    .replace(millions, " | ")
  return (
    withCountryCode.test(text) ||
    isDisguisedPhone(undated) ||
    phones.some((pattern) => pattern.test(undated)) ||
    coordinates.some((pattern) => pattern.test(text)) ||
    holdsSequence(undated, text) ||
    furtherPhoneWord.test(undated) ||
    phoneWord.test(
      undated
        .replace(/(?<![\p{L}])[oо](?=\d)|(?<=\d)[oо](?!\p{L})/gu, "0")
        .replace(/(?<!\p{L})[ilі|](?=\d)|(?<=\d)[ilі|](?=[\s-]?\d)/gu, "1")
    )
  )
}
