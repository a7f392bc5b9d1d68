/** Words that stand for no answer, or for an answer that no field has: `unknown`, `отказалась отвечать`, `stateless`. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { wordsInRow } from "../../../schemas/Languages.ts"
import { foldWord } from "./FoldWord.ts"

/** `nothing`: the answer says nothing, as an empty cell. `not collected`: it says something that no list has. */
export type NoAnswer = "nothing" | "not collected"

const saysNothing = new Set(["unknown", "refused", "not-asked"])

const words: ReadonlyMap<string, NoAnswer> = new Map(
  readCodeList("no-answer-words").flatMap((row) =>
    wordsInRow(row).map(
      (word) => [foldWord(word), saysNothing.has(row["meaning"] ?? "") ? "nothing" : "not collected"] as const
    )
  )
)

/** Returns what such a word means; undefined for any other text, and for all with a digit, as no word has one. A field's own code list goes before. */
export const noAnswerOf = (text: string): NoAnswer | undefined =>
  text.length > 60 || /[0-9]/.test(text) ? undefined : words.get(foldWord(text))
