/** Addresses: houses and flats by their form, postal boxes, and streets by their words (`StreetParts.ts`). */
import { holdsHouseParts, holdsNameAndNumber, mayBeStreet } from "./HouseParts.ts"
import { anyOf } from "./IdentifierWords.ts"
import { foldName, isTownWord } from "./NameLists.ts"
import { isNamedWord } from "./NamesInContext.ts"
import { isListedPlainWord } from "./PlainWords.ts"
import { withDigits } from "./SpokenNumbers.ts"
import { holdsStreetParts } from "./StreetParts.ts"

/** Words for streets that ordinary texts have too: only with a house number before and capital letters. */
const strict =
  /(?<!\p{L})(?:кв|kv|dom|casa|villa|вилла|віла|хата|hata|квартира|д|дом|буд|будинок|ap|apt|apartment|flat|uy|xonadon|корп|корпус|подъезд|під'їзд|scara|bl|bloc|nr)\.?\s?(?:№\s?)?(?!(?:19|20)\d\d(?!\d))\d{1,4}\p{L}?(?![\p{L}\d]|\/(?:\p{L}|\d{3}))/u
const box = /(?<!\p{L})(?:p\.?\s?o\.?\s?box|а\/я|a\/я|абонентский ящик|абонентська скринька|căsuța poștală)\s?№?\s?\d+/u

/** `Hse No. 44B`: a house with the word for a number. */
const houseNumber =
  /(?<!\p{L})(?:hse|house|plot|villa|h\/?\s?no\.?\s\p{L}(?=\s\d)|h\/?\s?no|door|casa|hata)\.?\s?(?:no\.?|nr\.?|number|num[aă]rul|#|№)\s?\p{L}?\d{1,4}|(?<!\p{L})h\.\s?no\.?\s?\d{1,4}|(?<!\p{L})(?:дом|будинок)\sномер\s\d{1,4}/u
/** `Plot 12, Bukoto`: a number and a capitalised name behind it. */
const plot = /^(?:Plot|House|Flat|Villa|Hse|Stand)\s?(?:No\.?\s?)?#?\d{1,5}\p{L}?,\s\p{Lu}\p{Ll}+/u
/** `Carrera 7 No 12-34` in Latin America, `12/45 Moo 5` in Thailand. */
const gridded =
  /(?<!\p{L})(?:calle|carrera|cra|cl|kr|avenida|diagonal|transversal)\.?\s\d+\s?\p{L}?\s?(?:#|no\.?|nº)\s?\d+|(?<!\d)\d{1,4}\/\d{1,4}\s(?:moo|soi|หมู่|ม\.|ซอย)\s?\d+|(?<!\p{L})k[gnk]\s\d{1,3}\s(?:ave|st|rd)(?!\p{L})/u
/** `Чилонзор 9-45-12`: quarter, house and flat behind its name. */
const quarterHouseFlat = /(?<!\p{L})(\p{Lu}\p{Ll}{3,})\s\d{1,3}-\d{1,3}-\d{1,3}(?![\d-])/u
const holdsQuarter = (text: string): boolean => {
  const name = quarterHouseFlat.exec(text)?.[1]
  return name !== undefined && !isListedPlainWord(foldName(name))
}

/** `дом 7 по улице Садовой`; `квартира на Ленина, 5-17`, but not `на Пасху 5-7 мая`. */
const houseFirst =
  /(?<!\p{L})(?:дом[еау]?|д|буд|будин(?:ок|ку))\.?\s?\d{1,4}\p{L}?,?\s(?:по|на)\s(?:ул|вул|просп|пр-|пер|пров|бульв|наб|шосс?е|площ)/u
const houseOf = /(?<!\p{L})(?:на|по)\s\p{Lu}\p{Ll}{2,}(?:а|ой|ого|ої|ій),?\s\d{1,3}[-/]\d{1,3}(?=$|[,.;)])/u

/** A home for children, a school or a hospital is a house with a number, and no address. */
const home =
  /(?<!\p{L})(?:(?:дет(?:\.|ск\p{L}+)\s?дом\p{L}*|дитяч\p{L}+\sбуд\p{L}+)\s?№?\s?\d+|(?:[sș]coal|lice|gimnazi|gr[aă]dini[tț]|spital|policlinic|maternit|penitenciar|dispensar|farmaci)\p{L}*(?:\s(?!str|bd|bul|al|cal|[sș]os|pia)\p{L}{4,})?\s(?:nr|no)\.?\s?\d{1,3}(?![\p{L}\d/-]))/gu

/** A town, a word that is neither a town nor a common word, and a house. */
const townAndHouse =
  /^(?:(?:м|г|с|or|mun)\.\s)?(\p{Lu}\p{L}+),\s(\p{Lu}\p{L}+),?\s\d{1,3}(?:-?\p{L})?(?:\s?[-/]\s?\d{1,3})?$/u

/** `Гомель Советская 97-44`: the same without a comma, with the ending of a street. */
const townStreetFlat =
  /^(?:(?:м|г|с|or|mun)\.\s?)?(\p{Lu}\p{Ll}+),?\s\p{Lu}\p{Ll}+(?:ая|ої|ська|цька|ова|ева|ей|ого)\s\d{1,3}(?:\s?-?\s?\p{L})?\s?[-/]\s?\d{1,4}$/u

/** `Зелена 118/4`: the ending of a street, a house and a flat, and nothing else. */
const streetFlat = /^(\p{Lu}\p{Ll}{2,}(?:[ая]я|ська|цька|ова|ева|ена|[рчсзь]на))\s\d{1,3}\s?[-/]\s?\d{1,4}$/u

/** `с. Лебединовка, Мира 14`, `village Ivanivka, Shevchenka 5`: a house behind the name of a village. */
const houseInVillage =
  /(?<!\p{L})(?:с|пос|пгт|смт|сел[ао]|село|сл|хут|дер|sat|satul|s|com|village|vill)\.?\s\p{Lu}[\p{L}-]+,?\s(\p{Lu}\p{Ll}{2,})(?:\sst\.?)?,?\s\d{1,3}\p{L}?(?:[-/]\d{1,3})?(?=\s*(?:$|[,;)]))/u

const houseAndTown = /^(\p{Lu}\p{L}+)\s\d{1,3}\p{L}?(?:[-/]\d{1,3})?,\s(\p{Lu}\p{L}+)$/u

const holdsTownAndHouse = (text: string): boolean => {
  const named = streetFlat.exec(text)?.[1] ?? houseInVillage.exec(text)?.[1]
  if (named !== undefined && mayBeStreet(named)) return true
  const townFirst = townStreetFlat.exec(text)?.[1]
  if (townFirst !== undefined && isTownWord(foldName(townFirst))) return true
  const [, streetFirst, townLast] = houseAndTown.exec(text) ?? []
  const [, town = townLast, street = streetFirst] = townAndHouse.exec(text) ?? []
  if (town === undefined || street === undefined) return false
  const word = foldName(street)
  return isTownWord(foldName(town)) && !isTownWord(word) && !isListedPlainWord(word)
}

/** `держали на лермонтова 36`: a street by the family name of somebody in the genitive, or an adjective of a place. */
const inSmall =
  /(?<!\p{L})(?:на|по)\s(?:\p{Ll}{3,}(?:ина|іна|їна)|\p{Ll}{4,}(?:ова|ева|єва|[сц]кой)|шевченка|шевченко|франка|бандери)\s\d{1,3}\p{L}?(?:[/-]\d{1,3})?(?=\s*(?:$|[,;.(]))/u

/** `Αχαρνών 218`: a street in the genitive, as in Greece. */
const inGreece =
  /(?<!\p{L})\p{Lu}[\u0370-\u03ff\u1f00-\u1fff]{3,}(?:[ωώ]ν|[οό]?[υύ]|[ηή]ς|[αά]ς)\s\d{1,3}(?=\s*(?:$|[,;)]))/u

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
  [/(?<!\p{L})no:\s?(?=\d)/giu, ""],
  [/(?<!\p{L})м-н\.?(?=\s\p{Lu})/giu, "микрорайон"]
]

