/** Country names by language. */
import { readCodeList } from "./CodeLists.ts"
import type { Language } from "./Languages.ts"
import { countryByAlpha3 } from "./Places.ts"

const displayNames = new Map<Language, Intl.DisplayNames>()

/** Returns the country's name in the language, or the code itself if it is unknown. */
export const countryName = (language: Language, alpha3: string): string => {
  const names = displayNames.get(language) ?? new Intl.DisplayNames(language, { type: "region" })
  displayNames.set(language, names)
  const country = countryByAlpha3(alpha3)
  if (country === undefined) return alpha3
  // Codes that are not official ISO codes are unknown to Intl.
  return country.status === "official" ? (names.of(country.alpha2) ?? country.label) : country.label
}

const listed = new Map<Language, ReadonlyMap<string, string>>()

const shortNames = (language: Language): ReadonlyMap<string, string> =>
  new Map(
    readCodeList("country-names")
      .filter(
        (row) => row["language"] === language && row["kind"] === "short" && row["name"] !== row["name"]?.toUpperCase()
      )
      .map((row) => [row["alpha3"] as string, row["name"] as string])
  )

/**
 * Returns the country's short name in the code lists, in English if it has no other. Unlike `countryName`, it is the same in every version of Node
 * and every browser, and the check of files reads it.
 */
export const listedCountryName = (language: Language, alpha3: string): string => {
  const names = listed.get(language) ?? (language === "en" ? new Map<string, string>() : shortNames(language))
  listed.set(language, names)
  return names.get(alpha3) ?? countryByAlpha3(alpha3)?.label ?? alpha3
}
