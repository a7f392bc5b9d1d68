/** A seed's file as columns with types and rows as ClickHouse's CSV. */
import { parse } from "csv-parse/sync"
import { ProjectError } from "../../ProjectError.ts"
import { hasDecimals, type SeedType, seedTypes, textType } from "./AgateTypes.ts"

export interface SeedColumn {
  readonly name: string
  /** ClickHouse's type as dbt-clickhouse derives it. */
  readonly type: string
}

export interface SeedTable {
  readonly columns: ReadonlyArray<SeedColumn>
  readonly rows: number
  /** Lines of CSV, `size` rows a block. */
  readonly blocks: (size: number) => Iterable<string>
}

const letters = "abcdefghijklmnopqrstuvwxyz"

/** A column without a name gets a letter; a duplicate name gets a number. */
const columnNames = (header: ReadonlyArray<string>): ReadonlyArray<string> => {
  const names: Array<string> = []
  header.forEach((given, index) => {
    const name = given === "" ? (letters[index % 26] as string).repeat(Math.floor(index / 26) + 1) : given
    let free = name
    for (let count = 2; names.includes(free); count++) free = `${name}_${count}`
    names.push(free)
  })
  return names
}

/** Returns the first type that every value is of. */
const typeOf = (rows: ReadonlyArray<ReadonlyArray<string>>, at: number): SeedType => {
  let left = seedTypes
  for (const row of rows) {
    const value = row[at]
    if (value === undefined) continue
    if (left.some(({ cast }) => cast(value) === undefined)) {
      left = left.filter(({ cast }) => cast(value) !== undefined)
      if (left.length === 1) break
    }
  }
  return left[0] as SeedType
}

const clickHouse: Readonly<Record<SeedType["name"], string>> = {
  number: "Int32",
  date: "Date",
  datetime: "DateTime",
  iso: "DateTime",
  boolean: "Bool",
  text: "String"
}

/** Returns a field as Python's `csv` writes it. */
const field = (value: string, delimiter: string): string =>
  /["\r\n]/.test(value) || value.includes(delimiter) ? `"${value.replaceAll('"', '""')}"` : value

/** `texts` are columns whose type the project gives: their values are left as they are. */
export const seedTable = (file: string, csv: string, delimiter: string, texts: ReadonlySet<string>): SeedTable => {
  let lines: ReadonlyArray<ReadonlyArray<string>>
  try {
    lines = parse(csv, { bom: true, delimiter, relax_column_count: true, relax_quotes: true }) as Array<Array<string>>
  } catch (cause) {
    throw new ProjectError({ subject: file, reason: cause instanceof Error ? cause.message : "not CSV" })
  }
  const names = columnNames(lines[0] ?? [])
  const rows = lines.slice(1)
  const long = rows.findIndex((row) => row.length > names.length)
  if (long >= 0) {
    const reason = `row ${long} has ${rows[long]?.length} values, but the table only has ${names.length} columns`
    throw new ProjectError({ subject: file, reason })
  }
  const types = names.map((name, at) => (texts.has(name) ? textType : typeOf(rows, at)))
  const columns = names.map((name, at) => {
    const type = types[at] as SeedType
    const isFloat =
      type.name === "number" &&
      rows.some((row) => {
        const value = row[at] === undefined ? null : type.cast(row[at])
        return typeof value === "string" && hasDecimals(value)
      })
    return { name, type: isFloat ? "Float32" : clickHouse[type.name] }
  })
  const line = (row: ReadonlyArray<string>): string => {
    const values = types.map(({ cast }, at) => (row[at] === undefined ? null : (cast(row[at]) ?? null)))
    // One empty field alone would be an empty line.
    return values.length === 1 && values[0] === null
      ? '""'
      : values.map((value) => (value === null ? "" : field(value, ","))).join(",")
  }
  return {
    columns,
    rows: rows.length,
    *blocks(size) {
      for (let from = 0; from < rows.length; from += size) {
        yield `${rows
          .slice(from, from + size)
          .map(line)
          .join("\n")}\n`
      }
    }
  }
}
