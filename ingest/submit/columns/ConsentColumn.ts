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

export const isResearchConsent = (column: string): boolean => {
  const plain = column
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/\bnon[\s-](?=identif)/gi, "non")
    .replace(/[?*]/g, " ")
  const words = foldWord(plain).split(" ")
  const found = new Set(words.map((word) => meanings.get(word)))
  return found.has("consent") && found.has("research") && !found.has(undefined)
}
