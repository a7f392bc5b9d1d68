/** Names among words in small letters. */
import { setOf } from "./IdentifierWords.ts"
import { namedAfterPersons } from "./NamedPlaces.ts"
import { isCue } from "./NamesInContext.ts"
import {
  certainEnding,
  hasEnding,
  isCapital,
  isEponym,
  isLikeName,
  isNamedBehind,
  isPlace,
  isStrong,
  isTown,
  isUnknown,
  nameForm,
  strongEnding,
  type Token,
  type Word
} from "./NameWords.ts"

/** In small letters these are ordinary words, not names: `вера и надежда`, `avril`. */
export const virtue = setOf("virtue")

/** First names of Georgian are seldom other words. */
const isGeorgianName = (word: Token) =>
  /^\p{Script=Georgian}{4}/u.test(word.word) && word.kind === "given" && !isTown(word)

/** Returns whether a capitalised word is next to the pair at `i`, other than a third unknown one after it. */
const isCapitalBeside = (words: ReadonlyArray<Token>, i: number): boolean => {
  const [before, next, third] = [words[i - 1], words[i + 1] as Token, words[i + 2]]
  const isBefore = before !== undefined && isCapital(before) && !words[i]?.apart && !words[i]?.listed
  const isBehind = third !== undefined && isCapital(third) && !third.apart && !third.listed && !isUnknown(third)
  return isBefore || isBehind || next.listed
}

/** Words before the names of places and organisations. */
export const beforePlaces = setOf("before places")

/** Prepositions that seldom have a person behind them. */
const inPlace = new Set("in near via outside around в во через біля возле în din prin lângă en em".split(" "))
/** `works in Cali`: a town that is also a first name. */
export const asTown = (word: Token, i: number, words: ReadonlyArray<Token>): Token => {
  const [before, next] = [words[i - 1], words[i + 1]]
  const isTown = word.kind === "given" && word.alsoTown && word.title && !word.apart && !word.listed
  const isAlone = next === undefined || !isCapital(next) || next.apart || next.listed
  return isTown && isAlone && before !== undefined && inPlace.has(before.text)
    ? { ...word, town: true, kind: undefined }
    : word
}

/** `Организатор – Асланов`: a family name after a sign. */
const isBehindSign = (words: ReadonlyArray<Token>, i: number): boolean => {
  const word = words[i] as Token
  return (
    i > 0 &&
    word.apart &&
    word.title &&
    !isTown(word) &&
    !word.plain &&
    strongEnding.test(word.word) &&
    !isPlace(words[i + 1])
  )
}

/** Returns whether the word at `i` belongs to the name of a place or of something named after a person. */
const isOfPlace = (words: ReadonlyArray<Token>, i: number): boolean => {
  const [before, word, next] = [words[i - 1], words[i], words[i + 1]]
  if (word?.title && word.kind !== "given" && namedAfterPersons.has(word.word)) return true
  if (isPlace(before) || isPlace(word) || (isPlace(next) && !next?.listed && !next?.apart)) return true
  if (isEponym(words, i) || (isEponym(words, i - 1) && isCapital(before as Token))) return true
  return isNamedBehind(next) || (next !== undefined && isCapital(next) && isNamedBehind(words[i + 2]))
}

/** In small letters. */
const isSmallName = (word: Token): boolean =>
  (certainEnding.test(word.word) && !word.plain && word.word.length > 5) ||
  (word.kind === "given" && word.word.length > 4 && isUnknown(word) && !virtue.has(word.word) && !isCue(word.text))

/** Returns true for a capitalised family name without another capitalised word next to it. */
const isFamilyAlone = (words: ReadonlyArray<Token>, i: number): boolean => {
  const [before, word, next] = [words[i - 1], words[i] as Token, words[i + 1]]
  if (before === undefined || isCapital(before) || (next !== undefined && isCapital(next))) return false
  return word.title && word.kind === "surname" && (word.alphabet === "cyrillic" || hasEnding(word))
}

/** Two capitalised words of which the second is unknown. Undefined if they decide nothing. */
const isPairOfUnknown = (words: ReadonlyArray<Token>, i: number): boolean | undefined => {
  const [word, next] = [words[i] as Token, words[i + 1]]
  if (next === undefined || next.apart || !isCapital(next) || !isUnknown(next)) return undefined
  // `cc: OUMWA, DOLE, IACAT` are acronyms.
  const isAcronym = next.listed && words.filter(({ upper, kind }) => upper && kind === undefined).length > 2
  if (!isAcronym && word.upper && next.upper && word.word.length + next.word.length > 6) return true
  if ([word, next].some((one) => hasEnding(one) || one.kind !== undefined)) return true
  // Nothing but a name: two or three unknown words with capital letters, and no others.
  if ([word, next].every((one) => one.title && isLikeName(one)) && !isCapitalBeside(words, i))
    return word.alphabet === next.alphabet
  return undefined
}

