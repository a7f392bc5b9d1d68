/** Stems of common words in Russian, in a filter that has a few other words too. They are weaker evidence than plain words: `Лупа` is also a name. */
import { commonStems } from "./CommonStemBits.ts"
import { fnv1a } from "./fnv1a.ts"

/** Endings of cases, numbers and verbs, folded (`и` for `й`). */
const ending =
  /(?:(?:л[аио]?|ть?|ет|ут|ют|ит|ат|ят|вши|вш|ущ|ющ|нн|н)?(?:сь|ся)|л[аио]?|ть|ете|ите|[её]т|[ую]т|[аи]т|ят|ешь|ишь|ами|ями|ого|его|ому|ему|ыми|ими|ая|яя|ое|ее|ые|ие|ыи|ии|ои|ую|юю|ых|их|ым|им|ем|ом|ам|ям|ах|ях|ов|ев|еи|ию|ия|ью|[аяоеыиуюь])$/

/** Returns a folded word without its ending. */
export const stemOf = (word: string): string => {
  const stem = word.replace(ending, "")
  return stem.length < 3 ? word : stem
}

/** Bits of the filter, and how many of them each stem sets. */
export const bits = 1 << 20
const times = 7

/** Returns the bits of a stem. */
export const bitsOf = (stem: string): ReadonlyArray<number> => {
  const one = fnv1a(stem)
  let two = 5381
  for (let i = 0; i < stem.length; i++) two = (Math.imul(two, 33) + stem.charCodeAt(i)) | 0
  return Array.from({ length: times }, (_, i) => ((one + Math.imul(i, two | 1)) >>> 0) % bits)
}

let filter: Uint8Array | undefined

/** Returns whether a folded word is a form of a common word, by its stem. */
export const isCommonStem = (word: string): boolean => {
  if (!/^[\u0430-\u0491]{3,}$/.test(word)) return false
  filter ??= Uint8Array.from(atob(commonStems), (sign) => sign.charCodeAt(0))
  return bitsOf(stemOf(word)).every((bit) => ((filter as Uint8Array)[bit >> 3] as number) & (1 << (bit & 7)))
}
