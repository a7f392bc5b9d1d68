/**
 * Stems of common words in Russian, Ukrainian and Romanian, in filters that have a few other words too. They are weaker evidence than plain words: `Лупа` is
 * also a name.
 */
import { remembered } from "../../../ports/BoundedMap.ts"
import { commonStems } from "./CommonStemBits.ts"
import { furtherStems } from "./FurtherStemBits.ts"
import { fnv1a } from "./fnv1a.ts"

/** Endings of cases, numbers and verbs, folded (`и` for `й`). */
const ending =
  /(?:(?:л[аио]?|ть?|ет|ут|ют|ит|ат|ят|вши|вш|ущ|ющ|нн|н)?(?:сь|ся)|л[аио]?|ть|ете|ите|[её]т|[ую]т|[аи]т|ят|ешь|ишь|ами|ями|ого|его|ому|ему|ыми|ими|ая|яя|ое|ее|ые|ие|ыи|ии|ои|ую|юю|ых|их|ым|им|ем|ом|ам|ям|ах|ях|ов|ев|еи|ию|ия|ью|[аяоеыиуюь])$/

/** Returns a folded word without its ending. */
export const stemOf = (word: string): string => {
  const stem = word.replace(ending, "")
  return stem.length < 3 ? word : stem
}

/** The same in Ukrainian. */
const ukrainianEnding =
  /(?:(?:л[аои]?|ть?|в|ши|вши|юч|уч|яч|ач|нн?|єн)?(?:ся|сь)|(?:ув|[аиія])(?:ти|ли?|ло|ла|в|ють)|у(?:ють|є(?:мо|те|ш)?)|[яаую]ть|[иїє]ть|[ею]мо|[єеи]те|[еиє]ш|[аяи]ми|іми|ь?ого|ь?ому|[ео]ві|е?нн(?:я|ю|ям|і)|анн(?:я|ю|ям|і)|ань|ень|іст[ьюі]|ості|[оеє]ю|ів|[іи][ихм]|[оеєая]м|[ая]х|л[аои]|т[ьи]|[аяоеєиіуюьв])$/

/** The same in Romanian: articles, cases and numbers. */
const romanianEnding = /(?:uril(?:or|e)|[ei]lor|ului|ele|uri|lor|ul|ea|i?ii|iei|i?ile|ia|ie|[aeiuo])$/

const endings: ReadonlyArray<readonly [RegExp, RegExp]> = [
  [/^[\u0430-\u0491]{3,}$/, ukrainianEnding],
  [/^[a-z]{3,}$/, romanianEnding]
]

/** Returns the stem of a folded word of Ukrainian or Romanian. Undefined for other alphabets. */
export const furtherStemOf = (word: string): string | undefined => {
  const ending = endings.find(([letters]) => letters.test(word))?.[1]
  const stem = ending === undefined ? undefined : word.replace(ending, "")
  return stem !== undefined && stem.length < 3 ? word : stem
}

/** Bits of the filter of Russian and of the other, and how many of them each stem sets. */
export const bits = 1 << 20
export const furtherBits = 1 << 18
const times = 7
const furtherTimes = 5

const places = (stem: string, size: number, count: number): ReadonlyArray<number> => {
  const one = fnv1a(stem)
  let two = 5381
  for (let i = 0; i < stem.length; i++) two = (Math.imul(two, 33) + stem.charCodeAt(i)) | 0
  return Array.from({ length: count }, (_, i) => ((one + Math.imul(i, two | 1)) >>> 0) % size)
}

/** Returns the bits of a stem. */
export const bitsOf = (stem: string): ReadonlyArray<number> => places(stem, bits, times)

/** Returns the bits of a stem in the filter of Ukrainian and Romanian. */
export const furtherBitsOf = (stem: string): ReadonlyArray<number> => places(stem, furtherBits, furtherTimes)

const bytesOf = (text: string) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
const has = (filter: Uint8Array, wanted: ReadonlyArray<number>) =>
  wanted.every((bit) => ((filter[bit >> 3] as number) & (1 << (bit & 7))) !== 0)

let russian: Uint8Array | undefined
let further: Uint8Array | undefined

/** Returns whether a folded word is a form of a common word, by its stem. */
export const isCommonStem = remembered((word) => {
  const stem = furtherStemOf(word)
  if (stem === undefined) return false
  russian ??= bytesOf(commonStems)
  further ??= bytesOf(furtherStems)
  return (/^[\u0430-\u0491]/.test(word) && has(russian, bitsOf(stemOf(word)))) || has(further, furtherBitsOf(stem))
})