/** Forms of verbs in Russian and Ukrainian. */
export const verb = /(?:л[аи]?|вся|л(?:ся|ась|ись|ася|ися)|ть|ет|ит|є)$/u
/** Forms of verbs in Romance languages, English and Turkish. */
const latinVerb = /(?:ó|ab[ae]n?|ían?|ava[mn]?|ait|aient|ește|ează|\p{L}{3}ed|[ıiuü]yor|\p{L}{2}[dt][ıiuü])$/u

/** Returns whether a word has the form of a verb. */
export const isVerb = ({ alphabet, text, word }: Word): boolean =>
  alphabet === "cyrillic" ? verb.test(word) : latinVerb.test(text)

/**
 * `Вера в Бога`, `Dolores de cabeza`: a word that is also a first name, at the start, where any word has a capital letter, and without a verb behind it. The
 * model weighs what follows (`NameModel.ts`).
 */
export const isWordAtStart = (words: ReadonlyArray<Token>, i: number): boolean => {
  const [word, next] = [words[i] as Token, words[i + 1]]
  if (i > 0 || !virtue.has(word.word) || next === undefined || isCapital(next) || next.initial) return false
  return next.apart || next.listed || !isVerb(next)
}

/** `Новокаховської міськради`: the adjective of a town before a noun. */
const adjective = /(?:ськ|цьк|ск|цк)(?:оі|ого|ои|іи|ому|ом|их|им|ими|а|е|ии|ыи|ая|ую|ое)$/

/**
 * Returns true for a word that is a name about as often as not: a first name that is also a word, and an unknown word in a sentence that does not follow a
 * preposition of places (`we will not tell Andrius`, but `client takes Metformin`).
 */
export const mayBePerson = (words: ReadonlyArray<Token>, i: number): boolean => {
  const [before, word, next] = [words[i - 1], words[i] as Token, words[i + 1]]
  if (isWordAtStart(words, i)) return true
  if (before === undefined || isCapital(before) || (next !== undefined && isCapital(next)) || !word.title) return false
  if (word.kind === "word") return word.alphabet === "latin"
  if (word.apart || word.listed || word.word.length < 4 || word.kind !== undefined) return false
  if (!isUnknown(word) || !isLikeName(word) || (next !== undefined && !next.apart && adjective.test(word.word)))
    return false
  return before.plain && !beforePlaces.has(before.text.toLowerCase()) && !namedAfterPersons.has(before.word)
}

/** `crossed the Darién`, `par le SAMU`, but `the Kowalczyk brothers`. */
const isBehindArticle = (words: ReadonlyArray<Token>, i: number): boolean => {
  const next = words[i + 1]
  const article = words[i - 1]?.text ?? ""
  if (words[i]?.upper && /^(?:le|la|du|au|el|del|al|il|der|die|das)$/.test(article)) return true
  return article === "the" && (next === undefined || !(isCapital(next) || ofRelatives.test(next.word)))
}
const ofRelatives = /^(?:famil|brother|sister|sibling|couple|twin|girl|boy|kid|child|case)/

/** Returns whether the word at `i` is a name, or the first of a pair that is one. */
const isNameAt = (words: ReadonlyArray<Token>, i: number): boolean => {
  const word = words[i] as Token
  if (isOfPlace(words, i) || isBehindArticle(words, i)) return false
  if (word.uncased) return isStrong(word) && (word.foreign || isGeorgianName(word))
  if (!isCapital(word)) return isSmallName(word)
  if (word.foreign && word.title && word.alphabet === "cyrillic" && isUnknown(word)) return true
  if (word.plain || isWordAtStart(words, i)) return false
  if ((word.kind === "given" && !isTown(word)) || word.patronymic) return true
  if (isTown(word)) return false
  if (isFamilyAlone(words, i) || (word.title && nameForm.test(word.word) && isUnknown(word))) return true
  const isPair = isPairOfUnknown(words, i)
  if (isPair !== undefined) return isPair
  if (word.title && word.word.length > 6 && /енк(?:[оау]|ом)$/.test(word.word)) return true
  return i > 0 && strongEnding.test(word.word) && word.word.length >= 5
}

/** Returns whether a text contains a listed given name, or two unknown capitalised words, among words in small letters. */
export const inSentence = (words: ReadonlyArray<Token>): boolean => {
  if (words.some((_, i) => isBehindSign(words, i))) return true
  if (words.length < 2 || !words.some((word) => !isCapital(word) && !word.initial)) return false
  return words.some((_, i) => isNameAt(words, i))
}
