/** Countries as each language names them. */
import type { Language } from "./Languages.ts"
import { countryByAlpha3 } from "./Places.ts"

const displayNames = new Map<Language, Intl.DisplayNames>()

/** The country's name in the language; a code that is none stays as it is. */
export const countryName = (language: Language, alpha3: string): string => {
  const names = displayNames.get(language) ?? new Intl.DisplayNames(language, { type: "region" })
  displayNames.set(language, names)
  const country = countryByAlpha3(alpha3)
  if (country === undefined) return alpha3
  // No code of its own at ISO: Intl does not know it.
  return country.status === "official" ? (names.of(country.alpha2) ?? country.label) : country.label
}
