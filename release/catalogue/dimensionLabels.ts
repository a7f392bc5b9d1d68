import { countryByAlpha3 } from "../../schemas/Places.ts"
import type { Membership } from "../disclosure/tables/Hierarchy.ts"
import type { DimensionKind, FamilyDimension } from "./Family.ts"

/** Label of margins in every release. */
export const totalLabel = "Total"

/** Levels by kind of dimension, the finest first. Years may also be put together: `period` years, see `TableChoice`. */
export const levelsOf: Readonly<Record<DimensionKind, ReadonlyArray<string>>> = {
  place: ["country", "subregion", "region"],
  year: ["year", "period"],
  code: ["code"],
  route: ["route", "begins", "via"]
}

const placeLabel = (code: string, level: string): string => {
  const place = countryByAlpha3(code)
  if (level === "country" || place === undefined) return code
  const [number, label] =
    level === "subregion" ? [place.subregion, place.subregionLabel] : [place.region, place.regionLabel]
  return number === "" ? code : `${number} ${label}`
}

/** `2003-2007` of five years is from 2000 on; of whatever `period`, from a multiple of it. */
export const periodOf = (year: string, period: number): string => {
  const number = Number(year)
  if (!Number.isInteger(number) || period < 2) return year
  const first = number - (number % period)
  return `${first}-${first + period - 1}`
}

const beginnings = (route: string): ReadonlyArray<string> => {
  const places = route.split(" > ")
  return places.map((_, i) => places.slice(0, i + 1).join(" > "))
}

/** The labels at one level under which somebody with this value is counted: several only of beginnings and transit. */
export const labelsAt = (
  { kind }: FamilyDimension,
  value: string,
  level: string,
  period: number
): ReadonlyArray<string> => {
  if (kind === "place") return [placeLabel(value, level)]
  if (kind === "year") return [level === "period" ? periodOf(value, period) : value]
  if (kind === "route" && level === "begins") return beginnings(value).map((start) => `begins ${start}`)
  if (kind === "route" && level === "via")
    return [...new Set(value.split(" > ").slice(1, -1))].map((place) => `via ${place}`)
  return [value]
}

/** Which labels add up to which, for values that occur. */
export const membershipsOf = (
  one: FamilyDimension,
  values: Iterable<string>,
  levels: ReadonlySet<string>,
  periods: Iterable<number>
): ReadonlyArray<Membership> => {
  const found = new Map<string, Membership>()
  const add = (child: string, parent: string, grouping: string) => {
    if (child !== parent) found.set(JSON.stringify([child, parent]), { dimension: one.name, child, parent, grouping })
  }
  for (const value of values) {
    if (one.kind === "place") {
      const way = ["country", "subregion", "region"].filter((level) => levels.has(level) || level === "country")
      for (const [i, level] of way.slice(1).entries())
        add(placeLabel(value, way[i] as string), placeLabel(value, level), "")
    }
    if (one.kind === "year") for (const period of periods) add(value, periodOf(value, period), "")
    if (one.kind === "route" && levels.has("begins")) {
      const starts = beginnings(value)
      starts.forEach((start, i) => {
        if (i > 0) add(`begins ${start}`, `begins ${starts[i - 1]}`, "begins")
      })
      add(value, `begins ${value}`, "begins")
    }
    if (one.kind === "route" && levels.has("via"))
      for (const via of labelsAt(one, value, "via", 1)) add(value, via, via)
  }
  return [...found.values()]
}
