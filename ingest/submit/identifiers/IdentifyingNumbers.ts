/**
 * Patterns of identifiers other than names: e-mail addresses, profile URLs, handles, telephone numbers, passports and identity numbers, dates
 * of birth, streets, coordinates, number plates, bank accounts. Formats follow the documents of Russia, Ukraine, Moldova, Romania, Uzbekistan
 * and English-speaking countries, and ITU E.164 for telephones.
 */

/** The place of a text: a field with its own format (case numbers, record ids), or a cell without a code list. */
export type Slot = "reference" | "cell"

/** Patterns for texts as written. */
const asWritten: ReadonlyArray<RegExp> = [
  // URLs, with and without a scheme.
  /\bhttps?:\/\/|\bwww\.|\b(?:t\.me|vk\.com|ok\.ru|wa\.me|fb\.com|m\.me|facebook\.com|instagram\.com|twitter\.com|x\.com|tiktok\.com|linkedin\.com|viber\.me|youtube\.com|snapchat\.com|telegram\.me|odnoklassniki\.ru)\/?/i,
  // Handles.
  /(?:^|[\s(:])@[\p{L}\d_.]{3,}/u,
  // Telephones with a country code.
  /(?:^|[^\d+])(?:\+|00)\s?[1-9](?:[\s().-]?\d){7,14}(?!\d)/,
  // Russia and Kazakhstan with 8 or 7; Ukraine, Moldova, Uzbekistan, Belarus with their code; with or without separators.
  /(?:^|\D)[78][\s(-]*[3-9]\d{2}[\s)-]*\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)/,
  /(?:^|\D)(?:380|373|375|998|992|996|993)[\s(-]*\d{2}[\s)-]*\d{3}[\s-]?\d{2,3}[\s-]?\d{0,3}(?!\d)/,
  // National telephones with a leading 0, and the North American format.
  /(?:^|\D)\(?0\d{1,4}\)?(?:[\s-]\d{2,4}){2,4}(?!\d)/,
  /(?:^|[^\d-])\(?[2-9]\d{2}\)?[\s.-]\s?\d{3}[\s.-]\d{4}(?![\d-])/,
  /(?:^|\D)\(\d{2,5}\)\s?\d{2,4}[\s-]?\d{2,4}(?:[\s-]?\d{2,4})?(?!\d)/,
  // Passports: Russia (4 and 6 digits; abroad 2 and 7), two letters and 6 or 7 digits (Ukraine, Uzbekistan, Romania), one letter and 7 or 8 (Moldova, USA).
  /(?:^|\D)\d{2}\s?\d{2}\s(?:№|N|No)?\s?\d{6}(?!\d)/i,
  /(?:^|\D)\d{4}(?:\s|-|№)\s?\d{6}(?!\d)/,
  /(?:^|\D)\d{2}\s?(?:№|N|No)\s?\d{7}(?!\d)/i,
  /(?:^|\D)\d{2}\s\d{7}(?!\d)/,
  /^(?:[A-ZА-ЯІЇЄҐ]{2}\s?(?:№\s?)?\d{6,7}|[A-ZА-ЯІЇЄҐ]\s?\d{7,8})$/,
  // SNILS, US social security, UK national insurance, grouped personal numbers.
  /(?:^|\D)\d{3}-\d{3}-\d{3}[\s-]\d{2}(?!\d)/,
  /(?:^|\D)\d{3}-\d{2}-\d{4}(?!\d)/,
  /(?:^|[^A-Z])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D](?![A-Z\d])/,
  // IBAN.
  /(?:^|[^A-Z\d])[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){2,7}(?:\s?[A-Z\d]{1,4})?(?![A-Z\d])/,
  // Coordinates: decimal, with degrees, or as a geo URI.
  /-?\d{1,3}[.,]\d{3,}\s*°?\s*[NSСЮ]?\s*[,;\s]\s*-?\d{1,3}[.,]\d{3,}/i,
  /\d{1,3}\s?°\s?\d{1,2}(?:[.,]\d+)?\s?['′’]/,
  /\d{1,3}[.,]\d+\s?°/,
  // Plates: Russia, Ukraine, United Kingdom, Romania, Uzbekistan, Moldova.
  /^[АВЕКМНОРСТУХABEKMHOPCTYX]\s?\d{3}\s?[АВЕКМНОРСТУХABEKMHOPCTYX]{2}\s?\d{2,3}(?:\s?RUS)?$/i,
  /^[ABCEHIKMOPTXАВСЕНІКМОРТХ]{2}\s?\d{4}\s?[ABCEHIKMOPTXАВСЕНІКМОРТХ]{2}$/i,
  /^[A-Z]{2}\d{2}\s?[A-Z]{3}$/,
  /^[A-Z]{1,2}[\s-]\d{2,3}[\s-][A-Z]{3}$/,
  /^\d{2}\s?[A-Z]\s?\d{3}\s?[A-Z]{2}$/,
  /^\d{2}\s?\d{3}\s?[A-Z]{3}$/,
  /^[A-Z]{3}\s\d{3}$/
]

