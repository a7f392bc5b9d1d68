import type { PublishedTable } from "../../../release/published/PublishedTable.ts"
import { countryByAlpha3, regionByCode } from "../../../schemas/Places.ts"
import { corridorPath, countryPath, regionPath } from "../state/paths.ts"

const isCountry = (label: string) => countryByAlpha3(label) !== undefined

/** Returns the paths of the pages of every corridor, country and first-level region that tables have as labels, sorted. */
export const placePaths = (tables: ReadonlyArray<PublishedTable>): ReadonlyArray<string> => {
  const paths = new Set<string>()
  for (const { columns } of tables) {
    for (const { kind, values } of columns)
      for (const label of values) {
        const place = kind === "route" ? label.replace(/^via /, "") : kind === "place" ? label : ""
        if (isCountry(place)) paths.add(countryPath(place))
        else if (regionByCode(place) !== undefined) paths.add(regionPath(place))
      }
    const [origins, destinations] = ["origin", "destination"].map((name) =>
      columns.find((column) => column.name === name)
    )
    if (origins === undefined || destinations === undefined) continue
    for (let place = 0; place < origins.cells.length; place++) {
      const [from, to] = [origins, destinations].map(({ values, cells }) => values[cells[place] as number] ?? "")
      if (from !== undefined && to !== undefined && isCountry(from) && isCountry(to)) paths.add(corridorPath(from, to))
    }
  }
  return [...paths].sort()
}
