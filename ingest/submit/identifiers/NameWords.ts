/** The words of a text with what their form and the lists say of each: a listed name, a plain word, a town, an ending of names. */
import { remembered } from "../../../ports/BoundedMap.ts"
import { foldWord } from "../values/FoldWord.ts"
import { isCommonStem } from "./CommonStems.ts"
import { anyOf } from "./IdentifierWords.ts"
import { namedAfterPersons, place, placeWithCapital, streetsAndVillages } from "./NamedPlaces.ts"
import {
  foldName,
  isAlsoTown,
  isTownWord,
  kindInLatin,
  type NameKind,
  nameKind,
  nameKindInflected
} from "./NameLists.ts"
import { isPlainWord, wordsOfText } from "./PlainWords.ts"

/** Endings of patronymics in any case, folded: `и` stands for `й`. */
const patronymic =
  /(?:(?:ов|ев|ив|ів|льв|ин|ьин)(?:ич|іч)|[а-я]{3}(?:ьич|аныч|алыч|еич))(?:а|у|ем|ом|е|і|ю|еві|ові)?$|(?:ов|ев|ів|ин?ич|ин)н(?:а|ы|и|у|е|і|ою|ои)$|(?:ov|ev|yev|iev|ov)(?:ich|ych|ici)$|(?:ov|ev|yev|iv|yiv|ich|nich)na$|(?:zoda|zade|заде|зода)$|\p{L}{3}(?:қызы|ұлы)(?:на|ның|нан|мен)?$/u
/** Adjectives and nouns with such an ending. */
const noPatronymic = new RegExp(`^${anyOf("start of no patronymic")}`)
/** `Шановні`, `Ділові`: a common word with such an ending, unless a first name is before it. */
const isCommonWord = (word: string): boolean => {
  if (!isCommonStem(word)) return false
  const father = word.replace(/(?:[оеєиіь][вн]|льв|ин)(?:н\p{L}+|[иі]ч\p{L}*)$/u, "")
  return !["", "а", "я", "ь", "и", "іи", "ии", "о", "еи"].some((ending) => nameKind(father + ending) === "given")
}
const patronymicWord = /^(?:qizi|o gli|ogli|ogly|ugli|кизи|кызы|угли|оглы|огли|улы|уулу|uulu|ulы|uly|kyzy)$/

/** Endings of family names, folded. Other words have them too, so a single word counts only if it is capitalised like a name. */
const familyEnding = new RegExp(`${anyOf("ending of family names")}$`)

/** Endings that only family names have: enough for a single word. */
export const strongEnding = new RegExp(`${anyOf("strong ending of family names")}$`)

/** Endings that no word but a family name has, in small letters too. */
export const certainEnding = new RegExp(`${anyOf("certain ending of family names")}$`)

export interface Token {
  readonly text: string
  /** Folded and joined. */
  readonly word: string
  /** `Anna`, `Mc'Donald`. */
  readonly title: boolean
  /** `ANNA`. */
  readonly upper: boolean
  readonly initial: boolean
  /** A script without capital letters. */
  readonly uncased: boolean
  readonly kind: NameKind | undefined
  readonly plain: boolean
  readonly town: boolean
  /** Includes towns whose name is more often that of a person. */
  readonly alsoTown: boolean
  readonly patronymic: boolean
  readonly alphabet: string
  /** In a different alphabet from most of the text. */
  readonly foreign: boolean
  /** Something other than a space separates it from the word before. */
  readonly apart: boolean
  /** A comma is between it and the word before. */
  readonly listed: boolean
  /** A colon is between it and the word before. */
  readonly introduced: boolean
}

const uncasedWord =
  /^[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Georgian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Ethiopic}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Sinhala}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Thai}\p{Script=Lao}\p{M}]+$/u
/** Endings of family names in Georgian, and signs of names in Arabic. */
const uncasedEnding = /(?:შვილი|ძე|იანი|უა|ავა|ური|ელი)$|^(?:بن|ابن|بنت|آل|عبد|ابو|أبو|ام|پور|زاده)/u

const alphabetOf = (text: string): string =>
  /\p{Script=Latin}/u.test(text) ? "latin" : /\p{Script=Cyrillic}/u.test(text) ? "cyrillic" : "other"

/** Returns the alphabet of most words: Latin or Cyrillic. */
export const commonest = (alphabets: ReadonlyArray<string>): string =>
  alphabets.filter((one) => one === "latin").length * 2 > alphabets.length ? "latin" : "cyrillic"

