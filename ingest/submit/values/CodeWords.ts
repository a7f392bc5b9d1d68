/** Codes by every word that may stand for them: the code, its label in four languages, its names in HTCDS and CTDC. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { foldWord } from "./FoldWord.ts"

const languages = ["ru", "uk", "ro"] as const

const labelsByList = Map.groupBy(readCodeList("code-labels"), (row) => row["list"] as string)

/** Kinds of HTCDS's events beside the roles of places: they stand in the list's remarks. */
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
    for (const language of languages)
      for (const word of (row[language] ?? "").split("|")) add(word, row["code"] as string)
  for (const word of ambiguous) words.delete(word)
  // A code is always itself, whatever else its letters may mean.
  for (const row of rows) words.set(foldWord(row["code"] as string), row["code"] as string)
  return words
}

const lists = new Map<string, ReadonlyMap<string, string>>()

/** The code that a word stands for; undefined for an unknown word and for one that could mean several codes. */
export const codeOfWord = (list: string, word: string): string | undefined => {
  let words = lists.get(list)
  if (words === undefined) {
    words = wordsOf(list)
    lists.set(list, words)
  }
  return words.get(foldWord(word))
}

let regionCodes: ReadonlyMap<string, string> | undefined

/** The code of a first-level region, by the code itself or its label when only one region has it. */
export const regionOfWord = (word: string): string | undefined => {
  if (regionCodes === undefined) {
    const byLabel = Map.groupBy(readCodeList("regions"), (row) => foldWord(row["label"] ?? ""))
    regionCodes = new Map(
      [...byLabel].flatMap(([label, rows]) => (rows.length === 1 ? [[label, rows[0]?.["code"] as string]] : []))
    )
  }
  return /^[a-z]{2}-[a-z0-9-]+$/i.test(word) ? word.toUpperCase() : regionCodes.get(foldWord(word))
}
