/**
 * Perturbation tables that others have published: `perturbation-tables.csv` and, by row, `perturbation-changes.csv`.
 */
import { readFileSync } from "node:fs"
import { parse } from "csv-parse/sync"
import { Schema } from "effect"
import { hides, type PerturbationTable } from "./PerturbationTable.ts"

const TableRow = Schema.Struct({
  table: Schema.String,
  keys: Schema.NumberFromString,
  period: Schema.NumberFromString,
  source: Schema.String
})

/** The change of a count for cell keys in a range. Without a row, no figure is shown. */
const ChangeRow = Schema.Struct({
  table: Schema.String,
  count: Schema.NumberFromString,
  key_from: Schema.NumberFromString,
  key_to: Schema.NumberFromString,
  change: Schema.NumberFromString
})

const rowsOf = (file: string): unknown => parse(readFileSync(new URL(file, import.meta.url)), { columns: true })

const changes = Schema.decodeUnknownSync(Schema.Array(ChangeRow))(rowsOf("./perturbation-changes.csv"))

const toTable = (row: typeof TableRow.Type): PerturbationTable => {
  const own = changes.filter(({ table }) => table === row.table)
  const counts = Math.max(...own.map(({ count }) => count)) + 1
  const change = new Int16Array(counts * row.keys).fill(hides)
  change.fill(0, 0, row.keys)
  for (const one of own)
    change.fill(one.change, one.count * row.keys + one.key_from, one.count * row.keys + one.key_to + 1)
  return { name: row.table, keys: row.keys, counts, period: row.period, change, source: row.source }
}

/** All tables by name. */
const publishedTables: ReadonlyMap<string, PerturbationTable> = new Map(
  Schema.decodeUnknownSync(Schema.Array(TableRow))(rowsOf("./perturbation-tables.csv")).map((row) => [
    row.table,
    toTable(row)
  ])
)

/** ONS's table of the 10-5 rule. */
export const ons105 = publishedTables.get("ons-10-5") as PerturbationTable
