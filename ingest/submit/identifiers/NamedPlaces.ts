/** What is named after persons: towns, streets, organisations, houses. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { isCommonStem } from "./CommonStems.ts"
import { anyOf, foldedSetOf } from "./IdentifierWords.ts"
import { foldName, inflectedWords, isTownWord, nameKind, nameKindInflected } from "./NameLists.ts"
import { isOrganisationWord } from "./Organisations.ts"
import { isCountryWord } from "./PlainWords.ts"

/** Words that make a place of the name next to them. */
export const place = inflectedWords(foldedSetOf("place"))

/** Words that do so only with a capital letter: `New York`, but `her new friend`. */
export const placeWithCapital = foldedSetOf("place with a capital letter")

/** Streets and villages, in front of their names: with a house they are addresses, which `Streets.ts` finds. */
export const streetsAndVillages = inflectedWords(foldedSetOf("street or village"))

/** Words for what is named after persons, in front of the name: `церковь Святой Анны`, `Operation Turquesa`. */
export const namedAfterPersons = inflectedWords(foldedSetOf("named after persons"))

/** Words for what has its name in quotation marks: `сейнер «Капитан Воронин»`. Without them the name may be its owner's. */
const namedInQuotes = inflectedWords(foldedSetOf("named in quotation marks"))