/** What a text says of an address, in lower case. */
const addressWord =
  /(?<!\p{L})(?:li?ves? (?:at|in|on)|living at|resides? (?:at|in)|address|адрес\p{L}*|жив[её]т|живут|проживает|прожива\p{L}+|мешкає|мешкала|locuie[sș]te|adresa|domiciliu\p{L}*|floor|этаж\p{L}*|подъезд\p{L}*|під'їзд\p{L}*|поверх\p{L}*|etaj\p{L}*|vive (?:in|en|a)|abita (?:in|a)|residente (?:in|en|a)|wohnhaft|wohnt in|mieszka (?:w|przy)|habite|demeurant|yashaydi|rents|renting|снима[её]т|снимал[аи]?|снял[аи]?|арендует|винайма\p{L}+|оренду\p{L}+|închiriaz\p{L}+|manzil\p{L}*)(?!\p{L})/u

/** Words that announce an address, in further languages and short forms. */
const furtherAddressWord = new RegExp(`(?<![\\p{L}\\p{M}])${anyOf("address")}(?![\\p{L}\\p{M}])`, "u")
const isAboutAddress = (small: string): boolean => addressWord.test(small) || furtherAddressWord.test(small)

/** Further words for living somewhere. They occur next to numbers of other things too. */
const livesThere =
  /(?<!\p{L})(?:lived|living|registered|жил[аи]?|прожил\p{L}*|прописан\p{L}*|зарегистрирован\p{L}*|домашн\p{L}+|зареєстрован\p{L}*|locuia|locuit|domiciliat\p{L}*|înregistrat\p{L}*|acasă)(?!\p{L})/u

/** `живёт на Лесной, 12`, `прописана Мира 14-37`: a house after a comma, or with its flat, where the text ends or a sign follows. */
const houseOfHome =
  /(?:(?<!\p{L})(?:на|on|at|pe)|:)\s(\p{Lu}\p{Ll}{2,}),\s\d{1,4}(?=\s*(?:$|[,;)]))|(?<=\p{L}[:,]?\s)(\p{Lu}\p{Ll}{2,}),?\s\d{1,4}[-/](?!(?:19|20)\d\d)\d{1,4}(?=\s*(?:$|[,;)]))/u
