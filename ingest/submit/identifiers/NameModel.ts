/**
 * Estimates whether a capitalised word is a person's name, from its letters, the words around it and what the lists say of them.
 *
 * Two logistic regressions: one of groups of letters, trained on the lists of names, plain words and towns; and one of the position and the neighbours of the
 * word, trained on cells with a share of the listed words hidden from it. `test/bench/train-names.ts` writes the weights.
 */

import { remembered } from "../../../ports/BoundedMap.ts"
import { isCommonStem } from "./CommonStems.ts"
import { fnv1a } from "./fnv1a.ts"
import { namedAfterPersons, withoutOrganisations } from "./NamedPlaces.ts"
import { isCue, personVerbs } from "./NamesInContext.ts"
import { asTown, mayBePerson, verb, virtue } from "./NamesInSentences.ts"
import { contextWeights, letterWeights } from "./NameWeights.ts"
import {
  hasEnding,
  isCapital,
  isEponym,
  isNamedBehind,
  isPlace,
  strongEnding,
  type Token,
  token,
  wordOf
} from "./NameWords.ts"
import { withoutOrganisationWords } from "./OrganisationNames.ts"
import { withoutListsOfPeoples, withoutPeoples } from "./Peoples.ts"
import { withTransliterated } from "./Transliterated.ts"
import { isMake, withoutModel } from "./Vehicles.ts"

/** Features share this many weights by their hash. */
export const slots = 1 << 15
/** A weight of one is stored as this number of a signed byte. */
export const scale = 16

/** Returns the slot of a feature. */
export const slotOf = (feature: string): number => fnv1a(feature) % slots

/** Returns weights that are stored as signed bytes, in which `scale` stands for one. */
export const weightsOf = (text: string, scale: number): Float32Array =>
  Float32Array.from(atob(text), (sign) => ((sign.charCodeAt(0) << 24) >> 24) / scale)

/** Returns the slots of the groups of two to four letters of a folded word. */
export const lettersOf = (word: string): ReadonlyArray<number> => {
  const text = `^${word}$`
  const groups: Array<number> = []
  for (let length = 2; length <= 4; length++)
    for (let at = 0; at + length <= text.length; at++) groups.push(slotOf(text.slice(at, at + length)))
  return groups
}

/** Returns the sum of the weights of groups of letters, above 0 for a name. */
export const sumOfLetters = (weights: Float32Array, groups: ReadonlyArray<number>): number =>
  groups.reduce((sum, slot) => sum + (weights[slot] as number), 0) / Math.sqrt(groups.length)

