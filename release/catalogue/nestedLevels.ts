/**
 * Nested levels: at each of them every person has exactly one label, and each label is the sum of labels of any finer level. Groups of
 * countries, beginnings of routes and places of transit overlap and are not nested. Everything here follows from labels alone.
 */
import { countries, placeGroups } from "../../schemas/Places.ts"
import type { DimensionKind } from "./Cube.ts"
import { countryOfPlace, isM49Region, placeAt } from "./placeLabels.ts"
import { countryRoute } from "./routeLabels.ts"
import { isPartOfYear, isYear, partIn, partOf, partsOfYear, periodOf, yearOf } from "./timeLabels.ts"
import { totalLabel } from "./totalLabel.ts"

/** Finest first. */
export const nestedLevels: Readonly<Record<DimensionKind, ReadonlyArray<string>>> = {
  place: ["first_level", "country", "subregion", "region"],
  year: [...partsOfYear, "year", "period"],
  code: ["code"],
  route: ["places", "route"]
}

const unknown = "-NotKnown"

const isFirstLevel = (label: string) => /^[A-Z]{2}-/.test(label) || label.endsWith(unknown)

/** The region of each subregion, and of each place without a subregion. */
const regionOf = new Map(countries.map(({ code }) => [placeAt(code, "subregion"), placeAt(code, "region")]))
const regions = new Set(regionOf.values())

const isPlaceAt = (label: string, level: string): boolean => {
  if (level === "first_level") return isFirstLevel(label)
  if (isFirstLevel(label) || placeGroups.includes(label)) return false
  if (isM49Region(label)) return level === "subregion" ? regionOf.has(label) : level === "region" && regions.has(label)
  return placeAt(label, level) === label
}

const isTimeAt = (label: string, level: string, period: number): boolean => {
  if (label === "NotKnown") return true
  if (level === "period") return periodOf(label.slice(0, 4), period) === label
  if (level === "year") return isYear(label)
  return /^\d{4}-NotKnown$/.test(label) || partIn(label)?.part === level
}

const routePrefix = "places "

/** Returns whether a label belongs to a level. A country without a region belongs to several. */
export const isAtLevel = (kind: DimensionKind, label: string, level: string, period: number): boolean => {
  if (label === totalLabel) return false
  if (kind === "place") return isPlaceAt(label, level)
  if (kind === "year") return isTimeAt(label, level, period)
  if (kind === "route")
    return level === "places" ? label.startsWith(routePrefix) : !/^(?:places|begins|via) /.test(label)
  return true
}

/** Returns the label of a coarser level that contains this label. */
export const labelAbove = (kind: DimensionKind, label: string, level: string, period: number): string => {
  if (kind === "year") {
    if (isPartOfYear(level)) return partOf(label, level)
    return level === "period" ? periodOf(yearOf(label), period) : yearOf(label)
  }
  if (kind === "route") return countryRoute(label.startsWith(routePrefix) ? label.slice(routePrefix.length) : label)
  if (kind === "code") return label
  if (isM49Region(label)) return regionOf.get(label) ?? label
  const place = label.endsWith(unknown) ? label.slice(0, -unknown.length) : label
  return placeAt(countryOfPlace(place), level)
}
