import { alpha3FromAlpha2, countryByAlpha3, regionCountry } from "../../schemas/Places.ts"
import { notKnownIn } from "./timeLabels.ts"

/** Returns the country of a first-level region; a country is returned as it is. */
export const countryOfPlace = (place: string): string => {
  const [alpha2 = "", rest] = place.split("-")
  return rest === undefined ? place : (regionCountry(place) ?? alpha3FromAlpha2(alpha2) ?? place)
}

/** Returns the label of a place at one of the nested levels `first_level`, `country`, `subregion` and `region`. */
export const placeAt = (place: string, level: string): string => {
  const code = countryOfPlace(place)
  if (level === "first_level") return code === place ? notKnownIn(code) : place
  const country = countryByAlpha3(code)
  if (level === "country" || country === undefined) return code
  const [number, label] =
    level === "subregion" ? [country.subregion, country.subregionLabel] : [country.region, country.regionLabel]
  return number === "" ? code : `${number} ${label}`
}

/** Returns whether a label is a region of M49, such as `151 Eastern Europe`, and not a country that is in none. */
export const isM49Region = (label: string): boolean => /^\d{3} /.test(label)
