/** Codes of the lists for people: countries as the language names them, other codes by the lists' own labels. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { countryName } from "../../../schemas/CountryNames.ts"
import { countries, regionByCode } from "../../../schemas/Places.ts"
import type { Language } from "../../submit/words/Languages.ts"

export { countryName }

const labelsOf = (language: Language, list: string): ReadonlyMap<string, string> =>
  new Map(
    readCodeList("code-labels")
      .filter((row) => row["list"] === list)
      .map((row) => [row["code"] as string, (row[language] ?? "").split("|")[0] as string])
  )

/** Codes of a list with their names, in the order of the names for countries and of the list for others. */
export const codeChoices = (language: Language, list: string): ReadonlyArray<readonly [code: string, name: string]> => {
  if (list === "countries") {
    const collator = new Intl.Collator(language)
    return countries
      .map(({ code }) => [code, countryName(language, code)] as const)
      .sort(([, a], [, b]) => collator.compare(a, b))
  }
  const labels = labelsOf(language, list)
  return readCodeList(list).map((row) => {
    const code = row["code"] as string
    const own = language === "en" ? row["label"] : labels.get(code)
    return [code, own === undefined || own === "" ? (row["label"] ?? code) : own] as const
  })
}

/** A place as people say it: "Karelia, Russia", or the country alone. Names of regions are in English until the lists have others. */
export const placeName = (language: Language, country: string, region: string): string => {
  const known = region === "" ? undefined : regionByCode(region)
  return known === undefined ? countryName(language, country) : `${known.label}, ${countryName(language, country)}`
}
