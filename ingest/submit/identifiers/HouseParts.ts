/** Parts of houses and villages with their numbers: a house and a street, a house and a flat, a floor. Texts are in lower case unless they are `text`. */
import { anyOf } from "./IdentifierWords.ts"
import { foldName } from "./NameLists.ts"
import { isListedPlainWord } from "./PlainWords.ts"

const part = anyOf("part of a house")
const village = anyOf("village in an address")
const storey = anyOf("floor")

const sign = String.raw`[.:-]?,?\s?(?:(?:no|n[°º]|№)\.?\s?)?#?\d{1,4}(?:[./]\d{1,4})?\p{L}?(?![\p{L}\d])`
const house = String.raw`(?<!\p{L})${part}${sign}`
const way = String.raw`(?<!\p{L})(?:road|rd|street|st|block|blk|lane|soi|moo|avenue|ave|close|crescent|sector|secteur|section|phase|gali|alley|rue|rw|way|zone|r|sec|line)${sign}`
/** `House 7, Road 12`, `Blk 14 Lot 8`, `rue 17.44, porte 81`: a house and a street, each with a number, where streets have numbers. */
const numbered = new RegExp(`${house}[,;]?\\s${way}|${way}[,;]?\\s${house}`, "u")

/** `корп. 2, кв. 14`, `bl 3 apt 60`: two different parts of a house, each with a number. */
const twoParts = new RegExp(
  String.raw`(?<!\p{L})(${part})${sign}[,;]?\s(?!\1)${part}(?:${sign}|\.\s?\p{L}(?![\p{L}\d]))`,
  "u"
)

const floor = new RegExp(
  String.raw`(?<![\p{L}\d])(?:\d{1,2}(?:st|nd|rd|th|[.ºª°]|-?[йіи])?\s?${storey}(?!\p{L})|${storey}${sign})`,
  "u"
)
const houseAlone = new RegExp(`(?!(?:no|nr|br|h|r)[.\\s:])(?:${house}|${way})`, "u")

/** `شارع الحمرا، بناية ٤٥`: a street and a building with its number. */
const inArabic =
  /(?:شارع|خیابان|كوچه|کوچه|زنقة|حي)\s.{2,40}?(?:بناية|عمارة|مبنى|منزل|بيت|شقة|پلاک|رقم)\s(?:رقم\s)?\d{1,4}/u

/** `Люблинская 72`; `Room 14` is none. */
const nameAndNumber =
  /(?<!\p{L})(\p{Lu}\p{Ll}+)(?:(?:\s\p{L}+){0,2}\s\d{1,5}\p{L}?|,\s\d{1,4}[-/]\d{1,4})(?![\p{L}\d])/gu

/** Common words after which many streets are named. */
const honoured =
  /^(?:мира|победы|свободы|труда|дружбы|миру|перемоги|свободи|праці|дружби|pacii|unirii|independentei|libertatii)$/
/** Returns whether a street may have a name: common words are none, but for those of which many streets are. */
export const mayBeStreet = (name: string): boolean =>
  !isListedPlainWord(foldName(name)) || honoured.test(foldName(name))

/** Returns whether a text has a number after a capitalised word that is not a common one. */
export const holdsNameAndNumber = (text: string): boolean =>
  [...text.matchAll(nameAndNumber)].some(([, name = ""]) => mayBeStreet(name))

/** `Hasenheide 48, 3. OG`, `Arax st, Bldg 44, 3rd flr`: a floor after a house or a name, each with a number. */
const isOnFloor = (text: string, small: string): boolean => {
  const at = floor.exec(small)?.index
  return at !== undefined && (houseAlone.test(small.slice(0, at)) || holdsNameAndNumber(text.slice(0, at)))
}

/** `Prk. 4 Sitio Malipayon`, `vill Chandpur, holding 44`: two words for parts of a village, one with a number and one with a name. */
const inVillage = new RegExp(
  String.raw`(?<!\p{L})(?:${village}${sign}.*\s${village}\.?:?\s\p{L}{3}|${village}\.?:?\s\p{L}{3}.*\s${village}${sign})`,
  "u"
)

const flat = String.raw`,?\s${anyOf("flat")}\.?:?\s?(?:no\.?:?\s?|№\s?|nr\.?\s?)?\d{1,4}(?![\p{L}\d])`
/** `Люблинская 72 кв 15`: a house and a flat behind a name. */
const houseAndFlat = new RegExp(
  String.raw`(?<!\p{L})(?:\p{Lu}\p{Ll}{3,}|\p{Lo}{3,})[.,]?\s(?:no:?\s?|br\.?\s?|nr\.?\s?)?(?!(?:19|20)\d\d,)\d{1,4}\p{L}?(?:[/-]\d{1,3})?${flat}`,
  "iu"
)

/** Returns whether a text holds numbered parts of a house. */
export const holdsHouseParts = (text: string, small: string): boolean =>
  numbered.test(small) ||
  inArabic.test(small) ||
  inVillage.test(small) ||
  (/\d\D+\d|\d,?\s\p{L}+\.\s?\p{L}(?!\p{L})/u.test(small) &&
    (twoParts.test(small) || houseAndFlat.test(text) || isOnFloor(text, small)))
