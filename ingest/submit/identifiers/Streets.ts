/** Streets with a house: a word for a street (`street-words.csv`), a name next to it, and a number near it. Postal boxes; flats. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { foldWord } from "../values/FoldWord.ts"
import { foldName, isTownWord } from "./NameLists.ts"
import { isPlainWord } from "./PlainWords.ts"

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

/** Words for streets that ordinary texts have too: only with a house number before and capital letters. */
const strict =
  /(?<!\p{L})(?:кв|kv|dom|casa|villa|вилла|віла|хата|hata|квартира|д|дом|буд|будинок|ap|apt|apartment|flat|uy|xonadon|корп|корпус|подъезд|під'їзд|scara|bl|bloc|nr)\.?\s?(?:№\s?)?(?!(?:19|20)\d\d(?!\d))\d{1,4}\p{L}?(?![\p{L}\d]|\/(?:\p{L}|\d{3}))/u
const box = /(?<!\p{L})(?:p\.?\s?o\.?\s?box|а\/я|a\/я|абонентский ящик|абонентська скринька|căsuța poștală)\s?№?\s?\d+/u

const number = /^(?:№|nr\.?|n)?\d{1,5}(?:-?\p{L}{1,3}|[/-]\d{1,4}\p{L}?)?$/u
const particle =
  /^(?:e|de|du|des|del|della|di|da|do|dos|das|la|le|los|las|les|degli|dei|delle|della|dello|dell|nad|pod|of|the|d|l|im|am|an|der|den|nr|no|к|им|імені|имени)$/
/** Words for streets that other texts have too: only with a capital letter. */
const ambiguous =
  /^(?:via|route|place|square|passage|cours|ring|park|line|линия|линія|droga|rondo|quai|allee|ter|pr|g|u|ut|sor|koz|mah|sos|al|os|pl|nam|cad|sok|tn|pst|tie|av|st|yolu|trg|na|za|parc|villa|cite|clos|jardin|barrio|residence)$/
const isTitle = (word: string) =>
  /^\p{Lu}/u.test(word) || /^[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Georgian}]/u.test(word)