/** The name of an organisation or a house in quotation marks: `салон красоты «Виктория»`. */
const quoted = /((?:\p{L}+\s){0,2}\p{L}+)\s?[«"„“]([^«»"„“”]{1,60})[»"”“]/gu

/** `John F. Kennedy airport`, `Mother Teresa Foundation`. */
const namedInEnglish =
  /(?=\p{Lu})(?<!\p{L})(?:\p{Lu}[\p{L}.'’-]*\s(?:(?:de|da|del|van|von|bin)\s)?){1,4}(?:[Aa]irport|Initiative|Trust|Project|project|Network|Alliance|Coalition|Society|Fund|Palace|Casino|Day|[Cc]athedral|[Ff]oundation|[Hh]ospital|[Uu]niversity|[Cc]ollege|[Ss]tadium|[Mm]useum|[Tt]heatre|[Hh]ighway|[Aa]ward|[Pp]rize|[Mm]emorial|[Ii]nstitute|Inventory|Scale|Fellowship|Scholarship|Housing|Ministries|Services|International|Agency|Authority|Association|Commission|Ltd|City|Markets?|Mall|Towers?|Causeway|Barracks|Prison|Studio|Salon|Boutique|Spa|Lounge|Hostel|Restaurant|Bakery|Pharmacy|Expressway|Junction|[Ww]ard|(?:House|Home|Centre|Center|Shelter|Clinic|Church|School|Mission|Bridge|Street|Square|Camp)(?!\s\p{Lu}))(?!\p{L})/gu

/** `M/V Our Lady of Fatima`: ships. */
const ships =
  /(?=[MFSLт])(?<!\p{L})(?:[MFS]\/?[VTS]|M\/B|MS|SS|LPG\/C|т\/х)\.?\s["«„“]?(?:\p{Lu}[\p{L}'’-]*(?:\s(?:of|de|da|the)\s)?\s?)+/gu

/** `Félix Houphouët-Boigny (aéroport)`: what it is follows the name. */
const explained =
  /(?=\p{Lu})(?!(?:Sister|Brother|Father|Mother|Fr)\.?\s)(?<!\p{L}|(?:Mrs?|Ms|Miss|Dr|Prof|Sister|Brother|Father|Mother|Fr)\.?\s)(?:\p{Lu}[\p{L}'’-]+\s){1,4}\((\p{L}+)\)/gu

/** Phrases that have a name, and sovereigns with their numbers. Each may start a sentence. */
const notPersons = new RegExp(
  String.raw`(?<!\p{L})(?:${anyOf("no person").replace(/(?<=[(|:])\p{Ll}/gu, (letter) => `[${letter}${letter.toUpperCase()}]`)}(?!\p{L})|${anyOf("sovereign")}\s(?:\p{Lu}\p{Ll}+\s){1,2}[IVXІХ]+(?!\p{L}))`,
  "gu"
)

const isNamed = (text: string) => {
  const word = foldName(text)
  return place.has(word) || namedAfterPersons.has(word) || isOrganisationWord(word)
}

/** `сорт «Виктория»`, `у банку «Аваль»`: a noun of Russian or Ukrainian, or an acronym, has the name of a thing behind it, but for words that name somebody. */
const isThing = (text: string) =>
  (/^\p{Lu}{2,5}$/u.test(text) && !ofOnePerson.test(text)) ||
  (/^[\u0430-\u0491]{4,}$/.test(text) &&
    !namesSomebody.test(text) &&
    !/(?:л[аио]?|л(?:ся|ась|ись)|вся|ть|ет|ит|[ую]т|[ая]т|є)$/.test(text) &&
    !introducing.has(foldName(text)) &&
    isCommonStem(foldName(text)))
const introducing = inflectedWords(foldedSetOf("introduces"))
/** Firms of one person, who gives the name. */
const ofOnePerson = /^(?:[IÎ]{2}|ÎI|PFA|FOP|ИП|ФОП|ЧП|ФЛП)$/
const namesSomebody =
  /^(?:как|мов|наче|имен|імен|прозв|пр[іи]зв|клич|псевдон|ник|логин|логін|профил|профіл|контакт|абонент|подпис|підпис|записан|подписан|підписан|назв|зовут|звать|звати|фамили|отчеств)/u

/** `клуб «Виктория»`; but `la "Mama Eki"`, where the word is an article. */
const isNamedWithQuotes = (text: string) =>
  namedInQuotes.has(foldName(text)) ||
  (isNamed(text) && (/^\p{Lu}/u.test(text) || !placeWithCapital.has(foldName(text))))

/** `Alexandru Ioan Cuza street`: two names or more, and a street without a house. */
const streets =
  /(?=\p{Lu})(?<!\p{L})(?:\p{Lu}[\p{L}.'’-]+\s){2,4}(?:street|square|boulevard|avenue|bridge)(?!\p{L}|\s\d)/gu

/** `Maria street child`: no street. */
const onStreets = /(?<!\p{L})street(?=\s(?:child|kid|girl|boy|work|vendor|woman|women|prostitut|beggar))/gu

/** Applicants of leading judgments on trafficking. Any other applicant may be the person of the record. */
const applicants = foldedSetOf("applicant of a leading judgment")

/** `Rantsev v Cyprus`, `«Ранцев против Кипра»`: the judgment of an international court, where the other party is a state. */
const judgments =
  /(?=\p{Lu})(?<!\p{L})(\p{Lu}[\p{L}'’-]+)(?:,?\s(?:and others|and another|et autres|и другие|та інші|și alții))?\s(?:v\.?|vs\.?|c\.|против|проти|împotriva)\s(\p{Lu}\p{L}+)/gu

const isLeading = (applicant: string): boolean => applicants.has(foldName(applicant))
const isState = (party: string): boolean => isCountryWord(foldName(party))

/** `Ivanova v. Moldova`: a judgment whose applicant may be the person of the record. */
export const isApplicant = (text: string): boolean =>
  [...text.matchAll(judgments)].some(
    ([, applicant = "", party = ""]) =>
      isState(party) && !isLeading(applicant) && nameKind(foldName(applicant)) !== undefined
  )

let placesByStart: ReadonlyMap<string, ReadonlyArray<ReadonlyArray<string>>> | undefined
/** Towns of several words that are also names, such as `Santa Ana`, by their first word. */
const placesOf = (start: string): ReadonlyArray<ReadonlyArray<string>> => {
  placesByStart ??= Map.groupBy(
    readCodeList("named-places").flatMap(({ places = "" }) => places.split("|").map((one) => one.split(" "))),
    ([first = ""]) => first
  )
  return placesByStart.get(start) ?? []
}
/** Up to five words, of which the first has a capital letter. */
const capitalised =
  /(?<![\p{L}\p{M}'’-])(?=(\p{Lu}[\p{L}\p{M}'’.]+)([\s-][\p{L}\p{M}'’.]+)([\s-][\p{L}\p{M}'’.]+)?([\s-][\p{L}\p{M}'’.]+)?([\s-][\p{L}\p{M}'’.]+)?)/gu
/** In place of a town of several words. */
const town = "Berlin"
/** With a town that nobody is called after in place of one of several words. */
const withPlainTowns = (text: string): string => {
  let [rest, from] = ["", 0]
  for (const { index, ...found } of text.matchAll(capitalised)) {
    if (index < from) continue
    const places = placesOf(foldName(found[1] ?? ""))
    if (places.length === 0) continue
    const words = [1, 2, 3, 4, 5].map((at) => found[at] ?? "")
    const place = places.find((parts) => parts.every((part, i) => part === foldName(words[i] as string)))
    if (place === undefined) continue
    rest += text.slice(from, index) + town
    from = index + words.slice(0, place.length).join("").length
  }
  return rest + text.slice(from)
}

/** `Hotel Don Jorge`, `ресторан Дядя Вася`: a form of address in the name of a house, with nothing behind that says what somebody did. */
const houseWithTitle =
  /(?<!\p{L})(\p{L}{3,})\s["«„“]?(?:[Dd]o[nñ]a?|Señor|T[íi][oa]|Mam[aá]|Papa|Дядя|Т[её]тя|Мама|Баба|Дід|Тітка|King|Queen|Lady|Madame|Uncle|Aunt(?:ie|y))\s\p{Lu}\p{Ll}+["»”]?(?=$|\s?[,.;:)(–—-]|\s(?:in|near|at|on|en|à|de|în|din|lângă|в|у|на|біля|возле)\s)/gu

/** `через Илек и Уральск`: places that a route leads through, of which one is a listed town. */
const route =
  /(?<!\p{L})(?:через|via|through|prin|par|por)\s((?:\p{Lu}[\p{L}-]+(?:,\s|\s(?:и|та|й|і|and|și|et|y)\s)){1,4}\p{Lu}[\p{L}-]+)(?![\p{L}-])/gu

/** Returns a text without phrases that have a name and mean no person, routes through towns, and houses with a form of address in their names. */
export const withoutPhrases = (text: string): string =>
  text
    .replace(notPersons, " ")
    .replace(houseWithTitle, (all, what: string) => (namedAfterPersons.has(foldName(what)) ? what : all))
    .replace(route, (all, places: string) => {
      const words = (places.match(/\p{Lu}[\p{L}-]+/gu) ?? []).map(foldName)
      return words.some(isTownWord) && words.every((word) => nameKindInflected(word) === undefined) ? " " : all
    })

/** Without the names of organisations: `НПО «Вера, Надежда»` has no person. */
export const withoutOrganisations = (given: string): string => {
  const text = withoutPhrases(given)
  if (!/[\p{Lu}«"„“]/u.test(text)) return text
  const named = withPlainTowns(text)
    .replace(judgments, (all, applicant: string, party: string) =>
      isLeading(applicant) && isState(party) ? party : all
    )
    .replace(onStreets, "")
    .replace(namedInEnglish, " ")
    .replace(streets, " ")
    .replace(ships, " ")
  // Each of these patterns is tried at every letter of a text.
  const plain = named.includes("(")
    ? named.replace(explained, (all, what: string) => (isNamed(what) ? what : all))
    : named
  return /[«"„“]/.test(plain)
    ? plain.replace(quoted, (all, before: string) =>
        before.split(" ").some(isNamedWithQuotes) || isThing(before.split(" ").at(-1) ?? "") ? before : all
      )
    : plain
}
