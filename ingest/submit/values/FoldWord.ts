/** Folds a code, label or answer for comparison: without case, diacritics, punctuation, repeated spaces and American spelling. */

const remembered = new Map<string, string>()
const mostRemembered = 20_000

export const foldWord = (word: string): string => {
  const known = remembered.get(word)
  if (known !== undefined) return known
  const folded = word
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f\u0640\u064b-\u0655\u0670\u200b-\u200f\u2060\ufeff]/g, "")
    .replace(/[\s.,;:!'"’ʼʻ`«»„“”()[\]/_–—-]+/g, " ")
    .trim()
    .replace(/\blabor(?=s?\b)/g, "labour")
  if (word.length <= 100) {
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(word, folded)
  }
  return folded
}

/** Returns a text with spaces before the capitals inside its words: `forcedLabour` has two words. */
export const splitCamelCase = (text: string): string => text.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
