/** Given and expected rows of a unit test: as they are written, or in a file of `tests/fixtures`. */
import { parse } from "csv-parse/sync"
import { refuse } from "../ProjectError.ts"
import type { ProjectText } from "./files/PackageFolder.ts"
import { isSettings } from "./files/Yaml.ts"
import type { UnitTestRows } from "./Node.ts"
import { baseName } from "./NodePath.ts"
import type { Settings } from "./Settings.ts"

type Row = Readonly<Record<string, unknown>>

/** Returns rows of CSV text, as Python's reader has them: no value where a line is short. */
export const csvRows = (file: string, text: string): ReadonlyArray<Row> => {
  try {
    return parse(text, { columns: true, relax_column_count: true, skip_empty_lines: true, bom: true })
  } catch (cause) {
    return refuse(file, `the CSV rows are wrong: ${cause instanceof Error ? cause.message : ""}`)
  }
}

/** What is empty in CSV is nothing. */
const emptyIsNull = (rows: ReadonlyArray<Row>): ReadonlyArray<Row> =>
  rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value === "" ? null : value])))

/** The first row without a null comes first: the types of columns are taken from it. */
const fullRowFirst = (rows: ReadonlyArray<Row>): ReadonlyArray<Row> => {
  const full = rows.findIndex((row) => Object.values(row).every((value) => value !== null && value !== undefined))
  if (full <= 0) return rows
  const sorted = [...rows]
  sorted[0] = rows[full] as Row
  sorted[full] = rows[0] as Row
  return sorted
}

export interface RowSources {
  readonly file: string
  readonly fixtures: ReadonlyArray<ProjectText>
  readonly seed: (input: string) => ReadonlyArray<Row>
}

const fixtureText = ({ file, fixtures }: RowSources, name: string, kind: RegExp): string => {
  const found = fixtures.find((each) => baseName(each.below) === name && kind.test(each.path))
  return found === undefined ? refuse(file, `there is no fixture '${name}'`) : found.text.trim()
}

const rowsOf = (sources: RowSources, what: string, value: unknown): ReadonlyArray<Row> => {
  if (!Array.isArray(value)) return refuse(sources.file, `${what} must have its rows as a list`)
  return value.map((row) => (isSettings(row) ? row : refuse(sources.file, `${what} must have mappings as rows`)))
}

/** Reads the rows of an entry of `given` or of `expect`. */
export const unitTestRows = (sources: RowSources, what: string, raw: Settings, input?: string): UnitTestRows => {
  const format = String(raw["format"] ?? "dict")
  const { rows, fixture } = raw
  const name = typeof fixture === "string" ? fixture : undefined
  switch (format) {
    case "dict": {
      const fromSeed = (rows === undefined || rows === null) && name === undefined && input !== undefined
      const all = fromSeed ? sources.seed(input) : rowsOf(sources, what, rows)
      return { format, rows: fullRowFirst(all), fixture: name }
    }
    case "csv": {
      if (name === undefined && typeof rows !== "string")
        return refuse(sources.file, `${what} must have CSV text as rows`)
      const text = name === undefined ? String(rows) : fixtureText(sources, name, /\.csv$/i)
      return { format, rows: fullRowFirst(emptyIsNull(csvRows(sources.file, text))), fixture: name }
    }
    case "sql": {
      if (name === undefined && typeof rows !== "string") return refuse(sources.file, `${what} must have SQL as rows`)
      return { format, rows: name === undefined ? String(rows) : fixtureText(sources, name, /\.sql$/i), fixture: name }
    }
    default:
      return refuse(sources.file, `the format '${format}' of ${what} must be dict, csv or sql`)
  }
}
