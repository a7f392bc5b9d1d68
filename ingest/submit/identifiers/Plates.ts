/**
 * Number plates of some fifty countries, by their shape: groups of letters and digits. Cyrillic letters that look like Latin ones count as
 * these. A shape that case numbers have too (`ABC-123`) counts only next to a word for a vehicle.
 */
import { latinLookalikes } from "../../keys/CaseNumber.ts"
import { anyOf } from "./IdentifierWords.ts"
import { isListedPlainWord } from "./PlainWords.ts"

/** With Latin letters for capital letters that look alike; other letters stay. */
const inLatin = (text: string): string => text.replace(/[\u0370-\u04ff]/g, (sign) => latinLookalikes.get(sign) ?? sign)

const L = String.raw`\p{Lu}`
const gap = String.raw`[\s.·-]?`

/** Shapes that nothing else has; most countries of Europe and Central Asia. */
const shapes: ReadonlyArray<string> = [
  // AA 1234 BB, SZ-417-YC, BT-417-YOP, SZ17 YCI, A 123 BC 77.
  `${L}{1,2}${gap}\\d{3,4}${gap}${L}{2,3}(?:${gap}\\d{1,3})?(?:\\s?(?:RUS|UA|KZ))?`,
  `${L}{2}${gap}\\d{2,3}${gap}${L}{1,3}`,
  `${L}${gap}\\d{2,3}${gap}${L}{3}`,
  `${L}\\s\\d{3,4}\\s${L}{1,2}`,
  `${L}{2}${gap}\\d{2}${gap}${L}{1,2}${gap}\\d{4}`,
  `${L}{3}\\s\\d{2}${L}`,
  // India DL 3C AB 1234, Nigeria ABC-123DE and LAG 123 AA, Kyrgyzstan 01 KG 123 ABC, Bangladesh DHAKA METRO GA 11-1234, Ghana GR 1234-20.
  `${L}{2}${gap}\\d{1,2}${L}?${gap}${L}{1,2}${gap}\\d{4}`,
  `${L}{3}[\\s-]?\\d{3}\\s?${L}{2}`,
  `KG\\s?\\d{2}\\s?\\d{3}\\s?${L}{2,3}|\\d{2}\\s?KG\\s?\\d{3}\\s?${L}{2,3}`,
  `${L}{4,}(?:[\\s-]METRO)?[\\s-]${L}{1,3}[\\s-]\\d{2}-\\d{4}`,
  `(?:G[RTWEBNSXCVY]|A[SEW]|E[NRS]|U[EW]|VR|WR|BA|NR|CR|BR)\\s\\d{1,4}-\\d{2}`,
  // Ethiopia 3-45678 AA, Kosovo 01-234-AB, motorcycles in Vietnam 99-D1 123.45.
  `${L}{2}\\s\\d-?${L}\\d{5}|\\d{2}-\\d{3}-${L}{2}|\\d{2}-?${L}\\d\\s\\d{3}\\.\\d{2}`,
  `\\d-\\d{5}\\s?${L}{2}`,
  // A12-B-345, 1A2 3456.
  `${L}\\d{2}-${L}-\\d{3}`,
  `\\d${L}\\d\\s?\\d{4}`,
  // 34 ABC 123, 09-RZ-417, 123 ABC 02, 1234 AB-7, 43-MS-DK, 7-KUM-77, 04 K 0080.
  `(?=(?:\\P{N}*\\p{N}){4})(?!(?:19|20)\\d{2}-)\\d{1,4}${gap}${L}{2,3}${gap}\\d{1,5}`,
  `\\d{2}\\s${L}\\s\\d{3,5}`,
  `\\d{2}\\s?${L}\\s?\\d{3}\\s?${L}{2}`,
  `\\d{2}-?${L}{2}-?${L}{2}`,
  `${L}{2}-?\\d{2}-?${L}{2}`,
  `${L}{2}-${L}{2}-\\d{2}`,
  `${L}{2}-\\d{3}-${L}`,
  `${L}-\\d{3}-${L}{2}`,
  `\\d{2}-\\d{2}-${L}{2}`,
  `\\d-${L}{3}-\\d{2}`,
  `\\d{2}-${L}{3}-\\d`,
  `\\d{3}${L}\\d{3}(?:\\s\\d{2,3})?`,
  // B-XY 1234, CB-X-175.
  `${L}{1,3}[\\s-]${L}{1,2}[\\s-]?[1-9]\\d{0,3}[EH]?`,
  // TB177 799, T7439 121, AA8063 74.
  `${L}{1,2}\\d{3,4}\\s\\d{2,3}`,
  `\\d{4}\\s${L}{2}\\s?\\d{2}`,
  `${L}{2}[\\s-]\\d{2,3}\\s\\d{3}`,
  // 04732-E-84, 44P-854.82.
  `\\d{4,5}-${L}-\\d{1,2}`,
  `\\d{2}${L}\\d?-?\\d{3}\\.\\d{2}`,
  // 14-177-76, 170-66-907, 70D-66907.
  `\\d{2}-\\d{3}-\\d{2}`,
  `\\d{3}-\\d{2}-\\d{3}`,
  `\\d{2}${L}\\d?-\\d{4,5}`
]

