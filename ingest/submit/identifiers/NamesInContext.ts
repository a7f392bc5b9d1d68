/** Names by the words next to them: initials, words of kinship, Arabic words for a family, a visit. */

import { remembered } from "../../../ports/BoundedMap.ts"
import { isCommonStem } from "./CommonStems.ts"
import { anyOf, foldedSetOf, setOf, withoutMarks } from "./IdentifierWords.ts"
import { namedAfterPersons, place, placeWithCapital } from "./NamedPlaces.ts"
import { foldName, isAlsoTown, isAmong, isTownWord, nameKind, nameKindInflected } from "./NameLists.ts"
import { certainEnding, isUnknown, romanNumeral, strongEnding, wordOf } from "./NameWords.ts"
import { isOrganisationWord } from "./Organisations.ts"
import { isBesidePeoples } from "./Peoples.ts"
import { isCountryWord, isPeople, isPlainWord, wordsOfText } from "./PlainWords.ts"

/** First names that are words of hopes, as in West and East Africa. */
export const hopes = foldedSetOf("hope")

/** Words that accompany names. */
export const titles = new RegExp(`^${anyOf("title")}\\.?$`, "i")

/** A family name and initials, in any order, anywhere in a text. */
const withInitials: ReadonlyArray<RegExp> = [
  /(?<![\p{L}\p{N}.&])((?:\p{Lu}['’])?\p{Lu}[\p{Ll}'’-]{2,}|\p{Lu}{3,}),?\s+\p{Lu}\.(?:\s?\p{Lu}\.)?(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}.&])\p{Lu}\.\s?(?:\p{Lu}\.\s?)?(?:(?:van|von|de|da|di|del|der|den|la|le|el|al|bin|ibn)\s){0,2}((?:\p{Lu}['’])?\p{Lu}[\p{Ll}'’-]{2,}|\p{Lu}{3,})(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}.&])(\p{Lu}[\p{Ll}'’-]{2,})\s(?!ID|NO|UK|US|EU|UN|UA|RU|MD|RO|TV|PC|ИД|РФ|ЕС|ООН|СБ)\p{Lu}{2}(?![\p{L}\p{N}])\.?$/u,
  /(?<![\p{L}\p{N}.&])(\p{Lu}[\p{Ll}'’-]{3,})\s\p{Lu}\s\p{Lu}$/u
]
export const bareInitials = /^\p{Lu}\p{L}+[\s,]+\p{Lu}\.\s?(?:\p{Lu}\.?)?$|^\p{Lu}\.\s?(?:\p{Lu}\.\s?)?\p{Lu}\p{L}+$/u

/** Words after which a capitalised word is a name: kinship, ranks, offices, in the cases of four languages. */
const introducing = withoutMarks(setOf("introduces"))
const foldedCues = new Set([...introducing].filter((word) => /^[\u0430-\u0491]{4,}$/.test(word)).map(foldName))
const introducingInflected = new RegExp(`^${anyOf("introduces with an ending")}$`, "u")

/** Endings of cases in Serbian and Polish, and of the genitive in Romanian, with those of the nominative. */
const otherCases: ReadonlyArray<readonly [RegExp, string]> = [
  [/(?<=\p{Ll}{3})(?:u|om|oj|ą|ę|y)$/u, "a"],
  [/(?<=\p{Ll}{2})i?em$/u, ""],
  [/(?<=\p{Ll}{3})ului$/u, "ul"],
  [/(?<=\p{Ll}{3})elui$/u, "ele"],
  [/(?<=\p{Ll}{2})ei$/u, "a"]
]
/** Also in another case: `тетку`, `знайомого`, `majkom`, `părintelui`. */
export const isCue = remembered(
  (phrase) =>
    introducing.has(phrase) ||
    introducingInflected.test(phrase) ||
    isAmong(foldedCues, foldName(phrase)) ||
    isCompoundCue(phrase) ||
    otherCases.some(
      ([ending, nominative]) => ending.test(phrase) && introducing.has(phrase.replace(ending, nominative))
    ),
  10_000
)

/** `sub-agent`: a compound that ends in such a word. */
const isCompoundCue = (phrase: string): boolean => introducing.has(/^\p{L}{2,}-(\p{L}{4,})$/u.exec(phrase)?.[1] ?? "")

const shortened = /(?<!\p{L})(\p{L}{3,})\.\s?["«„“(]?$/u
/** `потерп.`, `соцраб.`: the start of such a word with a dot. */
const endsWithShortCue = (text: string): boolean => {
  const start = shortened.exec(text)?.[1]?.toLowerCase()
  return start !== undefined && startsOfCues.has(start) && !isNamedWord(start) && !isPlainWord(foldName(start))
}
const startsOfCues = new Set(
  [...introducing].flatMap((word) =>
    /^\p{L}{6,}$/u.test(word) ? Array.from({ length: word.length - 4 }, (_, i) => word.slice(0, i + 3)) : []
  )
)

export const kin = withoutMarks(setOf("kin"))

/** A capitalised word that does not begin the text, and the word behind it. */
const capitalBehind =
  /(?<=[\s–—:="«„“(-])(?:(?:Al|El|Abu|Umm|Bin|Ben|De|Dela|Van|Pa)[\s-])?(?:\p{Lu}['’])?(\p{Lu}\p{Ll}{2,}(?:-\p{Lu}\p{Ll}+)?)(?![\p{L}\p{N}])(?=(?:\s+(\p{L}+))?)/gu
/** The longest phrase, in letters. */
const longestCue = 48
const signsBefore = /(?:\s?[#№]?\d{1,3}(?=\s?[:=]))?\.?(?:\sis)?\s?[-—–:=,]?\s*["«„“(]?$/
/** `the broker, Murodjon, met them`: after a comma only a word between two signs is a name. */
const isAppositionOnly = (text: string, from: number, to: number): boolean =>
  /,\s*$/.test(text.slice(0, from)) && !/^\s*(?:[,;.)]|$|(?:and|и|та|й|і|și|et|y|e)\s\p{Lu})/u.test(text.slice(to))
/** `D/o Ram Bahadur`: the father or husband in South Asia. */
const childOf = /(?<![\p{L}\d])[DSWHF]\/[Oo]\.?:?\s\p{Lu}\p{Ll}/u
/** `Бахром-ака`, `Fatma-opa`: an honorific behind a first name. */
const withHonorific = new RegExp(
  `(?<!\\p{L})(\\p{Lu}\\p{Ll}{2,})[-\\s]${anyOf("honorific behind a name")}(?!\\p{L})`,
  "u"
)
const isHonoured = (text: string): boolean => {
  const name = foldName(withHonorific.exec(text)?.[1] ?? "")
  return name !== "" && (isName(name) || !isPlainWord(name))
}
const phrases = /(?:[\p{L}\p{N}'’.-]+\s)?([\p{L}\p{N}'’.-]+)$/u

/** `prietena ei`, `сестра её`: the possessive follows the word. */
const whose = new RegExp(`(?<=\\p{L}\\s)${anyOf("possessive")}$`, "u")

/** `sister of`, `мать девочки`: a relative of someone. */
const kinBefore = /([\p{L}-]+)["»”]?\s(?:of|lui|de|da|do|des|van|von)$/u

/** Ranks that are words in small letters: `DI Hargreaves`. */
const rank = /(?<![\p{L}\d])(?:D[CIS]|DSI|PC|W[DP]C|SGT|LT|CPT|LTC)\.?\s$/u

/** `a friend of Denitsa`; but `director of Hestia`. */
const ofPerson =
  /^(?:ex-)?(?:friend|girlfriend|boyfriend|neighbou?r|classmate|schoolmate|roommate|flatmate|cellmate|colleague|acquaintance|fiancée?|relative)s?$/

/** `answers to the name of Lola`, `responde al nombre de Lola`. */
const byName =
  /(?:answer\p{L}*\sto|go(?:es|ing)?\sby|known\sby|using|under)\sthe\sname\s(?:of\s)?["«„“]?$|respond\p{L}*\sal\snombre\sde\s["«„“]?$|répond\p{L}*\sau\s(?:pré)?nom\sde\s["«„“]?$/iu

/** Returns whether the words at the end of a text introduce a person. */
const endsWithCue = (text: string): boolean => {
  if (byName.test(text) || endsWithShortCue(text) || rank.test(text)) return true
  const before = text.slice(-longestCue).toLowerCase().replace(signsBefore, "")
  const of = kinBefore.exec(before.trimEnd())?.[1] ?? ""
  if (kin.has(of) || ofPerson.test(of)) return true
  return [before, before.replace(whose, "")].some((text) => {
    const [two, one] = phrases.exec(text.trimEnd()) ?? []
    return one !== undefined && (isCue(one) || (two !== one && isCue(two as string)))
  })
}

/** `юрист центра`, `directora del albergue`: where the person belongs, after the word that introduces a name. */
const worksFor = withoutMarks(setOf("works for"))
const ofOrganisation =
  /(?<=\p{L})\s(?:(?:of|the|del?|la|al|du|des|della|der|von|vom|din|a)\s){0,2}(\p{L}{3,})(?:\s?,)?\s["«„“]?$/u
const isOrganisation = (word: string) => isOrganisationWord(word) || place.has(word) || isAmong(namedAfterPersons, word)
/** The name of an organisation may follow it as well as that of a person, so only a name of the lists or with the ending of one counts. */
const isOfOrganisation = (before: string, name: string): boolean => {
  const [found, organisation = ""] = ofOrganisation.exec(before) ?? []
  if (found === undefined || !isOrganisation(foldName(organisation))) return false
  const word = wordOf(name)
  const person = before.slice(0, -found.length)
  return (
    !word.plain &&
    !word.town &&
    !isNamedWord(name) &&
    (word.kind === "given" || word.kind === "surname" || strongEnding.test(word.word)) &&
    (worksFor.has(/\p{L}+$/u.exec(person)?.[0].toLowerCase() ?? "") || endsWithCue(`${person} `))
  )
}

/** Adjectives in the genitive, offices and titles: `судья Верховного суда`, `слідчий Нацполіції`, `Prosecutor General`. */
const ofOffice =
  /(?:ого|его|ной|ской|ных|ских|ної|ської|них|ських)$|служб|пол[іи]ц|[іи]нспекц|ком[іи]тет|управл|прокуратур|^(?:General|Public|Chief|Deputy|Advocate|Office)$/u

/** `Farrukh, brother of the victim`, `Ліза (16 років)`: a capitalised word, followed after a comma or in brackets by whose relative the person is, or how old. */
const withApposition =
  /(?<!\p{L}|\p{Lu}{3,5}\s)(\p{Lu}\p{Ll}{2,}(?:-\p{L}\p{Ll}+)?)(?:,\s|\s\()(?:(\p{Ll}[\p{L}'’-]+)|\d{1,2}(?:[\s-]?(?:лет|год|г|рок[иі]|років|рік|р|ани|ani|years?\s?old|yrs?|y\.?\/?o|años|anos|ans|jahre|j|god(?:ina)?|yaş(?:ında)?|жас(?:та)?|ёш|yosh|տ(?:արեկան)?)(?!\p{L})|(?=,)))(?!\p{L})/gu
const holdsApposition = (text: string): boolean => {
  for (const { 1: name = "", 2: behind } of text.matchAll(withApposition)) {
    const word = wordOf(name)
    if (
      word.plain ||
      word.town ||
      isNamedWord(name) ||
      (word.kind === undefined &&
        (isCommonStem(word.word) ||
          !isUnknown({ ...word, apart: false, foreign: false, introduced: false, listed: false })))
    )
      continue
    if (behind === undefined || kin.has(behind)) return true
  }
  return false
}

/** `Suntali's husband`. */
const kinOf = /(?<!\p{L})(\p{Lu}\p{Ll}{2,})['’]s\s(\p{Ll}+)(?:\s(\p{Ll}+))?/gu
const isKinOf = (text: string): boolean => {
  for (const [, name = "", first = "", second = ""] of text.matchAll(kinOf))
    if (
      (kin.has(first) || kin.has(second)) &&
      (hopes.has(foldName(name)) || (!isPlainWord(foldName(name)) && !isTownWord(foldName(name)) && !isNamedWord(name)))
    )
      return true
  return false
}

/** A verb, a preposition or nothing behind an adjective, so that it describes no office: `допит Заболотного перенесено`, `пані Мушинської з притулку`. */
const noOffice =
  /^$|^(?:з|із|зі|с|со|у|в|во|на|про|о|об|до|к|від|от|и|і|та|й|що|что|не)$|(?:но|то|ла|ли|ло|лась|лся|лися|лася|вся|ть|ти|ся|сь)$/u

/** In this place also `Юли`, which is a month elsewhere. */
const isName = (word: string) => (word.length < 5 ? nameKindInflected(word) : nameKind(word)) !== undefined

/** `mr ahmadov took money`, `sra restrepo`: a form of address before a word in small letters that is not a common one. */
const addressed =
  /(?<!\p{L})(mrs?|ms|miss|sra?|srta|señora?|signora?|mme|mlle|d-?na|dl|dnul|doamna|domnul|пані?|панові|панію|г-н|г-жа|гр-ка)\.?\s(\p{Ll}{4,})/gu

/** Returns whether a form of address stands before a name in small letters. */
export const isAddressed = (text: string): boolean =>
  [...text.matchAll(addressed)].some(([, title = "", name = ""]) => {
    if (isPlainWord(name) || isCue(name)) return false
    const kind = nameKind(foldName(name))
    // `ms excel`, `they miss lessons`.
    return title.startsWith("mr") || kind === "given" || kind === "surname"
  })

/** `следователь Пак`: inside a sentence in Cyrillic only names have a capital letter, also if they are words elsewhere. */
const isWordAsName = (name: string, before: string): boolean => {
  const word = foldName(name)
  return (
    /^[\u0410-\u042f\u0404-\u0407][\u0430-\u0457]{2,}$/.test(name) &&
    /\p{Ll}{3}\s$/u.test(before) &&
    !isOrganisationWord(word) &&
    !isNamedWord(name) &&
    !isTownWord(word) &&
    !isPeople(word) &&
    !isCountryWord(word) &&
    !adjectiveEnding.test(word)
  )
}
const adjectiveEnding = /(?:ого|его|ому|ему|ои|еи|ая|яя|ое|ее|ые|ие|ых|их|ым|им|ыи|ии|оі|іи)$/

/** Verbs that have a person for a subject. */
export const personVerbs = setOf("what a person does")

/** `supervisor Kumba checked the form`: a town does nothing. */
const isTownAsName = (name: string, next: string): boolean => {
  const word = foldName(name)
  return (
    isTownWord(word) &&
    !isPlainWord(word) &&
    !isNamedWord(name) &&
    (personVerbs.has(next) || /^\p{Ll}{3,}ed$/u.test(next))
  )
}

/** `Avocatul Poporului`: the genitive of a noun in Romanian. */
const ofNoun = /^\p{Lu}\p{Ll}{2,}(?:ului|[ei]lor)$/u

/** `громадянин Румунії Попеску`, `ciudadano de Rumanía Popescu`: a citizen of a country, and a name. */
const citizen =
  /(?<!\p{L})(?:громадян\p{L}+|граждан\p{L}+|citizens?\sof|cetățean\p{L}*|cetățeni|ressortissante?|citoyen(?:ne)?|ciudadan[oa]|cidad[ãa]o?)\s(?:d[eu]s?\s)?(\p{Lu}\p{L}+)\s(\p{Lu}\p{Ll}{2,})(?![\p{L}\p{N}])/gu
const isNamedCitizen = (text: string): boolean =>
  [...text.matchAll(citizen)].some(
    ([, country = "", name = ""]) =>
      isCountryWord(foldName(country)) &&
      !isCountryWord(foldName(name)) &&
      !isPlainWord(foldName(name)) &&
      !isTownWord(foldName(name)) &&
      !isNamedWord(name)
  )

/** Words for what is named, which are other words next to a name: `им` also is a pronoun, and `est` also is the French `is`. */
const alsoVerb: ReadonlySet<string> = new Set(["им", "est"])

/** Returns whether a word for a person or an office has a name behind it. */
export const isIntroduced = (text: string): boolean => {
  if (/['’]s\s/.test(text) && isKinOf(text)) return true
  if (isNamedCitizen(text)) return true
  if (childOf.test(text) || isHonoured(text) || (/[,(]/.test(text) && holdsApposition(text))) return true
  for (const { 0: found, 1: name = "", 2: next = "", index } of text.matchAll(capitalBehind)) {
    const before = text.slice(0, index)
    if (isOfOrganisation(before, name)) return true
    if (!endsWithCue(before) || isAppositionOnly(text, index, index + found.length)) continue
    // `Sister Maria hospital`; but `employer Sultan Al Kaabi`.
    const isSmall = /^\p{Ll}/u.test(next)
    if (
      !alsoVerb.has(next) &&
      isNamedWord(next) &&
      (isSmall ? !placeWithCapital.has(foldName(next)) : namedAfterPersons.has(foldName(next)))
    )
      continue
    // `двоюродный Брат`; but `Mama Eki`.
    if (kin.has(name.toLowerCase()) && !/^\p{Lu}/u.test(next)) continue
    const isKnown = wordsOfText(name).every(
      (word) =>
        !isName(word) &&
        !hopes.has(word) &&
        !certainEnding.test(word) &&
        (isPlainWord(word) || isTownWord(word) || isNamedWord(word))
    )
    if (isKnown && (isWordAsName(name, before) || isTownAsName(name, next))) return true
    if (ofNoun.test(name) && isCommonStem(foldName(name))) continue
    const isOffice =
      ofOffice.test(name) &&
      !(/(?:ого|[сц]кой|[сц]ької|[сц]ькій)$/.test(name) && noOffice.test(next)) &&
      [undefined, "word"].includes(nameKindInflected(foldName(name)))
    if (!isKnown && !isOffice && !(isPeople(foldName(name)) && isBesidePeoples(next))) return true
  }
  return false
}

/** Returns whether a word occurs next to the names of places, organisations or houses. */
export const isNamedWord = (word: string): boolean => place.has(foldName(word)) || namedAfterPersons.has(foldName(word))

/** `Петров И`, `Петрова М - отказ`: a family name by its ending, and an initial without a dot. */
const loneInitial = /^(\p{Lu}\p{Ll}{3,})\s\p{Lu}(?=$|\s?[,;:(]|\s[–—-]\s)/u
const isFamilyAndInitial = (text: string): boolean => {
  const family = foldName(loneInitial.exec(text)?.[1] ?? "")
  return family !== "" && !isPlainWord(family) && (nameKind(family) === "surname" || strongEnding.test(family))
}

/** `shevchenko o`: the same in small letters, and nothing else. */
const familyAndInitialInSmall = /^(?:\p{Ll}\.?\s?){0,2}(?<!\p{L})(\p{Ll}{4,})(?:\s\p{Ll}\.?(?:\s?\p{Ll}\.?)?)?$/u

/** Returns whether a text is nothing but a family name and initials in small letters. */
export const isFamilyAndInitialInSmall = (text: string): boolean => {
  const family = text.includes(" ") ? (familyAndInitialInSmall.exec(text)?.[1] ?? "") : ""
  if (family === "" || isPlainWord(foldName(family))) return false
  return (
    strongEnding.test(foldName(family)) || (nameKind(foldName(family)) === "surname" && !isTownWord(foldName(family)))
  )
}

/** `Charlotte NC`: a town in a state. */
const isTownOfState = (found: string, family: string): boolean =>
  stateOfTown.test(found) && isAlsoTown(foldName(family))
const stateOfTown =
  /\s(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|BC|ON|QC)$/

/** Returns whether a text has a family name and initials, in any order. Roman numerals and abbreviated states are none. */
export const holdsInitials = (text: string): boolean =>
  isFamilyAndInitial(text) ||
  withInitials.some((pattern) => {
    const [found = "", family] = pattern.exec(text) ?? []
    if (family === undefined || wordsOfText(family).every(isPlainWord) || isTownOfState(found, family)) return false
    // `Chamber II`; but `Petrov VI`.
    return (
      !romanNumeral.test(text.slice(-2)) ||
      nameKind(foldName(family)) === "surname" ||
      strongEnding.test(foldName(family))
    )
  })

/** An age, or a few words in brackets, behind a name: `Olena, 24 роки`, `Olena (broker)`. */
const behind = /[\s,;(]+\d{1,2}\)?\s*(?:лет|года?|років|роки|р|л|ani|years?(?:\sold)?|y\.?\s?o|yo)?[.)]*$/iu
const bracketed = /\s*\(([\p{L}\s]{1,40})\)$/u

/** Returns a text without an age or plain words in brackets behind it. */
export const withoutRemark = (text: string): string => {
  const bare = text.replace(bracketed, (all, inner: string) =>
    wordsOfText(inner).every(
      (word) => isPlainWord(word) || (nameKind(word) === undefined && inner === inner.toLowerCase())
    )
      ? ""
      : all
  )
  const rest = bare.replace(behind, "")
  return /\p{L}{2}/u.test(rest) ? rest : text
}

/** `Mohamed El Amrani`, `Umm Hassan`, `Abu Yusuf`, `Yuliati binti Sarmo`: names with the Arabic words for a family, a mother or a father. */
const arabicName =
  /(?<![\p{L}-])(?:(\p{Lu}\p{Ll}+)\s(?:[Ee]l|[Aa]l|[Bb][ei]n|[Oo]uld|[Aa]it)[\s-]\p{Lu}\p{Ll}+|(?:Umm?|Abou|Abu|Bint|Ibn)\s(\p{Lu}\p{Ll}+)|\p{Lu}\p{Ll}+\s[Bb]int[ie]\s\p{Lu}\p{Ll}+)(?!\p{L})/u
/** Returns whether a text has a name with an Arabic word for a family, a mother or a father. */
export const isArabicName = (text: string): boolean => {
  const [found, given, parent] = arabicName.exec(text) ?? []
  if (found === undefined) return false
  if (given !== undefined) return nameKind(foldName(given)) === "given"
  return parent === undefined || !isTownWord(foldName(parent))
}

/** `у Юлианны`, `к Назире`: who is visited is a person, unless the word is an adjective. */
const visited =
  /(?<!\p{L})(у|к)\s(?!\p{Lu}\p{Ll}+(?:ной|ской|ній|ській|ному|скому)\s\p{Ll})(\p{Lu}\p{Ll}{3,})(?![\p{L}\p{N}])/u
/** `встретились с Сайфуллой`. */
const accompanied =
  /(?<=(?:л[аи]?|л(?:ся|ась|ись|ася|ися)|вся|[её]т|ит|ють|ться|тся)\s)(?:с|со|з|із|зі)\s(\p{Lu}\p{Ll}{2,}(?:ой|ей|ою|ею|єю|ом|ем|єм))(?![\p{L}\p{N}])/u
/** `кличка "Москва"`, `alias "El Chato"`: what a nickname is does not matter. */
const nickname = new RegExp(String.raw`(?<!\p{L})${anyOf("nickname")}(?!\p{L})\s?[:=–—-]?\s?["«„“]\p{Lu}`, "iu")
/** Returns whether a text gives a nickname in quotation marks. */
export const isNickname = (text: string): boolean => /["«„“]/.test(text) && nickname.test(text)

/** In Ukrainian, `у` has a place behind it in the accusative or in the locative: `у Білу Церкву`, `у Тіндері`. */
const inPlace = /[ую]$|[бвгґджзклмнпрстфхцчшщ]і$/u

/** Returns whether a text says that an unknown capitalised word was visited or met: it is the name of a person. */
export const isVisit = (text: string): boolean => {
  const [, preposition, host = ""] = visited.exec(text) ?? []
  const isHost = preposition === "к" || (preposition !== undefined && !inPlace.test(host))
  const found = isHost ? host : accompanied.exec(text)?.[1]
  if (found === undefined || /(?:ого|его|ому|ему|ых|их|ым|им|ои|ый|ий)$/.test(found)) return false
  const word = wordOf(found)
  return isUnknown({ ...word, apart: false, foreign: false, introduced: false, listed: false }) && !place.has(word.word)
}

/** Scripts without capital letters and without lists of names: a short cell in one that has no common word is mostly a name. */
const far =
  /[\p{Script=Bengali}\p{Script=Devanagari}\p{Script=Ethiopic}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Sinhala}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Oriya}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Lao}]{2}/u

/** Thai separates words in names alone: a word for a person, or two words without a common one. */
const introducedInThai = new RegExp(`(?<!\\p{Script=Thai})${anyOf("introduces in Thai")}\\s?\\p{Script=Thai}{2,}`, "u")
const commonInThai = new RegExp(anyOf("no name in Thai"), "u")
const isThaiName = (text: string): boolean =>
  introducedInThai.test(text) ||
  (/^\p{Script=Thai}{2,12}\s\p{Script=Thai}{2,16}$/u.test(text) && !commonInThai.test(text))

/** Returns whether a short text in a script without capital letters is a name: it has no common word. */
export const isFarName = (text: string): boolean =>
  (/\p{Script=Thai}/u.test(text) && isThaiName(text)) ||
  (far.test(text) &&
    text.split(/\s+/).length <= 5 &&
    !wordsOfText(text).some((word) => far.test(word) && isPlainWord(word)))

/** `اسمها مريم`, `დედა ნინო`: words for a name, a lady or a mother in scripts without capital letters, with another word behind them. */
const introducedInSmall = new RegExp(
  String.raw`(?<![\p{L}\p{M}])(?:و|ال)?${anyOf("introduces without capital letters")}\s?[:,،–-]?\s(\p{Lo}[\p{Lo}\p{M}]{2,})`,
  "u"
)
/** `أم محمد`: a mother or father by the first name of a child. */
const parentOf = /(?<!\p{L})(?:أم|ام|أبو|ابو|أبي)\s(\p{Script=Arabic}{3,})/u

/** Returns whether a text in a script without capital letters introduces a name: by a word for one, or for a mother or father of a child. */
export const isIntroducedInSmall = (text: string): boolean => {
  const child = parentOf.exec(text)?.[1]
  if (child !== undefined && nameKind(foldName(child)) === "given") return true
  const name = introducedInSmall.exec(text)?.[1]
  return (
    name !== undefined &&
    !isPlainWord(foldName(name)) &&
    !/^(?:ال|إن|ان|أن|من|في|إلى|على|عن|لم|لا|كان|هي|هو|التي)/.test(name)
  )
}
