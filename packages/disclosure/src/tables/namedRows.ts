import { Effect } from "effect"
import { csvRows } from "./csvRows.ts"
import { type ColumnPlaces, columnPlaces } from "./Header.ts"
import { Problems } from "./Problems.ts"

/** A row: its number in the file, and its cells by column. An optional column that the file lacks is empty. */
export interface NamedRow<Column extends string> {
  readonly row: number
  readonly at: (column: Column) => string
}

/**
 * Reads the rows of a CSV file by the names of its columns, and returns the problems: those of the header, and those that `onRow` adds. If the
 * header has problems, no row is read, because each would repeat them.
 */
export const namedRows = Effect.fn("namedRows")(function* <Column extends string>(
  file: string,
  name: string,
  columns: { readonly required: ReadonlyArray<Column>; readonly optional?: ReadonlyArray<Column> },
  onRow: (row: NamedRow<Column>, problems: Problems) => void
) {
  const problems = new Problems(name)
  let header: ColumnPlaces | undefined
  yield* csvRows(file, name, (fields, row) => {
    if (header === undefined) {
      header = columnPlaces(name, fields, columns.required, columns.optional)
      problems.addAll(header.problems)
    } else if (header.problems.length === 0) {
      const { place } = header
      onRow({ row, at: (column) => fields[place.get(column) ?? -1] ?? "" }, problems)
    }
  })
  return problems
})
