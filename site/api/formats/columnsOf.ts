import { numberOrNull, type PublishedTable } from "../../../release/published/PublishedTable.ts"
import { type ColumnRole, tableColumns } from "../../metadata/tableColumns.ts"
import type { TablePage } from "../tables/TablePage.ts"

export type FlatColumn = { readonly name: string; readonly meaning: string; readonly hxl: string } & (
  | { readonly type: "text"; readonly values: ReadonlyArray<string> }
  /** Integers, or null if there is none. */
  | { readonly type: "number"; readonly values: ReadonlyArray<number | null> }
  | { readonly type: "boolean"; readonly values: ReadonlyArray<boolean> }
)

/** Returns the value of a cell in each column that is not a dimension. */
const readers: Readonly<
  Record<Exclude<ColumnRole, "dimension">, (page: TablePage, name: string, place: number) => unknown>
> = {
  state: ({ table }, _, place) => table.states[place],
  figure: ({ table }, _, place) => (table.states[place] === "published" ? table.figures[place] : null),
  bound: ({ table }, name, place) => numberOrNull(table.bounds[name as keyof PublishedTable["bounds"]][place]),
  asOf: ({ table }, _, place) => (table.states[place] === "published" ? table.asOf[place] : null),
  release: ({ release }) => release.release,
  invented: ({ release }) => release.invented
}

/**
 * Returns the columns of a page of a table (`tableColumns`) with their values. Years are numbers if every label is a single year. The figure
 * and `as_of` are null unless the cell is published; the bounds are null unless it is suppressed.
 */
export const columnsOf = (page: TablePage): ReadonlyArray<FlatColumn> => {
  const { table, places } = page
  const dimensions = new Map(table.columns.map((column) => [column.name, column]))
  const facts = { ...table, dimensions: [...dimensions.keys()] }
  return tableColumns(facts, (name) => dimensions.get(name)?.isYears ?? false).map(
    ({ name, role, type, meaning, hxl }) => {
      const labels = dimensions.get(name)
      const values =
        role === "dimension"
          ? places.map((place) => {
              const label = labels?.values[labels.cells[place] as number] ?? ""
              return type === "number" ? Number(label) : label
            })
          : places.map((place) => readers[role](page, name, place))
      return { name, type, meaning, hxl, values } as FlatColumn
    }
  )
}
