/** Folds a code, label or answer for comparison: without case, diacritics, punctuation, repeated spaces and American spelling. */
import { remembered } from "../../../ports/BoundedMap.ts"

const fold = (word: string): string =>
  word
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f\u0640\u064b-\u0655\u0670\u200b-\u200f\u2060\ufeff]/g, "")
    .replace(/[\s.,;:!'"’ʼʻ`«»„“”()[\]/_–—-]+/g, " ")
    .trim()
    .replace(/\blabor(?=s?\b)/g, "labour")

const foldShort = remembered(fold)

export const foldWord = (word: string): string => (word.length <= 100 ? foldShort(word) : fold(word))

/** Returns a text with spaces before the capitals inside its words: `forcedLabour` has two words. */
export const splitCamelCase = (text: string): string => text.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