/** A word, a number or a sign of its own, with the signs before it. */
export const piece = /([\s,;:/()"«»„“”_|+=]*)([^\s,;:/()"«»„“”_|+=]+)/g
export const isWord = /^\p{L}[\p{L}'\p{M}.-]*$/u
/** In the place of a number, and of a sign. */
export const numberWord = "0"
export const signWord = "-"
/** In place of what is not a word. */
const notWord = (word: string): Token => ({ ...token("x", "", ""), text: word, word, plain: true })

/** Returns the words of a text with the numbers and signs between them; peoples and organisations are plain. */
export const wordsAround = remembered((given): ReadonlyArray<Token> => {
  const text = withoutListsOfPeoples(withoutOrganisations(given)).replace(/[ʻʼ`’]/g, "'")
  let between = ""
  const words = Array.from(text.matchAll(piece), ([, signs = "", part = ""]) => {
    const [bare, before] = [part.length > 2 ? part.replace(/[.!?]+$|(?<=[a-z]{3})'s$/, "") : part, between + signs]
    between = /[.!?]$/.test(part) && part.length > 4 ? "|" : ""
    if (isWord.test(bare)) return token(bare, before, "")
    between = "|"
    return notWord(/\d/.test(part) ? numberWord : signWord)
  })
  return withoutPeoples(withoutOrganisationWords(withTransliterated(words.map(withoutModel).map(asTown)))).map(
    (word, i, all) =>
      !word.plain && word.kind !== "given" && (isMake(word) || isMake(all[i - 1])) ? { ...word, plain: true } : word
  )
}, 100)

const isOther = ({ word }: Token) => word === numberWord || word === signWord

/** `IP Botanica`, `SC Alex Trans SRL`: the acronym of an organisation or an authority. */
const isAcronym = (word: Token | undefined) => word !== undefined && /^\p{Lu}{2,5}$/u.test(word.text)

/** `с. Велика Копаня`, `просп. Шевченка`. */
const settlement =
  /^(?:[сгмд]\.|просп|пр-т|вул|ул|бул|бульв|пл|сел|пос|дер|смт|пгт|хут|ст-ц[аі]|com|mun|or|jud|город\p{L}{0,2}|сел[оае]|село|пос[её]л(?:ок|к\p{L}+)|деревн\p{L}|м[іи]ст[оаі]|orașul(?:ui)?|satul(?:ui)?|comun(?:a|ei)|municipiul(?:ui)?|raionul(?:ui)?|аэропорт\p{L}?|аеропорт\p{L}?|aeroport(?:ul|ului)?|порт[ау]?|port(?:ul|ului)?|вокзал\p{L}?|gara|gării)$/u

/** Returns whether a word for a place or an organisation follows the capitalised words at `i`, or a word for a settlement precedes them. */
const isOfPlace = (words: ReadonlyArray<Token>, i: number): boolean => {
  if (isEponym(words, i)) return true
  let [from, to] = [i - 1, i + 1]
  while (from > i - 3 && words[from]?.title) from--
  while (to < i + 3 && words[to]?.title && !separated(words[to])) to++
  const isNamed = words.slice(i + 1, to + 1).some(isNamedBehind)
  return isNamed || settlement.test(words[from]?.text.toLowerCase() ?? "")
}

const separated = (word: Token | undefined) => word?.apart || word?.listed

const adjective = /(?:[оеь]го|[оеь]му|[оеі]ї|ой|[ая]я|[ое]е|[ыи]е|[иы]м?и?х|[иыі]й|ными)$/u
/** `Домашнього насильства`: an adjective before its noun. */
const isAdjective = (word: Token, next: Token | undefined) =>
  adjective.test(word.text) &&
  word.kind === undefined &&
  next !== undefined &&
  !separated(next) &&
  !isCapital(next) &&
  !verb.test(next.word)

/** `Зарплату затримали`, `Avocatul Poporului`: a common word in another case, in Ukrainian and Russian where it begins a text. */
const isObject = (word: Token, i: number) =>
  word.title &&
  word.kind === undefined &&
  (i === 0 ? /^[\u0430-\u0491]{3,}(?:[ую]|ою|[аі]ми|ями|[ая]х|[ії]в)$/ : /^[a-z]{3,}(?:ului|[ei]lor)$/).test(
    word.word
  ) &&
  isCommonStem(word.word)

/** Returns whether the word at `i` has the form of a name and is not part of the name of a place. */
export const isCandidate = (words: ReadonlyArray<Token>, i: number): boolean => {
  const word = words[i] as Token
  if (!isCapital(word) || word.word.length < 3 || word.alphabet === "other") return false
  if (isPlace(word) || namedAfterPersons.has(word.word) || isCue(word.text.toLowerCase())) return false
  if (word.title && (isAcronym(words[i - 1]) || (isAcronym(words[i + 1]) && !separated(words[i + 1])))) return false
  return !isOfPlace(words, i) && !isAdjective(word, words[i + 1]) && !isObject(word, i)
}

const kindOf = (word: Token | undefined): string => {
  if (word === undefined) return "none"
  if (isOther(word)) return word.word
  if (!isCapital(word)) return word.initial ? "initial" : "small"
  return word.plain ? "Plain" : word.town ? "Town" : "Unknown"
}

/** What the lists say of a capitalised word next to the one in question. */
const listedAs = (word: Token | undefined): string => {
  if (word === undefined || !isCapital(word)) return "none"
  return word.kind ?? (word.plain ? "plain" : word.town ? "town" : hasEnding(word) ? "ending" : "unknown")
}

const followedBy = (next: Token | undefined): string => {
  if (next === undefined) return "none"
  if (next.apart) return "sign"
  if (next.listed) return "comma"
  return isCapital(next) ? "capital" : next.initial ? "initial" : "small"
}

/** What the word behind may be to a subject: `Надія плакала`, but `Надія на повернення`. */
const predicate = (next: Token | undefined, follows: string): string => {
  if (next === undefined || follows !== "small") return follows
  if (personVerbs.has(next.text)) return "verb of persons"
  return next.alphabet === "cyrillic" && verb.test(next.word) ? "verb" : next.plain ? "plain" : "unknown"
}

/** Returns the features of the word at `i` that depend on what the lists say. */
const listFeatures = (words: ReadonlyArray<Token>, i: number): ReadonlyArray<string> => {
  const [word, before, next] = [words[i] as Token, words[i - 1], words[i + 1]]
  const starts = i === 0 || word.apart || word.introduced
  const kind = word.kind ?? "none"
  const listed = `${kind}${virtue.has(word.word) ? " also a word" : ""}${word.patronymic ? " patronymic" : ""}`
  const follows = followedBy(next)
  const does = predicate(next, follows)
  const isCued = before !== undefined && isCue(before.text.toLowerCase())
  return [
    `listed ${listed}`,
    `listed ${listed} starts ${starts} ${does}`,
    `listed ${listed} ${word.alphabet} starts ${starts} ${follows}`,
    `listed ${kind} next ${next?.apart ? "none" : listedAs(next)}`,
    `listed ${kind} before ${word.apart ? "none" : listedAs(before)}`,
    `listed ${kind} cue ${isCued}`,
    `listed ${kind} starts ${starts} ending ${hasEnding(word)}`,
    `listed ${kind} starts ${starts} stem ${isCommonStem(word.word)}`,
    `listed ${kind} starts ${starts} does ${does}`,
    `listed ${listed} of ${words.length}`,
    `strong ${strongEnding.test(word.word)} starts ${starts}`
  ]
}

/** Returns the features of the word at `i`; `letters` is the sum of its groups of letters. */
export const featuresOf = (words: ReadonlyArray<Token>, i: number, letters: number): ReadonlyArray<number> => {
  const [word, before, next] = [words[i] as Token, words[i - 1], words[i + 1]]
  const form = Math.max(-5, Math.min(5, Math.round(letters * 1.5)))
  const place = i === 0 ? "first" : word.apart || word.introduced ? "sign" : word.listed ? "comma" : "inside"
  const behind = separated(next) ? "sign" : kindOf(next)
  const features = [
    "any",
    `alphabet ${word.alphabet}`,
    `form ${form}`,
    `upper ${word.upper}`,
    `place ${place}`,
    `place ${place} form ${form}`,
    `before ${kindOf(before)}`,
    `behind ${behind}`,
    `between ${kindOf(before)} ${behind}`,
    `around ${i === 0 ? "first" : word.apart ? "sign" : kindOf(before)} ${behind} ${word.alphabet}`,
    `stem ${isCommonStem(word.word)}`,
    `stem ${isCommonStem(word.word)} place ${place}`,
    `end ${word.word.slice(-2)}`,
    `end ${word.word.slice(-3)}`,
    `small ${Math.min(4, words.filter((one) => !isCapital(one) && !isOther(one)).length)}`,
    `length ${Math.min(5, words.length)}`
  ]
  if (before !== undefined && (before.plain || !isCapital(before))) {
    features.push(`before is ${before.word}`, `before ends ${before.word.slice(-3)}`)
    if (words[i - 2] !== undefined) features.push(`second before is ${words[i - 2]?.word}`)
  }
  if (next !== undefined && !separated(next) && !isCapital(next)) {
    features.push(`next is ${next.word}`, `next ends ${next.word.slice(-3)}`, `next ends ${next.word.slice(-2)}`)
    features.push(`${i === 0 ? "first" : "later"}, next ends ${next.word.slice(-3)}`)
    const second = words[i + 2]
    if (second !== undefined) features.push(`second is ${second.word}`, `second ends ${second.word.slice(-3)}`)
  }
  return [...features, ...listFeatures(words, i)].map(slotOf)
}

const capitalised = /\p{Lu}[\p{L}\p{M}'’ʻʼ`-]{2,}/gu

/** What a rule adds to the odds that is right about as often as not. */
const leaning = 0.7

let weights: { readonly letters: Float32Array; readonly context: Float32Array } | undefined

/** Returns the logarithm of the odds that the likeliest word of a text is a name: -Infinity if none may be one. */
export const nameOdds = remembered((text): number => {
  if ((text.match(capitalised) ?? []).every((word) => wordOf(word).plain || wordOf(word).town))
    return Number.NEGATIVE_INFINITY
  weights ??= { letters: weightsOf(letterWeights, scale), context: weightsOf(contextWeights, scale) }
  const { letters, context } = weights
  const words = wordsAround(text)
  let most = Number.NEGATIVE_INFINITY
  for (const [i, word] of words.entries()) {
    if (word.plain || word.town || !isCandidate(words, i)) continue
    const features = featuresOf(words, i, sumOfLetters(letters, lettersOf(word.word)))
    const odds = features.reduce((sum, slot) => sum + (context[slot] as number), mayBePerson(words, i) ? leaning : 0)
    if (odds > most) most = odds
  }
  return most
}, 100)
