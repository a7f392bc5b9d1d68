/** Names among words in small letters. */
import { setOf } from "./IdentifierWords.ts"
import { namedAfterPersons } from "./NamedPlaces.ts"
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
  type Token
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

/** `Новокаховської міськради`: the adjective of a town before a noun. */
const adjective = /(?:ськ|цьк|ск|цк)(?:оі|ого|ои|іи|ому|ом|их|им|ими|а|е|ии|ыи|ая|ую|ое)$/

/** Returns true for an unknown capitalised word in a sentence, but not after a preposition of places: `we will not tell Andrius`. */
const isPersonBySentence = (words: ReadonlyArray<Token>, i: number): boolean => {
  const [word, before] = [words[i] as Token, words[i - 1] as Token]
  if (!word.title || word.apart || word.listed || word.word.length < 4 || word.kind !== undefined) return false
  if (word.alphabet === "other" || !isUnknown(word) || !isLikeName(word)) return false
  if (adjective.test(word.word) && words[i + 1] !== undefined && !words[i + 1]?.apart) return false
  if (!before.plain || beforePlaces.has(before.text.toLowerCase()) || namedAfterPersons.has(before.word)) return false
  return words.filter((other) => other.plain && !isCapital(other)).length > 2
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
  (word.kind === "given" && word.word.length > 4 && isUnknown(word) && !virtue.has(word.word))

/** Returns true for a capitalised word without another one next to it. */
const isNameAlone = (words: ReadonlyArray<Token>, i: number): boolean => {
  const [before, word, next] = [words[i - 1], words[i] as Token, words[i + 1]]
  if (before === undefined || isCapital(before) || (next !== undefined && isCapital(next))) return false
  // `ask for Tony`: a name that is a rare word.
  if (word.title && word.kind === "word" && word.alphabet === "latin") return true
  if (word.title && word.kind === "surname" && (word.alphabet === "cyrillic" || hasEnding(word))) return true
  return isPersonBySentence(words, i)
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
/** `Вера в Бога`, `Надія на повернення`: a word that is also a first name, at the start and with something other than a verb behind it. */
export const isWordAtStart = (words: ReadonlyArray<Token>, i: number): boolean => {
  const [word, next] = [words[i] as Token, words[i + 1]]
  if (i > 0 || word.alphabet !== "cyrillic" || !virtue.has(word.word)) return false
  return next !== undefined && !next.apart && !next.listed && !isCapital(next) && !verb.test(next.word)
}

/** Returns whether the word at `i` is a name, or the first of a pair that is one. */
const isNameAt = (words: ReadonlyArray<Token>, i: number): boolean => {
  const word = words[i] as Token
  if (isOfPlace(words, i)) return false
  if (word.uncased) return isStrong(word) && (word.foreign || isGeorgianName(word))
  if (!isCapital(word)) return isSmallName(word)
  if (word.foreign && word.title && word.alphabet === "cyrillic" && isUnknown(word)) return true
  if (word.plain || isWordAtStart(words, i)) return false
  if ((word.kind === "given" && !isTown(word)) || word.patronymic) return true
  if (isTown(word)) return false
  if (isNameAlone(words, i) || (word.title && nameForm.test(word.word) && isUnknown(word))) return true
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
