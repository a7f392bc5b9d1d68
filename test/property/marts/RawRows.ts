/** Raw tables for tests, made from the same definition as the product's, and rows in their shape. */
import { readFileSync } from "node:fs"
import { Effect } from "effect"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { rawTables } from "../../../schemas/RawTables.ts"

export type RawRow = Readonly<Record<string, unknown>>

export const partnerTable = "corridor_raw.partner"

/** The statements of the migrations of linkage counts, without their comments. */
const linkageStatements = [
  "141-linkage.sql",
  "165-linkage-persons.sql",
  "166-federated-counts.sql",
  "170-false-links.sql",
  "171-linkage-groups.sql"
].flatMap((file) =>
  readFileSync(new URL(`../../../infra/migrations/${file}`, import.meta.url), "utf8")
    .replace(/^--.*\n/gm, "")
    .split(/;\s*$/m)
    .filter((statement) => statement.trim() !== "")
)

/** Statements that make `corridor_raw` and its tables. */
export const rawTableStatements: ReadonlyArray<string> = [
  "create database if not exists corridor_raw",
  ...rawTables().map(({ table, columns, engine, orderBy }) => {
    const definition = columns.map(({ name, type }) => `\`${name}\` ${type}`).join(", ")
    return `create table if not exists ${table} (${definition}) engine = ${engine} order by ${orderBy}`
  }),
  `create table if not exists ${partnerTable} (partner_id LowCardinality(String), type LowCardinality(String),
   name String, demonstration UInt8, status LowCardinality(String), created_at DateTime, updated_at DateTime)
   engine = ReplacingMergeTree(updated_at) order by partner_id`,
  ...linkageStatements
]

/** Makes `corridor_raw` and its tables. */
export const createRawTables = Effect.fn("RawRows.createRawTables")(function* () {
  const warehouse = yield* Warehouse
  for (const statement of rawTableStatements) yield* warehouse.command(statement)
})

export const emptyRawTables = Effect.fn("RawRows.emptyRawTables")(function* () {
  const warehouse = yield* Warehouse
  for (const table of [...rawTables().map((each) => each.table), partnerTable]) {
    yield* warehouse.command(`truncate table ${table}`)
  }
})

/** Inserts rows in the given batches, each as a separate part. */
export const insertBatches = Effect.fn("RawRows.insertBatches")(function* (
  table: string,
  batches: ReadonlyArray<ReadonlyArray<RawRow>>
) {
  const warehouse = yield* Warehouse
  for (const batch of batches) if (batch.length > 0) yield* warehouse.insert(table, batch, { token: "" })
})

/** The items in another order: `order` says which of those left comes next. */
export const shuffled = <A>(items: ReadonlyArray<A>, order: ReadonlyArray<number>): ReadonlyArray<A> => {
  const left = [...items]
  const out: Array<A> = []
  for (let i = 0; left.length > 0; i++) out.push(...left.splice((order[i % order.length] as number) % left.length, 1))
  return out
}

/** The items dealt out into so many pieces. */
export const cut = <A>(items: ReadonlyArray<A>, pieces: number): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: pieces }, (_, piece) => items.filter((_, index) => index % pieces === piece))

/** The id of a record or person by its number. */
export const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`
