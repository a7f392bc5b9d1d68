import { totalLabel } from "../../../release/catalogue/dimensionLabels.ts"
import { isPrivateMethod } from "../../../release/history/privateMethods.ts"
import { type PublishedTable, selectCells } from "../../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { type StoredCell, tableBuilder } from "../../../release/published/TableBuilder.ts"
import type { TableSelection } from "./TableSelection.ts"

/** Maximum number of combinations that are listed one by one. */
const mostCombinations = 1_000

const product = (lists: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<ReadonlyArray<string>> =>
  lists.reduce<ReadonlyArray<ReadonlyArray<string>>>(
    (found, list) => found.flatMap((labels) => list.map((label) => [...labels, label])),
    [[]]
  )

/**
 * Returns the selected cells as a table of their own, with a `not_reported` cell for each combination of selected labels that has no records;
 * undefined if there is none. Combinations are listed if every dimension is selected or if nothing matches: then the dimensions that are not
 * selected are totals. Only editions have all combinations with records, and only without noise.
 */
export const withUnreported = (
  release: PublishedRelease,
  table: PublishedTable,
  { labels }: TableSelection
): PublishedTable | undefined => {
  if (release.edition === undefined || isPrivateMethod(release.method) || labels.size === 0) return undefined
  const matching = selectCells(table, labels)
  if (matching.length > 0 && labels.size < table.columns.length) return undefined
  const lists = table.columns.map(({ name }) => [...(labels.get(name) ?? [totalLabel])])
  if (lists.reduce((count, list) => count * list.length, 1) > mostCombinations) return undefined
  const labelsAt = (place: number) => table.columns.map(({ values, cells }) => values[cells[place] as number] as string)
  const placeOf = new Map(matching.map((place) => [labelsAt(place).join("\n"), place]))
  const combinations = product(lists)
  if (combinations.every((own) => placeOf.has(own.join("\n")))) return undefined
  const cells = combinations.map((own): StoredCell & { readonly place: number | undefined } => {
    const place = placeOf.get(own.join("\n"))
    const state = place === undefined ? "not_reported" : (table.states[place] as StoredCell["state"])
    const at = (list: Float64Array) =>
      place === undefined || Number.isNaN(list[place]) ? null : (list[place] as number)
    const { low, high } = table.bounds
    const asOf = place === undefined ? 0 : (table.asOf[place] as number)
    return { labels: own, state, victims: at(table.figures), low: at(low), high: at(high), asOf, place }
  })
  const builder = tableBuilder(table, cells.length, release.release, new Map())
  for (const [d, list] of lists.entries()) for (const label of list) builder.know(d, label)
  for (const cell of cells) builder.add(cell)
  const built = builder.table()
  return {
    ...built,
    cellsByState: table.cellsByState,
    json: built.json.map((json, n) => table.json[cells[n]?.place ?? -1] ?? json)
  }
}
