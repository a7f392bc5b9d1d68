import { readCodeList } from "../../schemas/CodeLists.ts"
import { countries, countryByAlpha3 } from "../../schemas/Places.ts"

import { foldName } from "./foldName.ts"

/** A place as tables label it, and its level. */
export interface NamedPlace {
  readonly label: string
  readonly level: "country" | "subregion" | "region"
}

const byName: ReadonlyMap<string, NamedPlace | "several"> = (() => {
  const found = new Map<string, NamedPlace | "several">()
  const add = (name: string, place: NamedPlace) => {
    const key = foldName(name)
    const known = found.get(key)
    if (key === "" || known === "several") return
    found.set(key, known === undefined || known.label === place.label ? place : "several")
  }
  for (const { code, label, alpha2, region, regionLabel, subregion, subregionLabel } of countries) {
    const country = { label: code, level: "country" } as const
    for (const name of [code, label, alpha2]) add(name, country)
    if (subregion !== "") add(subregionLabel, { label: `${subregion} ${subregionLabel}`, level: "subregion" })
    if (region !== "") add(regionLabel, { label: `${region} ${regionLabel}`, level: "region" })
  }
  for (const { name = "", alpha3 = "" } of readCodeList("country-names"))
    if (countryByAlpha3(alpha3) !== undefined) add(name, { label: alpha3, level: "country" })
  return found
})()

/**
 * Returns the country with this code or name, in any language of the list, or the region of M49; undefined if there is none or the name is
 * ambiguous.
 */
export const placeNamed = (name: string): NamedPlace | undefined => {
  const found = byName.get(foldName(name))
  return found === "several" ? undefined : found
}
