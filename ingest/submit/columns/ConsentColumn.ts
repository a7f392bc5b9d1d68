/**
 * A column of consent to research, as a question or a name: `Does the client consent to anonymised data being used for research?`. Consent of another
 * or an unstated kind is none, so every word of the heading must be known.
 */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { wordsInRow } from "../../../schemas/Languages.ts"
import { foldWord } from "../values/FoldWord.ts"

const meanings: ReadonlyMap<string, string> = new Map(
  readCodeList("consent-columns").flatMap((row) =>
    wordsInRow(row).map((word) => [foldWord(word), row["meaning"] ?? ""] as const)
  )
)

/** Returns the meanings of the words of a heading; undefined is that of an unknown word. */
const meaningsOf = (column: string): ReadonlySet<string | undefined> => {
  const plain = column
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/\bnon[\s-](?=identif)/gi, "non")
    .replace(/[?*]/g, " ")
  return new Set(
    foldWord(plain)
      .split(" ")
      .map((word) => meanings.get(word))
  )
}

/** Returns whether a heading is of a consent of any kind, in words that are all known. */
export const isSomeConsent = (column: string): boolean => {
  const found = meaningsOf(column)
  return found.has("consent") && !found.has(undefined)
}

export const isResearchConsent = (column: string): boolean =>
  isSomeConsent(column) && meaningsOf(column).has("research")