/** Three letters and digits: plates, if the letters are not a word, currency or month. */
const lettersFirst = new RegExp(
  `^(${L}{2,3})\\s(?:\\d{3,5}|\\d{3,4}${L}{1,2}|\\d{2,3}${L}{2,3}|\\d{2}${L}\\d{2}|(?=${L}*\\d${L}*\\d)\\d[\\d\\p{Lu}]{3,4})$`,
  "u"
)
const digitsFirst = new RegExp(`^\\d{3,4}\\s?(${L}{3})$|^\\d{2}\\s\\d{3}\\s(${L}{3})$`, "u")
const noPlate =
  /^(?:EN|DIN|KKY|RA|IPC|USC|BNS|RPC|PPC|CRC|UNSC|UNSCR|ГОСТ|GOST|USD|EUR|UAH|RUB|RUR|MDL|RON|UZS|KZT|BYN|GEL|AMD|AZN|KGS|TJS|TMT|TRY|PLN|CZK|HUF|GBP|CHF|LEI|LEU|SUM|GRN|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|REF|VOT|BOX|BUS|CAR|DAY|AGE|SEX|TEL|TAX|FMP|HIV|IOM|THE|AND|FOR|NGO|NR|NO|ID|ICD|ISO|KM|KG|HRS|MIN|PM|AM|CASE|ART|СТ|ГРН|РУБ|ТЕНГЕ|СУМ|ЛЕЙ|ДЕЛО|ГОД|РОК|AN|ANI)$/

/** Currencies in use (ISO 4217) that the pattern above does not have. */
const currencies = new Set(
  "AED AFN ALL AOA ARS AUD BAM BDT BGN BHD BIF BOB BRL BWP CAD CDF CLP CNY COP CRC CUP DJF DKK DOP DZD EGP ERN ETB GHS GTQ HKD HNL IDR ILS INR IQD IRR ISK JOD JPY KES KHR KRW KWD LAK LBP LKR LYD MAD MGA MKD MMK MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PEN PHP PKR PYG QAR RSD RWF SAR SDG SEK SGD SOS SYP THB TND TWD TZS UGX UYU VES VND XAF XOF YER ZAR ZMW".split(
    " "
  )
)

/** A disease or a standard, as in `ICD F32`, and a convention. */
const classification = /^(?:ICD|DSM|ISO|ILO|МОТ|МКБ|MKB)[\s-]/

/** `MLC 2006`: a convention or a law. */
const acronymAndYear = /^\p{Lu}{3}\s(?:19[5-9]|20[0-4])\d$/u

/** `MLC 2006, reg. 2.2`: a part of a convention. */
const regulation = /(?<!\p{L})reg\.?\s\d+(?:\.\d+)+/gu

/** The second edition of a scale: `BDI-II 31`. */
const scale = /^\p{Lu}{2,5}-(?:II|III|IV|V|VI)\s\d{1,3}$/u

const whole = new RegExp(`^(?:${shapes.join("|")})$`, "u")
/** Inside a text only shapes with two groups of letters, or letters between digits. */
const strong = new RegExp(
  `(?<![\\p{L}\\d/-])(?:\\d{2}\\s?KG\\s?\\d{3}\\s?${L}{2,3}|\\d{2}\\s[1-9]\\d{2}\\s${L}{3}|${L}{1,2}[\\s-]?\\d{3,4}[\\s-]?${L}{2}(?:[\\s-]?\\d{2,3})?|${L}{2}[- ]\\d{3}[- ]${L}{2}|${L}{1,2}[- ]\\d{2,3}[- ]${L}{3}|\\d{2,3}\\s?${L}{3}\\s?\\d{2,3}|\\d{2}\\s${L}\\s\\d{3}\\s${L}{2}|${L}{2}\\d{2}\\s?${L}{3}|\\d{4}\\s?${L}{2}-[0-7]|${L}{2}[\\s-]?\\d{2}[\\s-]?${L}{1,3}[\\s-](?!(?:19|20)\\d\\d)\\d{4}|${L}{3}-?\\d${L}\\d{2})(?![\\p{L}\\d/-])`,
  "u"
)

