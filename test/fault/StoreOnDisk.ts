/** An embedded store's files, seen from outside while another process holds it, and its rows when nobody does. */
import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import * as EmbeddedWarehouse from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { removeOrphanedTokens } from "../../infra/warehouse/OrphanedDedupTokens.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { readStored, type StoredRecord } from "./KnownRecords.ts"

const folderOf = (data: string) => join(data, "clickhouse")

/** The folder of a table's parts. */
export const tableFolder = (data: string, table: string) => join(folderOf(data), "data", ...table.split("."))

/** Names of the parts that a table has; grows with each insert that is done. */
export const partsOf = (data: string, table: string): number => {
  try {
    return readdirSync(tableFolder(data, table)).filter((part) => /^\w*all_\d/.test(part)).length
  } catch {
    return 0
  }
}

/** The folder in which a table writes down the tokens of inserts. */
export const tokenLogsOf = (data: string, table: string): string => join(tableFolder(data, table), "deduplication_logs")

/** Bytes of what the table has written down of the tokens of inserts; grows before the rows of an insert are there. */
export const tokenBytesOf = (data: string, table: string): number =>
  statSync(join(tokenLogsOf(data, table), "deduplication_log_1.txt"), { throwIfNoEntry: false })?.size ?? 0

/** What opening the store does first: tokens whose rows it does not have are struck out; answers how many. */
export const forgetTokensOf = (data: string): number => removeOrphanedTokens(folderOf(data))

/** Opens the store, runs the statements one after another, and closes it. */
export const openStore = <A>(
  data: string,
  use: (warehouse: Warehouse["Service"]) => Effect.Effect<A, unknown>
): Promise<A> =>
  Effect.runPromise(
    Effect.flatMap(Warehouse, use).pipe(Effect.provide(EmbeddedWarehouse.layer(folderOf(data))), Effect.orDie)
  )

/** A partner's rows as they lie there. */
export const storedOnDisk = (data: string, partner: string): Promise<ReadonlyArray<StoredRecord>> =>
  openStore(data, (warehouse) =>
    Effect.promise(() => readStored((sql) => Effect.runPromise(warehouse.query(sql)), partner))
  )

/** After these no two parts of the tables become one, so a row that is stored twice stays to be seen. */
export const keepPartsStatements: ReadonlyArray<string> = [
  "corridor_raw.route_record",
  "corridor_raw.victim_record",
  "corridor_audit.quarantine"
].map(
  (table) =>
    `ALTER TABLE ${table} MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = 1,
       max_bytes_to_merge_at_min_space_in_pool = 1`
)

/** Does so in a store that this process has open. */
export const keepParts = (warehouse: Warehouse["Service"]) =>
  Effect.forEach(keepPartsStatements, (statement) => warehouse.command(statement))
