import { codeLabels } from "../../../schemas/CodeLabels.ts"
import { countryName } from "../../../schemas/CountryNames.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { countries, regionByCode } from "../../../schemas/Places.ts"
import { regionName } from "../../../schemas/RegionNames.ts"

/** Returns the codes of a list with their labels. Countries are sorted by name; other lists keep their order. */
export const codeChoices = (language: Language, list: string): ReadonlyArray<readonly [code: string, name: string]> => {
  if (list === "countries") {
    const collator = new Intl.Collator(language)
    return countries
      .map(({ code }) => [code, countryName(language, code)] as const)
      .sort(([, a], [, b]) => collator.compare(a, b))
  }
  return codeLabels(list, language)
}

/** Returns a place's name, such as "Karelia, Russia", or the country alone. */
export const placeName = (language: Language, country: string, region: string): string => {
  return regionByCode(region) === undefined
    ? countryName(language, country)
    : `${regionName(language, region)}, ${countryName(language, country)}`
}