/** Russian and Ukrainian plates in small letters, of which only some letters are used, those of Nepal (`Ba 2 Cha 4567`) and Bangladesh (`Dhaka Metro-Ga 11-1234`), Thai and Chinese ones, anywhere in a text. */
const distinct =
  /(?<![\p{L}\d])(?:(?:ba|bhe|dha|ga|ja|ko|lu|ma|me|na|ra|se)\s\d{1,2}\s(?:cha|ga|gha|ja|jha|ka|kha|ma|na|pa|ra|ta)\s\d{3,4}|\p{L}{4,}[\s-]metro[\s-]\p{L}{1,3}[\s-]\d{2}[\s-]\d{4}|[авекмнорстух]\s?\d{3}\s?[авекмнорстух]{2}\s?\d{2,3}|[авеікмнорстх]{2}\s?\d{4}\s?[авеікмнорстх]{2}|\d?[\u0e01-\u0e2e]{2}\s?\d{1,4}|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][\s·]?[a-z\d]{5})(?![\p{L}\d])/u

/** Words for vehicles and their plates, in lower case. */
const vehicle = new RegExp(String.raw`(?<!\p{L})(?:${anyOf("vehicle")}|${anyOf("make of vehicle")})(?!\p{L})`, "u")

/** Groups of capital letters and digits, next to a word for a vehicle. */
const candidate = /(?<![\p{L}\d])[\p{Lu}\d]{1,8}(?:[\s.·-]?[\p{Lu}\d]{1,5}){0,3}(?![\p{L}\d])/gu

/** Letters between digits may be a currency or a month. */
const oneGroup = /^\d+\P{L}?\p{L}+\P{L}?\d*$/u

/** Returns a group, and what follows each space in it: in `BMW ZG 1234-AB` the plate follows the make. */
const endsOf = (group: string): ReadonlyArray<string> => {
  const parts = group.split(/\s/)
  return parts.map((_, i) => parts.slice(i).join(" "))
}

/** `plate no. 247183`: digits alone behind a word for the plate itself. */
const numberOfPlate =
  /(?<!\p{L})(?:plates?|number\splate|госномер|гос\.?\sномер|номерной\sзнак|держномер|pl[aă]cu[tț]\p{L}*|placas?|matrícula|kennzeichen|plaka)\s?(?:no\.?|nr\.?|№|number|:)?\s?(?!(?:19|20)\d\d(?!\d))\d{4,7}(?![\d\p{L}])/u

const holdsCandidate = (text: string): boolean => {
  for (const found of text.match(candidate)?.flatMap(endsOf) ?? []) {
    const signs = found.replace(/[\s.·-]/g, "")
    const digits = signs.replace(/\D/g, "").length
    const isMarked = digits < signs.length || /^\d{2,3}-\d{2,3}-\d{2,3}$/.test(found)
    if (signs.length >= 5 && signs.length <= 10 && digits >= 2 && isMarked && !/^(?:19|20)\d{2}/.test(signs)) {
      const letters = signs.replace(/\d/g, "").toUpperCase()
      if (!noPlate.test(letters) && (letters.length < 4 || !isListedPlainWord(letters.toLowerCase()))) return true
    }
  }
  return false
}

/** `bg 1182-šć`: two groups of letters around a number, neither of them a word. */
const inSmall = /(?<![\p{L}\d])(\p{Ll}{1,3})[\s.-]?\d{2,4}[\s.-]?(\p{Ll}{1,3})(?:[\s.-]?\d{1,4})?(?![\p{L}\d])/gu
/** `к 203 тт`, `418 ктм`: letters of plates in Russia, which no words consist of. */
const russianPart =
  /(?<![\p{L}\d])[авекмнорстух]\s?\d{3}\s?(?!км|см|мм|кв)[авекмнорстух]{2}(?![\p{L}\d])|(?<![\p{L}\d])\d{3}\s[вкмнрстх]{3}(?!\p{L})/u
const holdsSmallPlate = (small: string): boolean =>
  russianPart.test(small) ||
  [...small.matchAll(inSmall)].some(
    ([, ...groups]) => groups.some((letters) => letters.length > 1) && !groups.some(isListedPlainWord)
  )

/** A capital letter next to a digit, or digits in groups. */
const signs = /\p{Lu}[\s.·-]?\d|\d[\s.·-]?\p{Lu}|\d-\d/u

