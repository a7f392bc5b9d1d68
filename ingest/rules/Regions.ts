/** Where a region lies. */
import { regionCountry } from "../../schemas/Places.ts"
import { firstLevel } from "./Generalise.ts"

/** True when a known region lies outside the country that stands beside it. */
export const regionOutside = (region: string | null, country: string | null): boolean => {
  if (region === null || country === null) return false
  const home = regionCountry(firstLevel(region))
  return home !== undefined && home !== country
}
