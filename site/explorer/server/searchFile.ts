import { countryName } from "../../../schemas/CountryNames.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { isRegion } from "../../../schemas/Places.ts"
import { regionName } from "../../../schemas/RegionNames.ts"
import type { SearchFile } from "../search/SearchFile.ts"
import { searchedPlaces } from "../search/searchedPlaces.ts"
import { pageWords } from "../words/pages/PageWords.ts"

/** Returns what the browser needs for suggestions in one language. */
export const searchFile = (language: Language): SearchFile => {
  const { kindCountry, kindRegion, noRecords, searchNone, searchLabel, suggestions } = pageWords[language]
  return {
    words: {
      country: kindCountry as string,
      region: kindRegion as string,
      noRecords: noRecords as string,
      none: searchNone as string,
      list: searchLabel as string,
      count: suggestions
    },
    places: searchedPlaces.map((place) => ({
      ...place,
      shown: isRegion(place.id) ? regionName(language, place.id) : countryName(language, place.id)
    }))
  }
}