/** `House 7, Road 12`, `Blk 14 Lot 8`, `rue 17.44, porte 81`: a house and a street, each with a number, where streets have numbers. */
const sign = String.raw`\.?,?\s?(?:(?:no|n[°º]|№)\.?\s?)?#?\d{1,4}(?:[./]\d{1,4})?\p{L}?(?![\p{L}\d])`
const house = String.raw`(?<!\p{L})(?:house|plot|flat|villa|holding|hse|h|lot|porte|bldg|building|immeuble|door|unit|apt|apartment|rt|no)${sign}`
const way = String.raw`(?<!\p{L})(?:road|rd|street|st|block|blk|lane|soi|avenue|ave|close|crescent|sector|secteur|section|phase|gali|alley|rue|rw|way|zone)${sign}`
const numbered = new RegExp(`${house}[,;]?\\s${way}|${way}[,;]?\\s${house}`, "u")
/** `Hse No. 44B`: a house with the word for a number. */
const houseNumber = /(?<!\p{L})(?:hse|house|plot|villa|h\/?\s?no|door)\.?\s?(?:no\.?|#|№)\s?\d{1,4}/u
/** `Plot 12, Bukoto`: a number and a capitalised name behind it. */
const plot = /^(?:Plot|House|Flat|Villa|Hse|Stand)\s?(?:No\.?\s?)?#?\d{1,5}\p{L}?,\s\p{Lu}\p{Ll}+/u
/** `Carrera 7 No 12-34` in Latin America, `12/45 Moo 5` in Thailand. */
const gridded =
  /(?<!\p{L})(?:calle|carrera|cra|cl|kr|avenida|diagonal|transversal)\.?\s\d+\s?\p{L}?\s?(?:#|no\.?|nº)\s?\d+|(?<!\d)\d{1,4}\/\d{1,4}\s(?:moo|soi)\s?\d+|(?<!\p{L})k[gnk]\s\d{1,3}\s(?:ave|st|rd)(?!\p{L})/u
/** `Чилонзор 9-45-12`: quarter, house and flat behind its name. */
const quarterHouseFlat = /(?<!\p{L})(\p{Lu}\p{Ll}{3,})\s\d{1,3}-\d{1,3}-\d{1,3}(?![\d-])/u
const holdsQuarter = (text: string): boolean => {
  const name = quarterHouseFlat.exec(text)?.[1]
  return name !== undefined && !isPlainWord(foldName(name))
}

/** `дом 7 по улице Садовой`; `квартира на Ленина, 5-17`, but not `на Пасху 5-7 мая`. */
const houseFirst =
  /(?<!\p{L})(?:дом|д|буд|будинок)\.?\s?\d{1,4}\p{L}?,?\s(?:по|на)\s(?:ул|вул|просп|пр-|пер|пров|бульв|наб|шосс?е|площ)/u
const houseOf = /(?<!\p{L})(?:на|по)\s\p{Lu}\p{Ll}{2,}(?:а|ой|ого|ої|ій),?\s\d{1,3}[-/]\d{1,3}(?=$|[,.;)])/u

/** A home for children is a house with a number, and no address. */
const home = /(?<!\p{L})(?:дет(?:\.|ск\p{L}+)\s?дом\p{L}*|дитяч\p{L}+\sбуд\p{L}+)\s?№?\s?\d+/gu

/** A town, a word that is neither a town nor a common word, and a house. */
const townAndHouse = /^(?:(?:м|г|с|or|mun)\.\s)?(\p{Lu}\p{L}+),\s(\p{Lu}\p{L}+),?\s\d{1,3}\p{L}?(?:[-/]\d{1,3})?$/u

const houseAndTown = /^(\p{Lu}\p{L}+)\s\d{1,3}\p{L}?(?:[-/]\d{1,3})?,\s(\p{Lu}\p{L}+)$/u

const holdsTownAndHouse = (text: string): boolean => {
  const [, streetFirst, townLast] = houseAndTown.exec(text) ?? []
  const [, town = townLast, street = streetFirst] = townAndHouse.exec(text) ?? []
  if (town === undefined || street === undefined) return false
  const word = foldName(street)
  return isTownWord(foldName(town)) && !isTownWord(word) && !isPlainWord(word)
}

/** `Люблинская 72 кв 15`: a house and a flat behind a name. */
const houseAndFlat =
  /(?<!\p{L})\p{Lu}\p{Ll}{3,}\.?\s(?:no:?\s?)?\d{1,4}\p{L}?(?:[/-]\d{1,3})?,?\s(?:кв|kv|ap|apt|daire|kat|flat)\.?\s?\d{1,4}(?![\p{L}\d])/iu
/** A postcode of the United Kingdom, which a few houses share. */
const britishPostcode = /(?<![\p{L}\d])[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}(?![\p{L}\d])/u
/** A part of a house alone. */
const partAlone = /^(?:подъезд|під'їзд|корпус|корп|bloc|bl|scara)\.?\s?№?\s?\d{1,2}\p{L}?$/u

/** Short forms with a hyphen or a dot. */
const shortForms: ReadonlyArray<readonly [RegExp, string]> = [
  [/(?<!\p{L})пр-к?т\.?/giu, "проспект"],
  [/(?<=\p{L}{3}\s)ш\.(?=[\s,])/gu, "шоссе"],
  [/(?<!\p{L})б-р\.?/giu, "бульвар"],
  [/(?<!\p{L})п(?:ер)?-к\.?/giu, "переулок"],
  [/(?<!\p{L})str-la(?!\p{L})/giu, "stradela"],
  [/(?<=\d\s?)(?:bis|ter|quater)(?=\s\p{L})/giu, ""],
  [/(?<!\p{L})c\/\s?(?=\p{Lu})/gu, "calle "],
  [/(?<!\p{L})м-н\.?(?=\s\p{Lu})/giu, "микрорайон"]
]

interface Part {
  readonly folded: string
  readonly joined: string
  /** It is, or ends in, a word for a street. */
  readonly isStreet: boolean
}
const noWord: Part = { folded: "", joined: "", isStreet: false }
const readParts = new Map<string, Part>()
const mostParts = 20_000

/** Words repeat, numbers do not. */
const partOf = (part: string): Part => {
  if (!/\p{L}/u.test(part)) return noWord
  let made = readParts.get(part)
  if (made === undefined) {
    const { before, after, ending } = words()
    const plain = foldWord(part.replace(/['’ʻʼ`]/g, ""))
    const [folded, joined] = [plain.split(" ").at(-1) as string, plain.replaceAll(" ", "")]
    made = { folded, joined, isStreet: before.has(folded) || after.has(folded) || ending.test(joined) }
    if (readParts.size >= mostParts) readParts.clear()
    readParts.set(part, made)
  }
  return made
}

export const holdsStreet = (given: string, smallGiven: string): boolean => {
  const small = smallGiven.replace(home, " ")
  const text = /-|ш\.|c\/|\d\s?(?:bis|ter|quater)\s/i.test(given)
    ? shortForms.reduce((all, [short, long]) => all.replace(short, long), given)
    : given
  if (
    numbered.test(small) ||
    houseNumber.test(small) ||
    gridded.test(small) ||
    houseFirst.test(small) ||
    houseOf.test(text) ||
    plot.test(text) ||
    /\d-(?:uy|kvartal|mavze)(?!\p{L}).*\d-(?:uy|xonadon)(?!\p{L})/u.test(small)
  )
    return true
  if (partAlone.test(small)) return false
  if (holdsTownAndHouse(text) || holdsQuarter(text) || houseAndFlat.test(text) || britishPostcode.test(text))
    return true
  if (box.test(small) || (/,|^\p{L}+\.?\s?\d+\p{L}?$/u.test(small) && strict.test(small) && /\p{L}{3}/u.test(small)))
    return true
  const parts = text.split(/[\s,;()]+/).filter((part) => part !== "" && part !== "№")
  if (parts.length < 2) return false
  if (addressWord.test(small))
    for (const [, name = ""] of text.matchAll(nameAndNumber)) if (!isPlainWord(foldName(name))) return true
  const read = parts.map(partOf)
  if (!read.some(({ isStreet }) => isStreet)) return false
  const { before, after, english, ending } = words()
  const folded = read.map(({ folded }) => folded)
  const isNumber = (i: number) => {
    const part = (parts[i] ?? "").toLowerCase().replace(/\.$/, "")
    return number.test(part) && !/^(?:19[5-9]|20[0-4])\d$/.test(part)
  }
  const isHome = addressWord.test(small) || livesThere.test(small)
  const hasNumber = parts.some((_, i) => isNumber(i)) || /\d+-(?:uy|xona)/.test(small)
  for (let i = 0; i < parts.length; i++) {
    const word = folded[i] as string
    // A compound: Salzachstraße 276, Vigerslevvej 12.
    if (isTitle(parts[i] as string) && ending.test(read[i]?.joined as string) && (isNumber(i + 1) || isNumber(i - 1)))
      return true
    let at = i + 1
    while (at < parts.length && particle.test(folded[at] as string)) at++
    const next = parts[at]
    const last = parts[i - 1]
    const isShort = /\.$/.test(parts[i] as string)
    if (before.has(word) && next !== undefined && !isNumber(at) && (isTitle(next) || isShort)) {
      const isFirst = i === 0 && /\d\p{L}?(?:,|$)/u.test(text)
      if (isTitle(parts[i] as string) || isShort || isFirst || !ambiguous.test(word))
        for (let j = at + 1; j <= at + 4 && j < parts.length + 1; j++) if (isNumber(j)) return true
      if (isNumber(i - 1) || (i >= 1 && isNumber(i - 2) && isTitle(last as string))) return true
      // Without a number it is the name of a place, unless somebody lives there.
      if (isHome && sure.test(word) && isTitle(next) && !hasNumber) return true
    }
    // `ул. 8 Марта, 12`.
    if (before.has(word) && isNumber(i + 1) && isTitle(parts[i + 2] ?? "") && sure.test(word))
      if (isNumber(i + 3) || isNumber(i + 4)) return true
    if (after.has(word) && last !== undefined && isTitle(last) && !isNumber(i - 1)) {
      const isEnglish = english.has(word)
      const isSure = isTitle(parts[i] as string) || sure.test(word)
      // `Supreme Court ruling, 14 May`.
      const isNear = isNumber(i + 1) || (isNumber(i + 2) && !(isEnglish && isPlainWord(folded[i + 1] as string)))
      if ((isSure || (!isEnglish && !ambiguous.test(word))) && isNear) return true
      if (isSure) for (let j = i - 2; j >= 0 && j >= i - 4; j--) if (isNumber(j)) return true
      if (isHome && sure.test(word) && !hasNumber) return true
    }
  }
  return false
}

/** `Люблинская 72`; `Room 14` is none. */
const nameAndNumber = /(?<!\p{L})(\p{Lu}\p{Ll}+)(?:\s\p{L}+){0,2}\s\d{1,5}\p{L}?(?![\p{L}\d])/gu

/** What a text says of an address, in lower case. */
const addressWord =
  /(?<!\p{L})(?:li?ves? (?:at|in|on)|living at|resides? (?:at|in)|address|адрес\p{L}*|жив[её]т|живут|проживает|прожива\p{L}+|мешкає|мешкала|locuie[sș]te|adresa|domiciliu\p{L}*|floor|этаж\p{L}*|поверх\p{L}*|etaj\p{L}*|vive (?:in|en|a)|abita (?:in|a)|residente (?:in|en|a)|wohnhaft|wohnt in|mieszka (?:w|przy)|habite|demeurant|yashaydi|rents|renting|снима[её]т|снимал[аи]?|арендует|винайма\p{L}+|оренду\p{L}+|închiriaz\p{L}+|manzil\p{L}*)(?!\p{L})/u

/** Further words for living somewhere. They occur next to numbers of other things too. */
const livesThere =
  /(?<!\p{L})(?:lived|living|registered|жил[аи]?|прожил\p{L}*|прописан\p{L}*|зарегистрирован\p{L}*|домашн\p{L}+|зареєстрован\p{L}*|locuia|locuit|domiciliat\p{L}*|înregistrat\p{L}*|acasă)(?!\p{L})/u

/** Words that mean a street and nothing else. */
const sure =
  /^(?:street|avenue|ave|boulevard|blvd|улица|ул|переулок|пер|проспект|шоссе|бульвар|вулиця|вул|провулок|проспект|strada|str|stradela|bulevardul|aleea|soseaua|kochasi|kucesi|caddesi|sokak|sokagi|ulica|calle|rua|rue|viale|utca|iela|көшесі|кўчаси|شارع|خیابان|οδος|ქუჩა|רחוב)$/u
