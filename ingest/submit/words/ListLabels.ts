/** The labels of a code list in a language, in the list's order. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import type { Language } from "./Languages.ts"

const first = (words: string | undefined, otherwise: string) => words?.split("|")[0] || otherwise

export const listLabels = (list: string, language: Language): ReadonlyArray<string> => {
  const labels = new Map(
    readCodeList("code-labels")
      .filter((row) => row["list"] === list)
      .map((row) => [row["code"], row[language]])
  )
  return readCodeList(list).map((row) => first(labels.get(row["code"]), row["label"] as string))
}
