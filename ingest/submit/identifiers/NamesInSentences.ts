/** Names among other words: two in a row, one among words in small letters. */
import { setOf } from "./IdentifierWords.ts"
import { namedAfterPersons } from "./NamedPlaces.ts"
import {
  certainEnding,
  commonEnding,
  hasEnding,
  isCapital,
  isCertain,
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

/** In small letters, words of a language and no names: `вера и надежда`. */
const virtue = setOf("virtue")

/** A first name that is nothing else. */
export const isGivenOnly = (word: Token) => word.kind === "given" && isStrong(word) && !isTown(word)

/** A family name of Arabia behind a given name. */
const arabicFamily = /^ال\p{L}{2,}[يى]$/u

/** Two consecutive names inside a longer text. */
export const runs = (words: ReadonlyArray<Token>): boolean =>
  words.some((word, i) => {
    const next = words[i + 1]
    if (next === undefined || next.apart) return false
    if (isPlace(word) || isPlace(next) || isEponym(words, i) || isNamedBehind(words[i + 2])) return false
    const [a, b] = [isStrong(word), isStrong(next)]
    const given = (word.kind === "given" && a) || (next.kind === "given" && b)
    // `хутор Александровка Ростовской области`.
    const before = words[i - 1]
    if (!given && isPlace(before) && !isCapital(before as Token) && !word.introduced) return false
    if (word.uncased && next.uncased)
      return (
        (word.foreign && next.foreign) ||
        (given && (a || hasEnding(word)) && (b || hasEnding(next) || (a && arabicFamily.test(next.text))))
      )
    if (word.foreign && next.foreign && isCapital(word) === isCapital(next)) {
      const isCertain = isCapital(word) || word.alphabet === "other"
      if (given || (isCertain && isUnknown(word) && isUnknown(next))) return true
      return isUnknown(word) && isUnknown(next) && (a || b || hasEnding(word) || hasEnding(next))
    }
    if (isCapital(word) && isCapital(next)) {
      if (word.title && isCertain(next)) return true
      if (a && b) return given || !next.listed || !(isTown(word) && isTown(next))
      if (given && (a ? isUnknown(next) : isUnknown(word))) return true
      if ((a && !isTown(word) && isUnknown(next)) || (b && !isTown(next) && isUnknown(word))) return true
      // A first name that is a town too: `Lucia Morariu`.
      if (word.kind === "given" && a && !next.listed && !next.plain && (next.kind !== undefined || hasEnding(next)))
        return true
      // A family name that is a common word or a town: `John Green`.
      if (isGivenOnly(word) && next.kind !== undefined) return true
      if (isGivenOnly(next) && word.kind !== undefined && !next.listed) return true
      // Russian and Ukrainian write only the first word of an organisation's name with a capital.
      const isCyrillic = word.alphabet === "cyrillic" && next.alphabet === "cyrillic" && word.title && next.title
      if (!isCyrillic || next.listed || !isUnknown(word) || !isUnknown(next)) return false
      return i > 0 || !commonEnding.test(word.word)
    }
    // In small letters.
    if (isCapital(word) !== isCapital(next) || !given) return false
    if (a && b) return true
    const [known, other] = a ? [word, next] : [next, word]
    return (
      known.word.length > 3 &&
      isUnknown(other) &&
      (other.kind !== undefined || (hasEnding(other) && other.word.length > 4))
    )
  })

/** Returns whether a capitalised word touches the pair at `i`, other than a third unknown one behind it. */
export const isCapitalBeside = (words: ReadonlyArray<Token>, i: number): boolean => {
  const [before, next, third] = [words[i - 1], words[i + 1] as Token, words[i + 2]]
  const isBefore = before !== undefined && isCapital(before) && !words[i]?.apart && !words[i]?.listed
  const isBehind = third !== undefined && isCapital(third) && !third.apart && !third.listed && !isUnknown(third)
  return isBefore || isBehind || next.listed
}

/** Words before the names of places and organisations. */
const beforePlaces = setOf("before places")

/** `Новокаховської міськради`: the adjective of a town before a noun. */
const adjective = /(?:ськ|цьк|ск|цк)(?:оі|ого|ои|іи|ому|ом|их|им|ими|а|е|ии|ыи|ая|ую|ое)$/

/** An unknown capitalised word in a sentence, but not behind a preposition of places: `we will not tell Andrius`. */
const isPersonBySentence = (words: ReadonlyArray<Token>, i: number): boolean => {
  const [word, before] = [words[i] as Token, words[i - 1] as Token]
  if (!word.title || word.apart || word.listed || word.word.length < 4 || word.kind !== undefined) return false
  if (word.alphabet === "other" || !isUnknown(word) || !isLikeName(word)) return false
  if (adjective.test(word.word) && words[i + 1] !== undefined && !words[i + 1]?.apart) return false
  if (!before.plain || beforePlaces.has(before.text.toLowerCase()) || namedAfterPersons.has(before.word)) return false
  return words.filter((other) => other.plain && !isCapital(other)).length > 2
}

/** One listed given name, or two unknown capitalised words, among words in small letters. */
export const inSentence = (words: ReadonlyArray<Token>): boolean => {
  // `Организатор – Асланов`.
  const isBehindSign = (word: Token, i: number) => i > 0 && word.apart && word.title && !isTown(word) && !word.plain
  if (words.some((word, i) => isBehindSign(word, i) && strongEnding.test(word.word) && !isPlace(words[i + 1])))
    return true
  if (words.length < 2 || !words.some((word) => !isCapital(word) && !word.initial)) return false
  return words.some((word, i) => {
    const next = words[i + 1]
    const isBeforePlace = isPlace(next) && !next?.listed && !next?.apart
    if (isPlace(words[i - 1]) || isPlace(word) || isBeforePlace || isEponym(words, i)) return false
    if (isEponym(words, i - 1) && isCapital(words[i - 1] as Token)) return false
    if (isNamedBehind(next) || (next !== undefined && isCapital(next) && isNamedBehind(words[i + 2]))) return false
    if (word.uncased) return word.foreign && isStrong(word)
    if (!isCapital(word) && certainEnding.test(word.word) && !word.plain && word.word.length > 5) return true
    if (word.foreign && word.title && word.alphabet === "cyrillic" && isUnknown(word)) return true
    if (!isCapital(word))
      return word.kind === "given" && word.word.length > 4 && isUnknown(word) && !virtue.has(word.word)
    if (word.plain) return false
    if (word.kind === "given" && !isTown(word)) return true
    if (word.patronymic) return true
    if (isTown(word)) return false
    // `ask for Tony`: a name that is a rare word.
    const isAlone =
      words[i - 1] !== undefined && !isCapital(words[i - 1] as Token) && (next === undefined || !isCapital(next))
    if (isAlone && word.title && word.kind === "word" && word.alphabet === "latin") return true
    if (isAlone && word.title && word.kind === "surname" && (word.alphabet === "cyrillic" || hasEnding(word)))
      return true
    if (isAlone && isPersonBySentence(words, i)) return true
    if (word.title && nameForm.test(word.word) && isUnknown(word)) return true
    const isPair = next !== undefined && !next.apart && isCapital(next) && isUnknown(next)
    // `cc: OUMWA, DOLE, IACAT` are acronyms.
    const isAcronym = next?.listed && words.filter(({ upper, kind }) => upper && kind === undefined).length > 2
    if (isPair && !isAcronym && word.upper && next.upper && word.word.length + next.word.length > 6) return true
    if (isPair && (hasEnding(word) || hasEnding(next) || word.kind !== undefined || next.kind !== undefined))
      return true
    // Nothing but a name: two or three unknown words with capital letters, and no others.
    if (isPair && word.title && next.title && isLikeName(word) && isLikeName(next) && !isCapitalBeside(words, i))
      return word.alphabet === next.alphabet
    if (word.title && word.word.length > 6 && /енк(?:[оау]|ом)$/.test(word.word)) return true
    if (i === 0) return false
    return strongEnding.test(word.word) && word.word.length >= 5
  })
}
