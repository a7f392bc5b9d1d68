/** A street by its words: a word for a street (`street-words.csv`), a name next to it, and the number of a house near it. */
import { remembered } from "../../../ports/BoundedMap.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { foldWord } from "../values/FoldWord.ts"
import { isListedPlainWord } from "./PlainWords.ts"

type Position = "before" | "after" | "either" | "ending"

interface StreetWords {
  readonly before: ReadonlySet<string>
  readonly after: ReadonlySet<string>
  readonly english: ReadonlySet<string>
  readonly ending: RegExp
}

let loaded: StreetWords | undefined

const words = (): StreetWords => {
  if (loaded === undefined) {
    const of = (...positions: ReadonlyArray<Position>) =>
      readCodeList("street-words")
        .filter((row) => positions.includes(row["position"] as Position))
        .flatMap((row) => (row["words"] ?? "").split(" "))
        .map(foldWord)
    loaded = {
      before: new Set(of("before", "either")),
      after: new Set(of("after", "either").flatMap((word) => [word, `${word}s`])),
      english: new Set(
        readCodeList("street-words")
          .filter(({ language }) => language === "en")
          .flatMap((row) => (row["words"] ?? "").split(" "))
          .flatMap((word) => [word, `${word}s`])
      ),
      ending: new RegExp(`^\\p{L}{3,}[-]?(?:${of("ending").join("|")})$`, "u")
    }
  }
  return loaded
}

const number = /^(?:№|nr\.?|n)?\d{1,5}(?:-?\p{L}{1,3})?(?:[/-](?:\d{1,4}\p{L}?|[ivx]{1,4}))?$/u
const particle =
  /^(?:e|de|du|des|del|della|di|da|do|dos|das|la|le|los|las|les|degli|dei|delle|della|dello|dell|nad|pod|of|the|d|l|im|am|an|der|den|nr|no|к|им|імені|имени)$/
/** Words for streets that other texts have too: only with a capital letter. */
const ambiguous =
  /^(?:via|route|place|square|passage|cours|ring|park|line|линия|линія|droga|rondo|quai|allee|ter|pr|g|u|ut|sor|koz|mah|sos|al|os|pl|nam|cad|sok|tn|pst|tie|av|st|yolu|trg|na|za|parc|villa|cite|clos|jardin|barrio|residence)$/
const isTitle = (word: string) =>
  /^\p{Lu}/u.test(word) || /^[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Georgian}]/u.test(word)

/** Words that mean a street and nothing else. */
const sure =
  /^(?:street|avenue|ave|boulevard|blvd|улица|ул|переулок|пер|проспект|шоссе|бульвар|вулиця|вул|провулок|проспект|strada|str|stradela|bulevardul|aleea|soseaua|kochasi|kucesi|caddesi|sokak|sokagi|ulica|calle|rua|rue|viale|utca|iela|көшесі|кўчаси|شارع|خیابان|οδος|ქუჩა|רחוב)$/u

interface Part {
  readonly folded: string
  readonly joined: string
  /** It is, or ends in, a word for a street. */
  readonly isStreet: boolean
}
const noWord: Part = { folded: "", joined: "", isStreet: false }

