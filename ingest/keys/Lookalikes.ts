/** Words in which letters of another alphabet, which look the same, were typed. */
import { latinLookalikes } from "./CaseNumber.ts"

/** Cyrillic letters, and the Latin letter that each looks like; and the other way round. */
const cyrillicLookalikes: ReadonlyMap<string, string> = new Map(
  [...latinLookalikes].filter(([letter]) => /\p{Script=Cyrillic}/u.test(letter))
)
const latinToCyrillic: ReadonlyMap<string, string> = new Map(
  [...cyrillicLookalikes].reverse().map(([letter, latin]) => [latin, letter])
)

/** Replaces the letters of a script that look like letters of the other one; undefined if one of them does not. */
const inOtherLetters = (word: string, script: RegExp, letters: ReadonlyMap<string, string>): string | undefined => {
  let all = true
  const changed = word.replace(script, (sign) => {
    const upper = sign.toUpperCase()
    const letter = letters.get(upper)
    if (letter === undefined) all = false
    return letter === undefined ? sign : sign === upper ? letter : letter.toLowerCase()
  })
  return all ? changed : undefined
}

/** Returns a word in one alphabet: `Mоldova` with a Cyrillic о and `Украинa` with a Latin a are misspelt countries. */
const inOneAlphabet = (word: string): string => {
  if (!/\p{Script=Latin}/u.test(word) || !/\p{Script=Cyrillic}/u.test(word)) return word
  const inLatin = inOtherLetters(word, /\p{Script=Cyrillic}/gu, cyrillicLookalikes)
  const inCyrillic = inOtherLetters(word, /\p{Script=Latin}/gu, latinToCyrillic)
  const isMostlyLatin = word.replace(/\P{Script=Latin}/gu, "").length * 2 >= word.length
  return (isMostlyLatin ? (inLatin ?? inCyrillic) : (inCyrillic ?? inLatin)) ?? word
}

/** Returns a word of one letter in the alphabet of the word before it: `São Tomé e Príncipe` with a Cyrillic е. */
const inAlphabetOf = (letter: string, before: string): string =>
  (/\p{Script=Latin}/u.test(before)
    ? inOtherLetters(letter, /\p{Script=Cyrillic}/gu, cyrillicLookalikes)
    : inOtherLetters(letter, /\p{Script=Latin}/gu, latinToCyrillic)) ?? letter

/** Returns a text with each word in one alphabet; the same text if they are. */
export const wordsInOneAlphabet = (text: string): string =>
  text.replace(/\p{L}{2,}/gu, inOneAlphabet).replace(/(?<=(\p{L})\s)\p{L}(?=\s\p{L})/gu, inAlphabetOf)