/** What is known of a word in any position. */
export type Word = Omit<Token, "apart" | "foreign" | "introduced" | "listed">

export const romanNumeral = /^(?=.)X{0,3}(?:IX|IV|V?I{0,3})$/

/** `fetița veronicăi`: the genitive of names on -ca and -ga in Romanian, which few other nouns have. */
const inGenitive = (text: string): NameKind | undefined => {
  const stem = /^(\p{Ll}{2,}[cg])ăi$/u.exec(text)?.[1]
  return stem !== undefined && nameKind(foldName(`${stem}a`)) === "given" ? "given" : undefined
}

/** `зарину избил хозяин`: a first name in another case, in small letters, unless a dictionary has the word. */
const inSmall = (word: string, plain: boolean): NameKind | undefined =>
  !plain &&
  word.length > 4 &&
  /^[\u0430-\u0491]+$/.test(word) &&
  !isCommonStem(word) &&
  nameKindInflected(word) === "given"
    ? "given"
    : undefined

/** Returns the kind of a word without a capital letter. In Vietnamese it is none: `lương` is a wage. */
const withoutCapital = (text: string, word: string, plain: boolean): NameKind | undefined =>
  /[ơư\u1ea0-\u1ef9]/.test(text) ? undefined : (nameKind(word) ?? inGenitive(text) ?? inSmall(word, plain))

/** `Bari-Rome`. */
const isPlaceByParts = (text: string): boolean => text.split("-").every((part) => isTownWord(foldName(part)))
/** `Port-Bouët`, `Saint-Louis`. */
const isPlaceByStart = (text: string): boolean => {
  const [start = "", ...rest] = text.split("-")
  const word = foldName(start)
  return (
    word.length > 2 &&
    /^\p{Lu}\p{Ll}+$/u.test(start) &&
    place.has(word) &&
    !placeWithCapital.has(word) &&
    nameKind(word) === undefined &&
    rest.every((part) => nameKind(foldName(part)) !== "given")
  )
}

/** `Anca-Teodora`: two first names with a hyphen. */
const isDoubleName = (text: string): boolean =>
  /^\p{Lu}\p{Ll}{2,}-\p{L}\p{Ll}{2,}$/u.test(text) &&
  text.split("-").every((part) => nameKind(foldName(part)) === "given" && !isTownWord(foldName(part)))

/** Returns what a word is in any position. */
export const wordOf = remembered((text): Word => {
  const word = foldName(text)
  const title =
    /^\p{Lu}[\p{Ll}\p{M}'’ʻʼ`-]+(?:\p{Lu}[\p{Ll}\p{M}'’ʻʼ`-]+){0,3}$/u.test(text) ||
    /^\p{Lu}'\p{Lu}\p{Ll}+$/u.test(text)
  const folded = foldWord(text)
  const alphabet = alphabetOf(text)
  const plain =
    isPlainWord(folded) ||
    romanNumeral.test(text) ||
    (!/\p{Ll}'\p{Ll}/u.test(text) && wordsOfText(text).every(isPlainWord))
  const town = isTownWord(word) || (text.includes("-") && (isPlaceByStart(text) || isPlaceByParts(text)))
  const listed = title || uncasedWord.test(text) ? nameKindInflected(word) : withoutCapital(text, word, plain)
  const isSpelling = listed === undefined && title && alphabet === "cyrillic" && !plain && !town
  const kind = isSpelling ? kindInLatin(word) : (listed ?? (isDoubleName(text) ? "given" : undefined))
  return {
    text,
    word,
    title,
    upper:
      /^\p{Lu}[\p{Lu}'’ʻʼ`\p{M}-]+$/u.test(text) &&
      /[аеёиоуыэюяіїєaeiouyαεηιουω\u0531-\u0587]/i.test(text.normalize("NFD")),
    initial: /^\p{Lu}\.?$/u.test(text),
    uncased: uncasedWord.test(text),
    kind,
    plain,
    town,
    alsoTown: isAlsoTown(word),
    patronymic:
      (patronymic.test(word) && word.length > 5 && !noPatronymic.test(word) && !isCommonWord(word)) ||
      patronymicWord.test(folded) ||
      patronymicWord.test(word),
    alphabet
  }
})

