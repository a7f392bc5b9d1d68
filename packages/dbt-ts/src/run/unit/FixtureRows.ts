/** Rows of a unit test as its file gives them, in the order in which dbt writes them. */
import { parse } from "csv-parse/sync"
import { refuse } from "../../ProjectError.ts"
import type { UnitTestRows } from "../../project/Node.ts"

export type FixtureRow = ReadonlyMap<string, unknown>

const fromCsv = (where: string, text: string): ReadonlyArray<FixtureRow> => {
  try {
    const lines = parse(text, { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true })
    const [header = [], ...rows] = lines as Array<Array<string>>
    // An empty field is a missing value.
    return rows.map((row) => new Map(header.map((name, at) => [name, row[at] === "" ? null : (row[at] ?? null)])))
  } catch (cause) {
    return refuse(where, cause instanceof Error ? cause.message : "not CSV")
  }
}

/** The first row in which every column has a value goes first. */
const promoted = (rows: ReadonlyArray<FixtureRow>): ReadonlyArray<FixtureRow> => {
  const whole = rows.findIndex((row) => [...row.values()].every((value) => value !== null && value !== undefined))
  if (whole <= 0) return rows
  const swapped = [...rows]
  swapped[0] = rows[whole] as FixtureRow
  swapped[whole] = rows[0] as FixtureRow
  return swapped
}

export const fixtureRows = (where: string, { format, rows }: UnitTestRows): ReadonlyArray<FixtureRow> | undefined => {
  if (format === "sql") return undefined
  if (typeof rows === "string") return promoted(fromCsv(where, rows))
  return promoted(rows.map((row) => new Map(Object.entries(row))))
}
