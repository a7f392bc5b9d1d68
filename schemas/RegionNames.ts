/** Names of first-level regions by language. */
import { codeLabels } from "./CodeLabels.ts"
import { listedCountryName } from "./CountryNames.ts"
import type { Language } from "./Languages.ts"
import { regionCountry } from "./Places.ts"

const names = new Map<Language, ReadonlyMap<string, string>>()

/** Returns the region's name in the language, in English if it has no other, or the code itself if it is unknown. */
export const regionName = (language: Language, code: string): string => {
  const known = names.get(language) ?? new Map(codeLabels("regions", language))
  names.set(language, known)
  return known.get(code) ?? code
}

/** Returns the country and the region, such as "Russia: Karelia". */
export const regionInCountry = (language: Language, code: string): string =>
  `${listedCountryName(language, regionCountry(code) ?? "")}: ${regionName(language, code)}`
