/**
 * First-level regions (ISO 3166-2). For Russia and its neighbours all codes are listed. For other countries a code is valid if it has the
 * standard's format and starts with the country's alpha-2 code.
 */
import { remembered } from "../../ports/BoundedMap.ts"
import { alpha3FromAlpha2, countries, isRegion, presentRegion, regionCountry, regionsOf } from "../../schemas/Places.ts"

const shape = /^([A-Z]{2})-[A-Z0-9]{1,3}$/

/** Returns the first-level region of a code or of a more detailed code. A withdrawn code becomes the present one. */
export const firstLevelRegion = (code: string): string => {
  const second = code.indexOf("-", code.indexOf("-") + 1)
  const first = second < 0 ? code : code.slice(0, second)
  return presentRegion(first) ?? first
}

/** Returns the alpha-3 code of a first-level region's country; undefined if the region is unknown. */
export const countryOfRegion = (region: string): string | undefined => {
  if (isRegion(region)) return regionCountry(region)
  const country = alpha3FromAlpha2(shape.exec(region)?.[1] ?? "")
  return country !== undefined && regionsOf(country).length === 0 ? country : undefined
}

/** Returns the country of a region. There are a few thousand regions, and records contain few of them. */
const homeOf = remembered((region) => countryOfRegion(firstLevelRegion(region)), 10_000)

const letters = 26
/** Returns the index of a capital letter in the alphabet; a large negative number for any other character. */
const letter = (text: string, at: number) => {
  const place = text.charCodeAt(at) - 65
  return place >= 0 && place < letters ? place : -1_000_000
}
const alpha2Number = (text: string) => letters * letter(text, 0) + letter(text, 1)
const alpha3Number = (text: string) => letters * alpha2Number(text) + letter(text, 2)

/** The alpha-2 code of each alpha-3 code, both as numbers: look-ups by text are too slow for the hot path. */
const alpha2Numbers = new Int32Array(letters ** 3).fill(-1)
for (const { code, alpha2 } of countries)
  if (alpha3FromAlpha2(alpha2) === code) alpha2Numbers[alpha3Number(code)] = alpha2Number(alpha2)

/** Returns whether a known region is outside the country. */
export const isOutside = (region: string | null, country: string | null): boolean => {
  if (region === null || country === null) return false
  // A region's code starts with its country's alpha-2 code.
  if (country.length === 3 && alpha2Numbers[alpha3Number(country)] === alpha2Number(region)) return false
  const home = homeOf(region)
  return home !== undefined && home !== country
}
