/**
 * Estimates whether a cell identifies a person, from its words, the form of its words and signs, and what the lists say of them.
 *
 * A logistic regression next to the rules, which know one pattern each: it sees the whole cell. `test/bench/train-cells.ts` writes the weights.
 */
import { remembered } from "../../../ports/BoundedMap.ts"
import { cellWeights } from "./CellWeights.ts"
import { isCommonStem } from "./CommonStems.ts"
import { fnv1a } from "./fnv1a.ts"
import { nameOdds, numberWord, signWord, weightsOf, wordsAround } from "./NameModel.ts"
import { hasEnding, isCapital, strongEnding, type Token } from "./NameWords.ts"

/** Features share this many weights by their hash. */
export const slots = 1 << 15
/** A weight of one is stored as this number of a signed byte. */
export const scale = 8

const piece = /[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]/gu

/** Returns the form of a word or sign: `T5` for a long word with a capital letter, `AA0000` for a word with digits. */
const formOf = remembered((part): string => {
  if (/^\p{Nd}+$/u.test(part)) return "0".repeat(Math.min(part.length, 12))
  if (/\p{N}/u.test(part))
    return part
      .replace(/\p{Nd}/gu, "0")
      .replace(/[\p{L}\p{M}]/gu, "A")
      .slice(0, 10)
  if (!/^\p{L}/u.test(part)) return part
  const length = part.length === 1 ? "1" : part.length < 4 ? "2" : "5"
  return `${/\p{Ll}|\p{Lo}/u.test(part) ? (/^\p{Lu}/u.test(part) ? "T" : "l") : "U"}${length}`
}, 10_000)

/** Returns what the lists say of a word. */
const listedAs = (word: Token): string =>
  word.kind ??
  (word.plain
    ? "plain"
    : word.town
      ? "town"
      : word.patronymic
        ? "patronymic"
        : strongEnding.test(word.word)
          ? "strong ending"
          : hasEnding(word)
            ? "ending"
            : isCommonStem(word.word)
              ? "stem"
              : "unknown")

const tagOf = (word: Token): string => {
  if (word.word === numberWord || word.word === signWord) return word.word
  const form = isCapital(word) ? (word.upper ? "U" : "T") : word.initial ? "i" : "l"
  return `${word.apart ? "|" : word.listed ? "," : ""}${form} ${listedAs(word)}`
}

/** Adds the slot of each run of one to `most` neighbours; `kind` tells runs of one kind from those of others. */
const addRuns = (found: Set<number>, kind: string, parts: ReadonlyArray<string>, most: number) => {
  const start = fnv1a(kind)
  for (let from = 0; from < parts.length; from++) {
    let hash = start
    for (let to = from; to < Math.min(parts.length, from + most); to++) {
      hash = fnv1a(`${parts[to]} `, hash)
      found.add(hash % slots)
    }
  }
}

const reduced = (part: string): string => part.toLowerCase().replace(/\p{Nd}/gu, "0")

/** Returns the slots of a text's features. */
export const featuresOf = (text: string): ReadonlyArray<number> => {
  const found = new Set<number>()
  const parts = text.match(piece) ?? []
  addRuns(found, "word ", parts.map(reduced), 2)
  addRuns(found, "form ", ["^", ...parts.map(formOf), "$"], 4)
  addRuns(found, "list ", ["^", ...wordsAround(text).map(tagOf), "$"], 3)
  const odds = Math.max(-9, Math.min(8, Math.round(1.5 * nameOdds(text))))
  found.add(fnv1a(`odds ${odds}`) % slots)
  found.add(fnv1a(`length ${Math.min(12, parts.length)}`) % slots)
  return [...found]
}

/** What the sum of the weights of a cell's features is divided by. */
export const divisor = (features: ReadonlyArray<number>): number => Math.sqrt(features.length)

let weights: Float32Array | undefined

/** Returns the logarithm of the odds that a text identifies a person. */
export const identifierOdds = (text: string): number => {
  weights ??= weightsOf(cellWeights, scale)
  const known = weights
  const features = featuresOf(text)
  return features.reduce((sum, slot) => sum + (known[slot] as number), 0) / divisor(features)
}
