import type { PublishedTable } from "../../../release/published/PublishedTable.ts"
import { knownLabels, yearEnds } from "./TableSelection.ts"
import { tableYears } from "./TableYears.ts"

/** Labels by dimension. */
export type Labels = ReadonlyMap<string, ReadonlySet<string>>

/** Returns the labels that the dimensions of these tables know, and the years of `from` and `to`. A label with a comma cannot be named in an address. */
export const labelsIn = (tables: ReadonlyArray<PublishedTable>): Labels => {
  const found = new Map<string, Set<string>>()
  const add = (name: string, labels: ReadonlyArray<string>) =>
    found.set(name, new Set([...(found.get(name) ?? []), ...labels]))
  for (const column of tables.flatMap(({ columns }) => columns)) {
    add(
      column.name,
      [...knownLabels(column)].filter((label) => !label.includes(","))
    )
    const years = column.kind === "year" ? tableYears(column) : undefined
    if (years !== undefined)
      for (const end of yearEnds)
        add(
          end,
          Array.from({ length: years.last - years.first + 1 }, (_, i) => String(years.first + i))
        )
  }
  return found
}
