import { crossed } from "../../../release/catalogue/cubeTable.ts"
import { totalLabel } from "../../../release/catalogue/totalLabel.ts"
import { isPrivateMethod } from "../../../release/history/privateMethods.ts"
import { type PublishedTable, selectCells } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { type StoredCell, tableBuilder } from "../../../release/published/TableBuilder.ts"
import type { TableSelection } from "./TableSelection.ts"
import { yearsWithoutTotal } from "./TableYears.ts"

/**
 * Returns the selected cells as a separate table, with a `not_reported` cell for each combination of selected labels that has no records;
 * undefined if there is none. Such a cell is a total of the dimensions that are not selected, but for years: each year has a cell, so that a column
 * of years stays one of numbers. Only editions have all combinations with records, and only without noise.
 */
export const withUnreported = (
  release: PublishedRelease,
  table: PublishedTable,
  { labels }: TableSelection
): PublishedTable | undefined => {
  if (release.edition === undefined || isPrivateMethod(release.method) || labels.size === 0) return undefined
  const chosen = table.columns.filter(({ name }) => labels.has(name))
  const keyAt = (place: number) => chosen.map(({ values, cells }) => values[cells[place] as number]).join("\n")
  const placesOf = Map.groupBy(selectCells(table, labels), keyAt)
  const combinations = crossed(chosen.map(({ name }) => [...(labels.get(name) ?? [])]))
  if (combinations.every((own) => placesOf.has(own.join("\n")))) return undefined
  const labelsAt = (place: number) => table.columns.map(({ values, cells }) => values[cells[place] as number] as string)
  const { low, high } = table.bounds
  const orNull = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value)
  type Cell = StoredCell & { readonly place: number | undefined }
  const reported = (place: number): Cell => ({
    labels: labelsAt(place),
    state: table.states[place] as StoredCell["state"],
    victims: orNull(table.figures[place]),
    low: orNull(low[place]),
    high: orNull(high[place]),
    asOf: table.asOf[place] as number,
    place
  })
  const whenNotSelected = table.columns.map(yearsWithoutTotal)
  const unreported = (own: ReadonlyArray<string>): ReadonlyArray<Cell> =>
    crossed(
      table.columns.map((column, d) => [own[chosen.indexOf(column)] ?? whenNotSelected[d] ?? totalLabel].flat())
    ).map((labels) => ({
      labels,
      state: "not_reported",
      victims: null,
      low: null,
      high: null,
      asOf: 0,
      place: undefined
    }))
  const cells = combinations.flatMap((own) => placesOf.get(own.join("\n"))?.map(reported) ?? unreported(own))
  const builder = tableBuilder(table, cells.length, release.release, new Map())
  for (const [d] of table.columns.entries())
    for (const label of new Set(cells.map((cell) => cell.labels[d] as string))) builder.know(d, label)
  for (const cell of cells) builder.add(cell)
  const built = builder.table()
  return {
    ...built,
    cellsByState: table.cellsByState,
    json: built.json.map((json, n) => table.json[cells[n]?.place ?? -1] ?? json)
  }
}
