import type { Membership } from "@corridor/disclosure/tables/Hierarchy"
import type { CubeDimension, DimensionKind } from "./Cube.ts"
import { groupsAt, phaseOf } from "./datedGroups.ts"
import { countryOfPlace, placeAt } from "./placeLabels.ts"
import { beginnings, countryRoute, throughPlaces, transits } from "./routeLabels.ts"
import { periodOf, quarterOf, yearOf } from "./timeLabels.ts"

/** Label of margins in every release. */
export const totalLabel = "Total"

/** Levels by kind of dimension. Years may also be put together: `period` years, see `TableChoice`. */
export const levelsOf: Readonly<Record<DimensionKind, ReadonlyArray<string>>> = {
  place: ["first_level", "country", "subregion", "region", "group"],
  year: ["month", "quarter", "year", "period"],
  code: ["code"],
  route: ["places", "route", "begins", "via", "via_first_level"]
}

/** The level where none is named. */
export const usualLevel: Readonly<Record<DimensionKind, string>> = {
  place: "country",
  year: "year",
  code: "code",
  route: "route"
}

/** One level up, where there is one. */
export const coarserLevel: Readonly<Record<string, string>> = {
  first_level: "country",
  country: "subregion",
  subregion: "region",
  month: "quarter",
  quarter: "year",
  year: "period"
}

/** Parts of a year in which no group's members change: a level of tables that nobody is shown. */
export const phaseLevel = "phase"

/** The label of a year or month at a level. */
const timeAt = (value: string, level: string, period: number): string => {
  if (level === "month") return value
  if (level === "quarter") return quarterOf(value)
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
 * The labels at one level under which somebody with this value is counted: several only of beginnings, transit and groups. `when` is the
 * month or year, for groups.
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

/** Each label of a way up adds to the next. */
const alongWay = (dimension: string, way: ReadonlyArray<string>, grouping = ""): ReadonlyArray<Membership> =>
  way.slice(1).flatMap((parent, i) => {
    const child = way[i] as string
    return child === parent ? [] : [{ dimension, child, parent, grouping }]
  })

/** Which labels add up to which, for values that occur. Groups see `groupMemberships`. */
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
      add(alongWay(one.name, climb(value, ["month", "quarter", "year"], "year")))
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