/** `signs`: what separates the word from the one before. */
export const token = (text: string, signs: string, main: string): Token => ({
  ...wordOf(text),
  foreign: main !== "" && wordOf(text).alphabet !== main,
  apart: /[^\s_,]/.test(signs),
  listed: signs.includes(","),
  introduced: /[:=]/.test(signs)
})

/** Returns whether a word is capitalised like a name, or in capitals. */
export const isCapital = ({ title, upper }: Token) => title || upper
/** Returns whether a word alone shows a name: a patronymic, or a listed name that is not a plain word. */
export const isStrong = ({ kind, plain, patronymic: isPatronymic }: Token) =>
  isPatronymic || ((kind === "given" || kind === "surname") && !plain)

/** Returns whether a word is the name of a town. */
export const isTown = ({ town }: Token) => town

/** Returns whether a word says what place a name is of: a street, a school, a village. */
export const isPlace = (word: Token | undefined) =>
  word !== undefined &&
  (place.has(word.word) || streetsAndVillages.has(word.word)) &&
  (isCapital(word) || !placeWithCapital.has(word.word))
/** `Maria Theresa hospital`, `Богдан Хмельницький район`: a word for a place right after the name. */
export const isNamedBehind = (word: Token | undefined) =>
  word !== undefined && !word.apart && !word.listed && (isPlace(word) || namedAfterPersons.has(word.word))
/** Between a thing and the name that it has: `школа им. Гагарина`, `Fundația „Sf. Ana”`, `church of Saint Anne`. */
const ofSomebody =
  /^(?:of|the|de|la|el|al|du|des|del|della|di|da|do|dos|das|das|le|lui|st|sf|sv|св|ст|им|ім|імені|имени|von|van|der|s)$/
/** Returns whether the words at `i` are something named after a person: the word before says what it is. */
export const isEponym = (words: ReadonlyArray<Token>, i: number): boolean => {
  const before = words[i - 1]
  if (before !== undefined && !words[i]?.introduced && namedAfterPersons.has(before.word)) return true
  // `strada Ștefan cel Mare`, `comuna Alexandru Ioan Cuza`.
  for (let at = i; at > 0 && at > i - 5; at--) {
    const [word, behind] = [words[at - 1] as Token, words[at] as Token]
    if (behind.apart || behind.listed || behind.introduced) return false
    if (streetsAndVillages.has(word.word) || (at < i && namedAfterPersons.has(word.word))) return true
    if (!word.title && !ofSomebody.test(word.word)) return false
  }
  return false
}

/** Returns whether a word that is not a common one ends as family names do. */
export const hasEnding = ({ word, plain, uncased }: Token) =>
  !plain && (uncased ? uncasedEnding : familyEnding).test(word)
/** Neither a known word nor a town. */
export const isUnknown = (word: Token) =>
  !word.plain &&
  !isTown(word) &&
  word.word.length > 1 &&
  !namedAfterPersons.has(word.word) &&
  !streetsAndVillages.has(word.word)

/** A family name by its ending alone. */
export const isCertain = ({ word, text, plain }: Token) => !plain && (certainEnding.test(word) || /ić$/.test(text))

/** Endings of words that start sentences in Russian and Ukrainian: `Продана`, `Российский`. */
export const commonEnding = new RegExp(`${anyOf("ending of common words in Cyrillic")}$`)

/** Endings of common words in English and Romanian, which family names of other languages seldom have. */
const commonLatinEnding = new RegExp(`${anyOf("ending of common words in Latin")}$`)

/** Returns whether an unknown word may be a name by its ending. */
export const isLikeName = ({ word, alphabet }: Token) =>
  !(alphabet === "cyrillic" ? commonEnding : commonLatinEnding).test(word)

/** Returns true for an unknown word of some length that has the form of a name. */
export const isRare = (word: Token) => isUnknown(word) && word.word.length > 4 && !word.listed && isLikeName(word)

/** Forms of names in Central Asia. */
export const nameForm =
  /^(?:абд[уие]|биби|мирзо|abd[ue]|bibi|mirzo)\p{L}{3,}$|\p{L}{3}(?:хон|жон|джон|бек|бои|бай|гуль|нисо|улло|улла|уллох|иддин|уддин|аддин|мурод|бону|ойим|khon|xon|jon|bek|niso|ullah|ullo|iddin|uddin|murod|bonu)(?:а|у|ом)?$/u
