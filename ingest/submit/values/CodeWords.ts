/** Codes by their words: the code, its labels in four languages and other words of registers, its names in HTCDS and CTDC. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { languages } from "../../../schemas/Languages.ts"
import { wordsInOneAlphabet } from "../../keys/Lookalikes.ts"
import { foldWord } from "./FoldWord.ts"

const labelsByList = Map.groupBy(readCodeList("code-labels"), (row) => row["list"] as string)

const synonymsByList = Map.groupBy(readCodeList("answer-words"), (row) => row["list"] as string)

/** HTCDS event types other than the roles of places, from the remarks of the list. */
const eventName = /hte_Type (\w+)/

const wordsOf = (list: string): ReadonlyMap<string, string> => {
  const words = new Map<string, string>()
  const ambiguous = new Set<string>()
  const add = (word: string, code: string) => {
    const key = foldWord(word)
    if (key === "" || (words.get(key) ?? code) === code) {
      if (key !== "") words.set(key, code)
    } else ambiguous.add(key)
  }
  const rows = readCodeList(list)
  for (const row of rows) {
    const code = row["code"] as string
    for (const word of [row["label"] ?? "", ...(row["htcds"] ?? "").split("|"), ...(row["ctdc"] ?? "").split("|")])
      add(word, code)
    const event = eventName.exec(row["other"] ?? "")?.[1]
    if (event !== undefined) add(event, code)
  }
  for (const row of labelsByList.get(list) ?? [])
    for (const language of languages.filter((one) => one !== "en"))
      for (const word of (row[language] ?? "").split("|")) add(word, row["code"] as string)
  for (const row of synonymsByList.get(list) ?? [])
    for (const word of (row["words"] ?? "").split("|")) add(word, row["code"] as string)
  for (const word of ambiguous) words.delete(word)
  // A code always means itself.
  for (const row of rows) words.set(foldWord(row["code"] as string), row["code"] as string)
  return words
}

const lists = new Map<string, ReadonlyMap<string, string>>()

/** Returns the code of a word; undefined for an unknown or ambiguous word. `Forced labour` is read as `ForcedLabour`, too. */
export const codeOfWord = (list: string, word: string): string | undefined => {
  let words = lists.get(list)
  if (words === undefined) {
    words = wordsOf(list)
    lists.set(list, words)
  }
  const folded = foldWord(word)
  const found = words.get(folded) ?? words.get(folded.replaceAll(" ", ""))
  return found ?? (/[^\x20-\x7e]/.test(word) ? words.get(foldWord(wordsInOneAlphabet(word))) : undefined)
}
