import { readCodeList } from "./CodeLists.ts"
import type { Language } from "./Languages.ts"

/** Returns the codes of a list with their labels in a language, in the list's order. A label without a translation is English. */
export const codeLabels = (list: string, language: Language): ReadonlyArray<readonly [code: string, label: string]> => {
  const translations = new Map(
    readCodeList("code-labels")
      .filter((row) => row["list"] === list)
      .map((row) => [row["code"], row[language]?.split("|")[0]])
  )
  return readCodeList(list).map((row) => {
    const code = row["code"] as string
    return [code, translations.get(code) || row["label"] || code]
  })
}
