import type { Membership } from "@corridor/disclosure/tables/Hierarchy"
import type { CubeDimension, DimensionKind } from "./Cube.ts"
import { groupsAt, phaseOf } from "./datedGroups.ts"
import { countryOfPlace, placeAt } from "./placeLabels.ts"
import { beginnings, countryRoute, throughPlaces, transits } from "./routeLabels.ts"
import { isPartOfYear, partOf, partsOfYear, periodOf, yearOf } from "./timeLabels.ts"

/** Levels by kind of dimension, finest first. The level `period` groups `TableChoice.period` years. */
export const levelsOf: Readonly<Record<DimensionKind, ReadonlyArray<string>>> = {
  place: ["first_level", "country", "subregion", "region", "group"],
  year: [...partsOfYear, "year", "period"],
  code: ["code"],
  route: ["places", "route", "begins", "via", "via_first_level"]
}

/** Default level by kind of dimension. */
export const usualLevel: Readonly<Record<DimensionKind, string>> = {
  place: "country",
  year: "year",
  code: "code",
  route: "route"
}

/** The next coarser level, for levels that have one. */
export const coarserLevel: Readonly<Record<string, string>> = {
  first_level: "country",
  country: "subregion",
  subregion: "region",
  month: "quarter",
  quarter: "half_year",
  half_year: "year",
  year: "period"
}

/** Parts of a year in which no group changes: a level of internal tables only. */
export const phaseLevel = "phase"

/** Returns the label of a year or month at a level. */
const timeAt = (value: string, level: string, period: number): string => {
  if (isPartOfYear(level)) return partOf(value, level)
  if (level === phaseLevel) return phaseOf(value)
  return level === "period" ? periodOf(yearOf(value), period) : yearOf(value)
}

const routesAt = (value: string, level: string): ReadonlyArray<string> => {
  if (level === "places") return [throughPlaces(value)]
  if (level === "begins") return beginnings(countryRoute(value))
  if (level === "via") return transits(countryRoute(value), false)
  return level === "via_first_level" ? transits(value, true) : [countryRoute(value)]
}

/**
 * Returns the labels at one level under which a value is counted. Beginnings of routes, places of transit and groups overlap, so there can
 * be several. `when` is the month or year, for groups.
 */
export const labelsAt = (
  { kind }: CubeDimension,
  value: string,
  level: string,
  { period, when }: { readonly period: number; readonly when: string }
): ReadonlyArray<string> => {
  if (kind === "place") return level === "group" ? groupsAt(countryOfPlace(value), when) : [placeAt(value, level)]
  if (kind === "year") return [timeAt(value, level, period)]
  return kind === "route" ? routesAt(value, level) : [value]
}

/** Makes each label of a path a part of the next one. */
const alongWay = (dimension: string, way: ReadonlyArray<string>, grouping = ""): ReadonlyArray<Membership> =>
  way.slice(1).flatMap((parent, i) => {
    const child = way[i] as string
    return child === parent ? [] : [{ dimension, child, parent, grouping }]
  })

/** Returns which labels add up to which, for the values that occur. For groups see `groupMemberships`. */
export const membershipsOf = (
  one: CubeDimension,
  values: Iterable<string>,
  levels: ReadonlySet<string>,
  periods: Iterable<number>
): ReadonlyArray<Membership> => {
  const found = new Map<string, Membership>()
  const add = (list: ReadonlyArray<Membership>) => {
    for (const each of list) found.set(JSON.stringify([each.child, each.parent]), each)
  }
  const climb = (value: string, all: ReadonlyArray<string>, always: string) => {
    const way = all.filter((level) => levels.has(level) || level === always)
    return way.map((level) => (one.kind === "place" ? placeAt(value, level) : timeAt(value, level, 1)))
  }
  for (const value of values) {
    if (one.kind === "place")
      add(alongWay(one.name, climb(value, ["first_level", "country", "subregion", "region"], "country")))
    if (one.kind === "year") {
      add(alongWay(one.name, climb(value, [...partsOfYear, "year"], "year")))
      if (levels.has(phaseLevel)) add(alongWay(one.name, climb(value, [phaseLevel, "year"], "year"), phaseLevel))
      for (const period of periods) add(alongWay(one.name, [yearOf(value), periodOf(yearOf(value), period)]))
    }
    if (one.kind === "route") {
      const route = countryRoute(value)
      if (levels.has("places")) add(alongWay(one.name, [throughPlaces(value), route]))
      if (levels.has("begins")) {
        const starts = beginnings(route)
        add(alongWay(one.name, [route, ...starts.toReversed()], "begins"))
      }
      const via = (label: string) => ({ dimension: one.name, parent: label, grouping: label })
      if (levels.has("via")) add(transits(route, false).map((label) => ({ ...via(label), child: route })))
      if (levels.has("via_first_level"))
        add(transits(value, true).map((label) => ({ ...via(label), child: throughPlaces(value) })))
    }
  }
  return [...found.values()]
}
