/** Files of an embedded store while another process has it open, and its rows otherwise. */
import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { removeOrphanedTokens } from "../../infra/warehouse/OrphanedDedupTokens.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { embeddedStores, type Stores } from "../fixtures/embeddedStores.ts"
import { readStored, type StoredRecord } from "./KnownRecords.ts"

const folderOf = (data: string) => join(data, "clickhouse")

/** The folder of a table's parts. */
export const tableFolder = (data: string, table: string) => join(folderOf(data), "data", ...table.split("."))

/** Number of parts of a table; grows with each completed insert. */
export const partsOf = (data: string, table: string): number => {
  try {
    return readdirSync(tableFolder(data, table)).filter((part) => /^\w*all_\d/.test(part)).length
  } catch {
    return 0
  }
}

/** The folder in which a table records the tokens of inserts. */
export const tokenLogsOf = (data: string, table: string): string => join(tableFolder(data, table), "deduplication_logs")

/** Bytes of the recorded tokens; grows before the rows of an insert are stored. */
export const tokenBytesOf = (data: string, table: string): number =>
  statSync(join(tokenLogsOf(data, table), "deduplication_log_1.txt"), { throwIfNoEntry: false })?.size ?? 0

/** Removes the tokens without rows, as opening the store does. Returns how many. */
export const forgetTokensOf = (data: string): number => removeOrphanedTokens(folderOf(data))

/** Opens the stores, runs the statements one after another, and closes it. */
export const openStore = <A>(
  data: string,
  use: (warehouse: Warehouse["Service"]) => Effect.Effect<A, unknown, Stores>
): Promise<A> =>
  Effect.runPromise(Effect.flatMap(Warehouse, use).pipe(Effect.provide(embeddedStores(data)), Effect.orDie))

/** A partner's rows as stored. */
export const storedOnDisk = (data: string, partner: string): Promise<ReadonlyArray<StoredRecord>> =>
  openStore(data, (warehouse) =>
    Effect.promise(() => readStored((sql) => Effect.runPromise(warehouse.query(sql)), partner))
  )

/** Prevents merges of these tables' parts, so that a row that is stored twice stays visible. */
export const keepPartsStatements: ReadonlyArray<string> = [
  "corridor_raw.route_record",
  "corridor_raw.victim_record",
  "corridor_audit.quarantine"
].map(
  (table) =>
    `ALTER TABLE ${table} MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = 1,
       max_bytes_to_merge_at_min_space_in_pool = 1`
)

/** Applies them to an open store. */
export const keepParts = (warehouse: Warehouse["Service"]) =>
  Effect.forEach(keepPartsStatements, (statement) => warehouse.command(statement))