/** Patterns for lower-case texts: case-insensitive Unicode patterns are slow to compile. */
const inSmallLetters: ReadonlyArray<RegExp> = [
  // E-mail addresses, including obfuscated ones.
  /(?<![^\s@<>()])[^\s@<>()]+\s?(?:@|\(at\)|\[at\]|\(собака\))\s?[^\s@]+\s?(?:\.|\(dot\)|\[dot\])\s?\p{L}{2,}/u,
  /(?<!\p{L})(?:telegram|instagram|facebook|whats\s?app|viber|skype|tik\s?tok|телеграмм?|инстаграмм?|вайбер|скайп|вк)\s*[:=-]\s*\S{3,}/u,
  /(?<!\p{L})(?:tel|phone|mob|тел|моб)\w*[.:\s]+[+\d][\d\s().-]{5,}/u,
  /(?<!\p{L})(?:passport|паспорт\p{L}*|pa[sș]aport\p{L}*|buletin\p{L}*)(?!\p{L})[^\d]{0,20}[\p{L}\d][\p{L}\d\s№-]{4,}\d/u,
  // Streets with a house, in any of the languages; a postal code before a town.
  /(?:^|[\s,(])(?:ул|улица|пр-т|просп|проспект|пер|переулок|пл|площадь|ш|шоссе|бул|б-р|бульвар|наб|набережная|мкр|вул|вулиця|провулок|площа|узвіз|str|strada|stradela|bd|bulevardul|calea|aleea|șos|ko'chasi|kochasi|кўчаси|mahallasi|даха)\.?\s+[\p{L}\d'’.-]+/u,
  /(?<![\p{L}'’-])[\p{L}'’-]+\s+(?:улица|переулок|проспект|шоссе|бульвар|набережная|вулиця|провулок|ko['ʻ’]?chasi|mahallasi|кўчаси|кучаси)(?![\p{L}])/u,
  /\b\d{1,5}[A-Za-z]?,?\s+(?:\p{L}[\p{L}'.-]*\s+){1,4}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|square|sq|place|pl|terrace|way|close|crescent)\b/u,
  /\b\p{L}[\p{L}'-]+\s+(?:street|road|avenue|lane|boulevard|terrace)\s*,?\s*\d{1,5}\b/u,
  /(?:^|[\s,])(?:кв|квартира|д|дом|буд|будинок|ap|apt|apartment|flat|uy|xonadon|корп)\.?\s?(?:№\s?)?\d{1,4}[\p{L}]?(?:$|[\s,])/u
]

const months =
  "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie|yanvar|fevral|mart|aprel|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr"

const dates: ReadonlyArray<RegExp> = [
  /(?:^|\D)(?:0?[1-9]|[12]\d|3[01])\s?[./-]\s?(?:0?[1-9]|1[0-2])\s?[./-]\s?((?:19|20)\d{2})(?!\d)/,
  /(?:^|\D)(?:0?[1-9]|1[0-2])\/(?:0?[1-9]|[12]\d|3[01])\/((?:19|20)\d{2})(?!\d)/,
  /(?:^|\D)((?:19|20)\d{2})[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])(?!\d)/,
  new RegExp(`(?:^|\\D)\\d{1,2}(?:st|nd|rd|th)?[\\s.-]+(?:of\\s+)?(?:${months})\\.?,?[\\s-]+((?:19|20)\\d{2})`, "i"),
  new RegExp(`(?:^|\\P{L})(?:${months})\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+((?:19|20)\\d{2})`, "u")
]
const shortDate = /^(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./]\d{2}$/
const bornWord =
  /\b(?:born|b\.|dob)\b|(?:^|[^\p{L}])(?:род|р|д\.?\s?р|рожд|народ|г\.\s?р|р\.\s?н|născ|nasc|n\.|tug)\p{L}*\.?/u

/** Later dates are dates of events, not of birth. */
const eventYears = 6

const holdsBirthDate = (text: string, small: string, slot: Slot): boolean => {
  if (shortDate.test(text)) return true
  const thisYear = new Date().getUTCFullYear()
  return dates.some((date) => {
    const year = date.exec(small)?.[1]
    return year !== undefined && (slot === "reference" || Number(year) <= thisYear - eventYears || bornWord.test(small))
  })
}

/** Long numbers that are documents or telephones in some country. A year followed by a serial number is a case number. */
const holdsLongNumber = (text: string): boolean => {
  const digits = text.replace(/[\s.-]/g, "")
  if (!/^\d{9,16}$/.test(digits) || !/^[\d\s.-]+$/.test(text)) return false
  const isCaseNumber =
    /^(?:19[89]|20[0-4])\d/.test(text) && digits.length <= 12 && (/^\d{4}[-./]/.test(text) || digits.length <= 10)
  return !isCaseNumber
}

/** Numbers inside a text that only personal documents have. */
const innerNumber = /(?:^|[^\d-])\d{10,14}(?![\d-])/

export const holdsNumber = (text: string, slot: Slot): boolean => {
  const small = text.toLowerCase()
  return (
    asWritten.some((pattern) => pattern.test(text)) ||
    inSmallLetters.some((pattern) => pattern.test(small)) ||
    holdsBirthDate(text, small, slot) ||
    holdsLongNumber(text) ||
    (/\p{L}{2}/u.test(text) && innerNumber.test(text))
  )
}
