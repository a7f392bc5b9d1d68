/** Raw tables for tests, made from the same definition as the product's, and rows in their shape. */
import { Effect } from "effect"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { rawTables } from "../../../schemas/RawTables.ts"

export type RawRow = Readonly<Record<string, unknown>>

export const partnerTable = "corridor_raw.partner"

/** Makes `corridor_raw` and its tables. */
export const createRawTables = Effect.fn("RawRows.createRawTables")(function* () {
  const warehouse = yield* Warehouse
  yield* warehouse.command("create database if not exists corridor_raw")
  for (const { table, columns, engine, orderBy } of rawTables()) {
    const definition = columns.map(({ name, type }) => `\`${name}\` ${type}`).join(", ")
    yield* warehouse.command(
      `create table if not exists ${table} (${definition}) engine = ${engine} order by ${orderBy}`
    )
  }
  yield* warehouse.command(
    `create table if not exists ${partnerTable} (partner_id LowCardinality(String), type LowCardinality(String),
     name String, demonstration UInt8, status LowCardinality(String), created_at DateTime, updated_at DateTime)
     engine = ReplacingMergeTree(updated_at) order by partner_id`
  )
})

export const emptyRawTables = Effect.fn("RawRows.emptyRawTables")(function* () {
  const warehouse = yield* Warehouse
  for (const table of [...rawTables().map((each) => each.table), partnerTable]) {
    yield* warehouse.command(`truncate table ${table}`)
  }
})

/** Inserts rows in the given batches, each a part of its own. */
export const insertBatches = Effect.fn("RawRows.insertBatches")(function* (
  table: string,
  batches: ReadonlyArray<ReadonlyArray<RawRow>>
) {
  const warehouse = yield* Warehouse
  for (const batch of batches) if (batch.length > 0) yield* warehouse.insert(table, batch, { token: "" })
})
