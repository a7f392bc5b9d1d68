/** Country names by language. */
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
