import type { DimensionColumn, PublishedTable } from "../../../release/published/PublishedTable.ts"
import { countryByAlpha3, regionByCode } from "../../../schemas/Places.ts"
import { corridorPath, countryPath, placeOf, regionPath } from "../state/paths.ts"

const isCountry = (label: string) => countryByAlpha3(label) !== undefined

/** Returns the path of the page of a country or first-level region that a label names; undefined if it names neither. */
const pathOfLabel = (kind: DimensionColumn["kind"], label: string): string | undefined => {
  const place = kind === "route" ? placeOf(label) : kind === "place" ? label : ""
  if (isCountry(place)) return countryPath(place)
  return regionByCode(place) === undefined ? undefined : regionPath(place)
}

/** Returns the paths of the corridors between countries that a table has cells of. */
const corridorPathsOf = ({ columns }: PublishedTable): ReadonlyArray<string> => {
  const [origins, destinations] = ["origin", "destination"].map((name) => columns.find((one) => one.name === name))
  if (origins === undefined || destinations === undefined) return []
  return Array.from(origins.cells, (_, cell) => {
    const [from = "", to = ""] = [origins, destinations].map(({ values, cells }) => values[cells[cell] as number])
    return isCountry(from) && isCountry(to) ? [corridorPath(from, to)] : []
  }).flat()
}

/** Returns the paths of the pages of every corridor, country and first-level region that tables have as labels, sorted. */
export const placePaths = (tables: ReadonlyArray<PublishedTable>): ReadonlyArray<string> => {
  const ofLabels = tables.flatMap(({ columns }) =>
    columns.flatMap(({ kind, values }) => values.flatMap((label) => pathOfLabel(kind, label) ?? []))
  )
  return [...new Set([...ofLabels, ...tables.flatMap(corridorPathsOf)])].sort()
}