const partOfWord = remembered((word): Part => {
  const { before, after, ending } = words()
  const plain = foldWord(word.replace(/['’ʻʼ`]/g, ""))
  const [folded, joined] = [plain.split(" ").at(-1) as string, plain.replaceAll(" ", "")]
  return { folded, joined, isStreet: before.has(folded) || after.has(folded) || ending.test(joined) }
})
/** Words repeat, numbers do not. */
const partOf = (part: string): Part => (/\p{L}/u.test(part) ? partOfWord(part) : noWord)

/** The words and numbers of a text, and what they say about a person's home. */
interface AddressParts {
  readonly parts: ReadonlyArray<string>
  readonly read: ReadonlyArray<Part>
  /** Whether a number ends the text, or comes before a comma. */
  readonly endsInNumber: boolean
  /** Whether a number has a suffix that means a house or flat. */
  readonly hasHouse: boolean
  /** Whether the text says that a person lives there. Then a street needs no number. */
  readonly isHome: boolean
}

const wordAt = ({ read }: AddressParts, i: number): string => read[i]?.folded ?? ""

const isTitleAt = ({ parts }: AddressParts, i: number): boolean => isTitle(parts[i] ?? "")

/** `300 dollars a month`, `12 hours`: what is counted. */
const counted =
  /^(?:dol|usd|eur|pound|gbp|chf|cfa|franc|naira|dirham|aed|руб|тыс|тис|млн|долл|дол|евро|євро|грн|гривень|гривен|сом|сум|тенге|lei|leu|ron|mdl|mii|złot|zlot|злот|hours?$|days?$|weeks?$|months?$|years?$|час|дн[еєяі]|недел|тиж|месяц|місяц|лет$|рок|годин|ore$|zile|săpt|luni$|ani$|women|girls|men$|people|persons?|человек|люд|жен|осіб|жін|persoane|femei|ч\.?$|h$|hrs?\.?$|horas|días|dias|meses|heures|jours|mois$|kg|кг|km|км)/
/** Roads have a number for each kilometre. */
const kilometre = /^(?:km|км)\.?$/

/** Returns whether a part is the number of a house: no year, and neither an amount nor a kilometre. */
const isNumberAt = ({ parts }: AddressParts, i: number): boolean => {
  const part = (parts[i] ?? "").toLowerCase().replace(/\.$/, "")
  if (!number.test(part) || /^(?:19[5-9]|20[0-4])\d$/.test(part)) return false
  return !counted.test((parts[i + 1] ?? "").toLowerCase()) && !kilometre.test((parts[i - 1] ?? "").toLowerCase())
}

const hasNumberIn = (address: AddressParts, from: number, to: number): boolean => {
  for (let i = Math.max(0, from); i <= to; i++) if (isNumberAt(address, i)) return true
  return false
}

/** A home without any number, at a street that is nothing else. */
const isHomeWithoutNumber = (address: AddressParts, i: number): boolean =>
  address.isHome &&
  sure.test(wordAt(address, i)) &&
  !address.hasHouse &&
  !hasNumberIn(address, 0, address.parts.length - 1)

/** Returns true for a compound: `Salzachstraße 276`, `Vigerslevvej 12`. */
const isCompound = (address: AddressParts, i: number): boolean =>
  isTitleAt(address, i) &&
  words().ending.test(address.read[i]?.joined ?? "") &&
  (isNumberAt(address, i + 1) || isNumberAt(address, i - 1))

/** `ул. 8 Марта, 12`. */
const isNamedByDate = (address: AddressParts, i: number): boolean =>
  isNumberAt(address, i + 1) &&
  isTitleAt(address, i + 2) &&
  sure.test(wordAt(address, i)) &&
  (isNumberAt(address, i + 3) || isNumberAt(address, i + 4))

/** The word for a street before its name: `улица Садовая 7`. */
const isBeforeName = (address: AddressParts, i: number): boolean => {
  const { parts } = address
  const word = wordAt(address, i)
  if (!words().before.has(word)) return false
  if (isNamedByDate(address, i)) return true
  let at = i + 1
  while (at < parts.length && particle.test(wordAt(address, at))) at++
  const isShort = /\.$/.test(parts[i] as string)
  if (at >= parts.length || isNumberAt(address, at) || !(isTitleAt(address, at) || isShort)) return false
  const isStreet = isTitleAt(address, i) || isShort || (i === 0 && address.endsInNumber) || !ambiguous.test(word)
  if (isStreet && hasNumberIn(address, at + 1, at + 4)) return true
  if (isNumberAt(address, i - 1) || (isNumberAt(address, i - 2) && isTitleAt(address, i - 1))) return true
  // Without a number it is the name of a place, unless a person lives there.
  return isTitleAt(address, at) && isHomeWithoutNumber(address, i)
}

const isNumberWord = (address: AddressParts, i: number): boolean => /^(?:no|nr|number|num)$/.test(wordAt(address, i))

/** The word for a street after its name: `Baker Street 7`. */
const isAfterName = (address: AddressParts, i: number): boolean => {
  const { after, english } = words()
  const word = wordAt(address, i)
  if (!after.has(word) || !isTitleAt(address, i - 1) || isNumberAt(address, i - 1)) return false
  const isEnglish = english.has(word)
  const isNumbered = isNumberAt(address, i + 1) || (isNumberWord(address, i + 1) && isNumberAt(address, i + 2))
  // `Shevchenka st. 5`, `Rustaveli st no. 54`.
  const isShort =
    /^(?:st|rd|ave|dr)\.?$/.test(address.parts[i] ?? "") &&
    isNumbered &&
    /^\p{Lu}\p{Ll}{3}/u.test(address.parts[i - 1] ?? "")
  const isSure = isTitleAt(address, i) || sure.test(word) || isShort
  // `Supreme Court ruling, 14 May`.
  const isRuling = isEnglish && isListedPlainWord(wordAt(address, i + 1))
  // `22b Adeniyi close`.
  if (isEnglish && /^\d{1,3}[a-e]$/.test(address.parts[i - 2] ?? "")) return true
  const isNear = isNumbered || (isNumberAt(address, i + 2) && !isRuling)
  if ((isSure || (!isEnglish && !ambiguous.test(word))) && isNear) return true
  return (isSure && hasNumberIn(address, i - 4, i - 2)) || isHomeWithoutNumber(address, i)
}

/** Returns whether the parts of a text contain a street with a house. `about` describes the text, if there is a word for a street. */
export const holdsStreetParts = (
  parts: ReadonlyArray<string>,
  about: () => Omit<AddressParts, "parts" | "read">
): boolean => {
  const read = parts.map(partOf)
  if (!read.some(({ isStreet }) => isStreet)) return false
  const address = { parts, read, ...about() }
  return parts.some((_, i) => isCompound(address, i) || isBeforeName(address, i) || isAfterName(address, i))
}
