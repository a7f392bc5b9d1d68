/** Two consecutive names inside a longer text. */
import { namedAfterPersons } from "./NamedPlaces.ts"
import { virtue } from "./NamesInSentences.ts"
import {
  commonEnding,
  hasEnding,
  isCapital,
  isCertain,
  isEponym,
  isNamedBehind,
  isPlace,
  isStrong,
  isTown,
  isUnknown,
  type Token
} from "./NameWords.ts"

type Pair = readonly [Token, Token]

/** A family name of Arabia behind a given name. */
const arabicFamily = /^ال\p{L}{2,}[يى]$/u

/** A first name that is nothing else. */
const isGivenOnly = (word: Token) => word.kind === "given" && isStrong(word) && !isTown(word)

const isGiven = (word: Token) => word.kind === "given" && isStrong(word)

/** In a script without capital letters. */
const isUncasedName = ([word, next]: Pair): boolean => {
  if (word.foreign && next.foreign) return true
  if (!isGiven(word) && !isGiven(next)) return false
  const isFamily = isStrong(next) || hasEnding(next) || (isStrong(word) && arabicFamily.test(next.text))
  return (isStrong(word) || hasEnding(word)) && isFamily
}

/** In a different alphabet from most of the text. */
const isForeignName = (pair: Pair): boolean => {
  if (pair.some(isGiven)) return true
  if (!pair.every(isUnknown)) return false
  const [word] = pair
  return isCapital(word) || word.alphabet === "other" || pair.some((one) => isStrong(one) || hasEnding(one))
}

/** Returns whether a listed name and a word that may be one are together. */
const isListedName = (pair: Pair): boolean => {
  const [word, next] = pair
  const [a, b] = [isStrong(word), isStrong(next)]
  if (pair.some(isGiven) && isUnknown(a ? next : word)) return true
  if ((a && !isTown(word) && isUnknown(next)) || (b && !isTown(next) && isUnknown(word))) return true
  // A first name that is a town too: `Lucia Morariu`.
  if (isGiven(word) && !next.listed && !next.plain && (next.kind !== undefined || hasEnding(next))) return true
  // A first name that is a word or a town: `Sita Tamang`.
  if (word.kind === "word" && !word.plain && next.kind === "surname" && b && !isTown(next) && !next.listed) return true
  // A family name that is a common word or a town: `John Green`.
  return (
    (isGivenOnly(word) && next.kind !== undefined) || (isGivenOnly(next) && word.kind !== undefined && !next.listed)
  )
}

const isCapitalName = (pair: Pair, isFirst: boolean): boolean => {
  const [word, next] = pair
  if (word.title && isCertain(next)) return true
  if (pair.every(isStrong)) return pair.some(isGiven) || !next.listed || !pair.every(isTown)
  if (isListedName(pair)) return true
  // Russian and Ukrainian write only the first word of an organisation's name with a capital.
  const isCyrillic = pair.every(({ alphabet, title }) => alphabet === "cyrillic" && title)
  return isCyrillic && !next.listed && pair.every(isUnknown) && !(isFirst && commonEnding.test(word.word))
}

const isSmallName = ([word, next]: Pair): boolean => {
  if (isStrong(word) && isStrong(next)) return true
  const [known, other] = isStrong(word) ? [word, next] : [next, word]
  return (
    known.word.length > 3 &&
    isUnknown(other) &&
    (other.kind !== undefined || (hasEnding(other) && other.word.length > 4))
  )
}

/** Returns whether the words at `i` are a name. */
const isPairAt = (words: ReadonlyArray<Token>, i: number): boolean => {
  const [before, word, next] = [words[i - 1], words[i] as Token, words[i + 1]]
  if (next === undefined || next.apart) return false
  if (isPlace(word) || isPlace(next) || isEponym(words, i) || isNamedBehind(words[i + 2])) return false
  if (namedAfterPersons.has(word.word) && !isGivenOnly(word)) return false
  const pair: Pair = [word, next]
  const hasGiven = pair.some(isGiven)
  // `хутор Александровка Ростовской области`.
  if (!hasGiven && isPlace(before) && !isCapital(before as Token) && !word.introduced) return false
  if (word.uncased && next.uncased) return isUncasedName(pair)
  if (isCapital(word) !== isCapital(next)) return false
  if (word.foreign && next.foreign) return isForeignName(pair)
  if (isCapital(word)) return isCapitalName(pair, i === 0)
  return hasGiven && !pair.every((one) => virtue.has(one.word)) && isSmallName(pair)
}

/** Returns whether a text contains two consecutive names. */
export const holdsNamePair = (words: ReadonlyArray<Token>): boolean => words.some((_, i) => isPairAt(words, i))