const holdsHouseOfHome = (text: string): boolean => {
  const found = houseOfHome.exec(text)
  return found !== null && mayBeStreet(found[1] ?? found[2] ?? "")
}

/** `9-kvartal 45-uy`, `7-uy 12-xonadon`: a house in its quarter, or a flat in its house. */
const uzbekHouse = /\d-(?:uy|kv|kvartal|mavze)(?!\p{L}).*\d-(?:uy|xon|xonadon)(?!\p{L})/u

/** A house with a street or with its number, in a form that is nothing else. */
const holdsHouse = (text: string, small: string): boolean =>
  [houseNumber, gridded, houseFirst, uzbekHouse].some((form) => form.test(small)) ||
  holdsHouseParts(text, small) ||
  houseOf.test(text) ||
  plot.test(text)

/** A house or flat behind a name, a postcode, or a box. */
const holdsHouseOfPlace = (text: string, small: string): boolean =>
  holdsTownAndHouse(text) ||
  holdsQuarter(text) ||
  britishPostcode.test(text) ||
  inGreece.test(text) ||
  box.test(small) ||
  (/,|^\p{L}+\.?\s?\d+\p{L}?$/u.test(small) && strict.test(small) && /\p{L}{3}/u.test(small))

/** `адрес: советская 43`: behind the word and a sign, also in small letters. */
const announced =
  /(?<!\p{L})(?:адреса?|address|addr|adres[aă]?)\.?\s?[:–-]\s?(\p{L}{4,}),?\s\d{1,4}\p{L}?(?=\s*(?:$|[,;/)]))/u
/** `адрес: квартира 12`. */
const partOfHouse = new RegExp(`^(?:${anyOf("part of a house")}|${anyOf("flat")})$`, "u")
const isAnnounced = (small: string): boolean => {
  const name = announced.exec(small)?.[1]
  return name !== undefined && mayBeStreet(name) && !partOfHouse.test(name) && !isNamedWord(name)
}

/** A name with a number, in a text about an address. */
const holdsNamedAddress = (text: string, small: string): boolean =>
  isAnnounced(small) ||
  inSmall.test(small) ||
  (isAboutAddress(small) && holdsNameAndNumber(text)) ||
  ((isAboutAddress(small) || livesThere.test(small)) && holdsHouseOfHome(text))

/** A word for a house, a flat, a street or a home: numbers in words are houses there. */
const mayHaveHouse = new RegExp(
  String.raw`(?<!\p{L})(?:${anyOf("part of a house")}|${anyOf("flat")}|street|avenue|boulevard|улиц\p{L}+|ул|проспект\p{L}*|просп|бульвар\p{L}*|переул\p{L}+|вулиц\p{L}+|вул|провул\p{L}+|strada|str|st|rd|ave|bulevardul|bd|aleea)(?!\p{L})`,
  "u"
)

/** `дом пять кв 11`: one or two words behind a part of a house. */
const behindPart = new RegExp(
  String.raw`(?<=(?<!\p{L})(?:${anyOf("part of a house")}|${anyOf("flat")})\.?\s)(\p{L}{3,})((?:\s\p{L}+)?)(?!\p{L})`,
  "giu"
)
const withHouseInDigits = (text: string): string =>
  withDigits(
    text.replace(behindPart, (both: string, first: string, second: string) => {
      const all = withDigits(both)
      return /^\d+$/.test(all) ? all : withDigits(first) + second
    })
  )

/** Returns whether a text holds an address. `smallGiven` is the text in lower case. */
export const holdsStreet = (given: string, smallGiven: string): boolean => {
  if (holdsWrittenStreet(given, smallGiven)) return true
  if (!(mayHaveHouse.test(smallGiven) || isAboutAddress(smallGiven))) return false
  const inDigits = withHouseInDigits(given)
  return inDigits !== given && holdsWrittenStreet(inDigits, inDigits.toLowerCase())
}

const holdsWrittenStreet = (given: string, smallGiven: string): boolean => {
  const small = smallGiven.replace(home, " ")
  const text = /-|ш\.|c\/|no:|\d\s?(?:bis|ter|quater)\s/i.test(given)
    ? shortForms.reduce((all, [short, long]) => all.replace(short, long), given)
    : given
  if (holdsHouse(text, small)) return true
  if (partAlone.test(small)) return false
  if (holdsHouseOfPlace(text, small)) return true
  const parts = text.split(/[\s,;()]+/).filter((part) => part !== "" && part !== "№")
  if (parts.length < 2) return false
  return (
    holdsNamedAddress(text, small) ||
    holdsStreetParts(parts, () => ({
      endsInNumber: /\d\p{L}?(?:,|$)/u.test(text),
      hasHouse: /\d+-(?:uy|xona)/.test(small),
      isHome: isAboutAddress(small) || livesThere.test(small)
    }))
  )
}