/** O, I and L among digits. */
const likeDigits = /[OIL](?=[OIL]*\d)|(?<=\d[OIL]*)[OIL]/gi

/**
 * Returns whether a case number is too short for a plate, or has a letter at its start only if O, I and L among digits are digits: `0II1`,
 * `A-I01`.
 */
export const isShortReference = (text: string): boolean => {
  const signs = text.replace(/[^\p{L}\d]/gu, "")
  return signs.length < 6 || (signs.length < 8 && /^\p{L}?\d+$/u.test(signs.replace(likeDigits, "0")))
}

/** The number of a flight or a train, which many persons take: `flight PS 101`, `QR 1389 from Entebbe`. */
const transport =
  /(?<!\p{L})(?:flight|train|рейс\p{L}*|авиарейс\p{L}*|поезд\p{L}*|потяг\p{L}*|zbor(?:ul|ului)?|tren(?:ul|ului)?|vol|vuelo|uçuş)\s(?:no\.?\s|number\s|№\s?|nr\.?\s)?[A-ZА-Я\d]{2}[\s-]?\d{2,4}(?![\p{L}\d])|(?<![\p{L}\d])[A-Z\d]{2}\s?\d{2,4}(?=\s(?:from|to|из|із|до|din|spre|de|vers|desde|nach|von)\s\p{Lu})/giu

/** `ВАЗ-2107`, `УАЗ 469`: makes whose models are numbers. */
const model =
  /(?<!\p{L})(?:ваз|газ|уаз|заз|зил|камаз|паз|маз|лиаз|краз|лаз|vaz|gaz|uaz|zaz|zil|kamaz|paz|liaz|kraz|laz)[\s-]?\d{3,5}(?![\p{L}\d]|[\s-]?\p{Lu}{1,2}(?!\p{L}))/giu

/** Returns a text without models of cars and numbers of flights and trains, which identify nobody. */
export const withoutTransport = (cell: string, small: string): string => {
  const text = hasModel.test(small) ? cell.replace(model, " ").trim() : cell
  return inTransport.test(small) ? text.replace(transport, " ").trim() : text
}

const hasModel = /(?:аз|ил|az|il)[\s-]?\d{3}/u

const inTransport =
  /(?<!\p{L})(?:flight|train|рейс|авиарейс|поезд|потяг|zbor|tren|vol|vuelo|uçuş)|^[a-z\d]{2}\s?\d{2,4}\s\p{Ll}/u

/** Returns whether a text has a number plate. `small` is the text in lower case. */
export const holdsPlate = (given: string, small: string): boolean => {
  if (distinct.test(small) || numberOfPlate.test(small)) return true
  if (!signs.test(given) && !isLowerPlate.test(given) && small.search(inSmall) < 0 && !russianPart.test(small))
    return false
  if (given.length <= 24) {
    const text = inLatin(
      given.length <= 12 && /^[\p{L}\d\s-]+$/u.test(given) && isLowerPlate.test(given) ? given.toUpperCase() : given
    )
    if (whole.test(text) && !scale.test(text) && !classification.test(text) && !(oneGroup.test(text) && isWordy(text)))
      return true
    const letters =
      lettersFirst.exec(text)?.[1] ??
      digitsFirst
        .exec(text)
        ?.slice(1)
        .find((part) => part !== undefined)
    if (letters !== undefined && !isWordy(letters) && !acronymAndYear.test(text)) return true
  }
  if (given.length > 6) {
    const found = strong.exec(inLatin(given))?.[0]
    if (found !== undefined && !(oneGroup.test(found) && isWordy(found))) return true
    if (vehicle.test(small.replace(regulation, " ")) && (holdsCandidate(given) || holdsSmallPlate(small))) return true
  }
  return false
}

/** `aa1234bb`: in small letters only shapes with two groups of letters. */
const isLowerPlate = /^\p{Ll}{1,2}\s?\d{3,4}\s?\p{Ll}{2}(?:\s?\d{2,3})?$/u

/** The chamber or the volume of a case number: `12-II-34`. */
const roman = /^X{0,3}(?:IX|IV|V?I{0,3})$/

/** Returns true for a currency, month, Roman numeral or word in place of a plate's letters. */
const isWordy = (text: string): boolean =>
  text
    .split(/[^\p{L}]+/u)
    .some(
      (word) =>
        word.length > 1 &&
        (noPlate.test(word) ||
          currencies.has(word) ||
          roman.test(word) ||
          (word.length > 3 && isListedPlainWord(word.toLowerCase())))
    )
