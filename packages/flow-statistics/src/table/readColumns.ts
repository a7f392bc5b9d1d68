import { basename } from "node:path"
import { csvRows } from "@corridor/disclosure/tables/csvRows"
import { columnPlaces } from "@corridor/disclosure/tables/Header"
import { Problems } from "@corridor/disclosure/tables/Problems"
import { Effect } from "effect"

/** The columns of a user's table that a method asked for, as text, row by row. */
export interface Columns {
  /** How errors name the file. */
  readonly name: string
  readonly header: ReadonlyArray<string>
  /** Row numbers as a spreadsheet shows them; the header is 1. */
  readonly rows: ReadonlyArray<number>
  /** The fields of a column; undefined when the table has no such column. */
  readonly column: (name: string) => ReadonlyArray<string> | undefined
  /** Where what is wrong is collected; `problems.refusal(…)` is the error to fail with. */
  readonly problems: Problems
}

export interface WantedColumns {
  /** Without these the table is refused. */
  readonly wanted: ReadonlyArray<string>
  /** These may be missing. */
  readonly welcome?: ReadonlyArray<string> | undefined
}

/**
 * Reads some columns of a CSV file (comma, semicolon or tab; `.csv.gz` too). `pick` names them when it sees the header. Fails
 * with `TableRefused` (missing and double columns, rows of another length, no rows); never tells a value.
 */
export const readColumns = Effect.fn("readColumns")(function* (
  file: string,
  pick: (header: ReadonlyArray<string>) => WantedColumns
) {
  const name = basename(file)
  const problems = new Problems(name)
  const rows: Array<number> = []
  const fieldsOf = new Map<string, Array<string>>()
  let header: ReadonlyArray<string> | undefined
  let place: ReadonlyMap<string, number> = new Map()
  yield* csvRows(file, name, (fields, row) => {
    if (header === undefined) {
      header = fields.map((field) => field.trim())
      const { wanted, welcome } = pick(header)
      const found = columnPlaces(name, header, [...new Set(wanted)], [...new Set(welcome ?? [])])
      problems.addAll(found.problems)
      place = found.place
      for (const column of place.keys()) fieldsOf.set(column, [])
    } else if (fields.length !== header.length) problems.add(row, "", "row-length", "as many fields as the header")
    else {
      rows.push(row)
      for (const [column, at] of place) fieldsOf.get(column)?.push((fields[at] as string).trim())
    }
  })
  if (problems.count === 0 && rows.length === 0) problems.add(0, "", "no-rows", "at least one row below the header")
  if (problems.count > 0) return yield* problems.refusal("the table cannot be read")
  const columns: Columns = {
    name,
    header: header ?? [],
    rows,
    column: (column) => fieldsOf.get(column),
    problems
  }
  return columns
})
