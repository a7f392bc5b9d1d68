/** Words of questions and of names of places, as the search compares them. */

/** Words before the place that a journey leaves, before the one that it leads to, and others that join, in four languages. */
export const joining = {
  from: new Set("from out из с з із від din".split(" ")),
  to: new Set("to into in в во до на у spre la catre".split(" ")),
  other: new Set("the of and и si".split(" "))
}

export const tokensOf = (text: string): ReadonlyArray<string> =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")

export const isJoining = (word: string) => Object.values(joining).some((words) => words.has(word))

/** A doubled letter counts as one, because it is the error that is made most: "Rusia", "Росия". Codes keep theirs. */
export const simplified = (word: string) => (word.length > 3 ? word.replace(/(\p{L})\1/gu, "$1") : word)

/** Returns the words of a text without accents, in lower case. Words that only join two places are left out. */
export const wordsOf = (text: string): ReadonlyArray<string> =>
  tokensOf(text).flatMap((word) => (isJoining(word) ? [] : [simplified(word)]))
