/** Flows between groups of places, without SQL: membership is looked up day by day in `schemas/Places.ts`. */
import { countries, groupMembers, placeGroups } from "../../../schemas/Places.ts"
import { arrival, ends, Groups, type Row, routes, type World } from "./NaiveMarts.ts"

/** Returns the countries of an M49 region, subregion or intermediate region (`035` is South-eastern Asia). They have no dates. */
const m49Members = (code: string): ReadonlyArray<string> =>
  countries
    .filter(({ region, subregion, intermediate }) => [region, subregion, intermediate].includes(code) && code !== "")
    .map((country) => country.code)

const m49 = [...new Set(countries.flatMap(({ region, subregion, intermediate }) => [region, subregion, intermediate]))]

const firstDays = (year: number, month: number | null): ReadonlyArray<string> =>
  (month === null ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] : [month]).map(
    (each) => `${year}-${String(each).padStart(2, "0")}-01`
  )

/** Groups of a country, and whether it was in the group on every day that the date may mean. */
const groupsOf = (
  country: string,
  year: number,
  month: number | null
): ReadonlyArray<readonly [string | null, boolean]> => {
  const days = firstDays(year, month)
  const dated = placeGroups.flatMap((group) => {
    const member = days.filter((day) => groupMembers(group, day).includes(country)).length
    return member === 0 ? [] : [[group, member === days.length] as const]
  })
  const undated = m49.filter((code) => m49Members(code).includes(country)).map((code) => [code, true] as const)
  const found = [...dated, ...undated]
  return found.length === 0 ? [[null, true]] : found
}

export const groupFlows = (world: World): ReadonlyArray<Row> => {
  const groups = new Groups()
  for (const record of routes(world)) {
    const both = ends(record)
    if (both === undefined) continue
    const { year, month } = arrival(record)
    for (const [origin_group, fromCertain] of groupsOf(both.origin, year, month)) {
      for (const [destination_group, toCertain] of groupsOf(both.destination, year, month)) {
        const is_certain = fromCertain && toCertain ? 1 : 0
        groups.add({ origin_group, destination_group, is_certain, year, month }, record)
      }
    }
  }
  return groups.rows(world.demonstration)
}
