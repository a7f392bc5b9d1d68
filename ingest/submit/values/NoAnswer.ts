/** Words that stand for no answer, or for an answer that no field has: `unknown`, `отказалась отвечать`, `stateless`. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { wordsInRow } from "../../../schemas/Languages.ts"
import { foldWord } from "./FoldWord.ts"
import { truthOf } from "./ParseValue.ts"

/** `nothing`: the answer says nothing, as an empty cell. `not collected`: it says something that no list has. */
export type NoAnswer = "nothing" | "not collected"

const saysNothing = new Set(["unknown", "refused", "not-asked"])

const rows = readCodeList("no-answer-words")
const wordsOf = (row: (typeof rows)[number]) => wordsInRow(row).map(foldWord)
const isUnnumbered = (row: (typeof rows)[number]) => row["meaning"] === "unnumbered"

const words: ReadonlyMap<string, NoAnswer> = new Map(
  rows
    .filter((row) => !isUnnumbered(row))
    .flatMap((row) =>
      wordsOf(row).map((word) => [word, saysNothing.has(row["meaning"] ?? "") ? "nothing" : "not collected"] as const)
    )
)

const wordsForNoNumber = new Set(rows.filter(isUnnumbered).flatMap(wordsOf))

/** Returns what such a word means; undefined for any other text, and for all with a digit, as no word has one. A field's own code list goes before. */
export const noAnswerOf = (text: string): NoAnswer | undefined =>
  text.length > 60 || /[0-9]/.test(text) ? undefined : words.get(foldWord(text))

/** Returns whether the cell of a case number says that there is none: `б/н`, `new`, `000`, `TRUE`. All such persons would become one. */
export const saysNoNumber = (text: string): boolean => {
  // Nearly every number has a digit, and this is asked for every row.
  if (/[1-9]/.test(text)) return false
  const plain = text.trim()
  if (plain.length < 2) return plain === "0"
  return /^0{1,20}$/.test(plain) || wordsForNoNumber.has(foldWord(plain)) || truthOf(plain) !== undefined
}
