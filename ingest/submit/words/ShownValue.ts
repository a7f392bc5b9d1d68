import { codeLabels } from "../../../schemas/CodeLabels.ts"
import { listedCountryName } from "../../../schemas/CountryNames.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { regionName } from "../../../schemas/RegionNames.ts"
import { templateWords } from "../templates/TemplateWords.ts"

const shownCode = (language: Language, list: string, code: string): string => {
  if (list === "countries") return listedCountryName(language, code)
  if (list === "regions") return regionName(language, code)
  return codeLabels(list, language).find(([one]) => one === code)?.[1] ?? code
}

/** Returns a value of a record in the words of a language. `list` is the code list of its field, if it has one. */
export const shownValue = (language: Language, value: unknown, list: string | undefined): string => {
  if (Array.isArray(value)) return value.map((item) => shownValue(language, item, list)).join("; ")
  if (typeof value === "boolean") return templateWords[language][value ? "yes" : "no"]
  return list === undefined ? String(value) : shownCode(language, list, String(value))
}
