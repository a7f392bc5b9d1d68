import { basename } from "node:path"
import { csvRows } from "@corridor/disclosure/tables/csvRows"
import { columnPlaces } from "@corridor/disclosure/tables/Header"
import { Problems } from "@corridor/disclosure/tables/Problems"
import { Effect } from "effect"

/** The columns of a table that a method needs, as text. */
export interface Columns {
  /** The name of the file in errors. */
  readonly name: string
  readonly header: ReadonlyArray<string>
  /** Row numbers as a spreadsheet shows them; the header is row 1. */
  readonly rows: ReadonlyArray<number>
  /** Returns the fields of a column, or undefined if the table does not have it. */
  readonly column: (name: string) => ReadonlyArray<string> | undefined
  /** Collects what is wrong; fail with `problems.refusal(…)`. */
  readonly problems: Problems
}

export interface WantedColumns {
  /** A table without one of these is refused. */
  readonly required: ReadonlyArray<string>
  readonly optional?: ReadonlyArray<string> | undefined
}

/**
 * Reads some columns of a CSV file (comma, semicolon or tab; also `.csv.gz`). `pick` chooses them by the header. Fails with `TableRefused`
 * if columns are missing or repeated, if a row is too short or too long, or if there are no rows. Errors contain no values.
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
      const { required, optional } = pick(header)
      const found = columnPlaces(name, header, [...new Set(required)], [...new Set(optional ?? [])])
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
