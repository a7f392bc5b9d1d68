/**
 * Saves and restores tables of the store, in ClickHouse's Native format and in pieces of bounded size.
 *
 * A table that knows when its rows were loaded is split by weeks, oldest first, so that later backups find the pieces of past weeks unchanged. The
 * newest piece has no upper bound. A row that replaces another was loaded later, so it is in a piece that is read later: a merge loses neither.
 *
 * Within a week, and in other tables, rows are split by a hash of the sorting key. One statement reads one piece, so a piece is a consistent
 * snapshot. Rows with equal sorting keys are in the same piece, so a concurrent merge neither loses nor repeats a row. Each piece scans the
 * sorting key of the whole table. That suffices for tens of millions of rows; for more, use ClickHouse's own BACKUP.
 */
import { zstdCompressSync, zstdDecompressSync } from "node:zlib"
import { Effect } from "effect"
import { erasingTable, rekeyingTable } from "../../ingest/keys/PersonTables.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { type BackupFolder, storeFolder } from "./BackupFolder.ts"
import type { BackupSource } from "./BackupSource.ts"
import type { TableEntry } from "./Manifest.ts"

/** Average rows of a piece. */
const rowsPerPiece = 200_000

/** The databases that cannot be rebuilt from others. */
const savedDatabases = ["corridor_audit", "corridor_raw", "corridor_access", "corridor_vintage", "corridor_release"]

/**
 * The read order. The batch ledger is read before the records, so the rows of each batch it lists as stored are in the backup. Published
 * data is read before the state store with the release ledger, and the ledger before the content that its hashes name. So the ledger lists
 * everything published, and everything it lists is in the backup. Withdrawals are read last: a person who withdraws during the backup is
 * erased after a restore.
 */
const placeOf = (table: string) => (table.startsWith("corridor_audit.") ? 0 : lateTables.indexOf(table) + 2)

const lateTables = ["corridor_vintage.content", "corridor_raw.withdrawal"]

/** Returns whether a table is read after the state store. */
export const isAfterState = (table: string): boolean => lateTables.includes(table)

/** Pairs of old and new pseudonyms of a key rotation, and pseudonyms that are being erased. Both are created again when they are needed. */
const leftOut = new Set([rekeyingTable, erasingTable])

interface SavedTable {
  readonly table: string
  readonly columns: ReadonlyArray<string>
  readonly sortingKey: string
}

/** Returns the tables to save, in read order. */
export const savedTables = Effect.fn("StoreTables.savedTables")(function* () {
  const rows = yield* Warehouse.query<SavedTable>(
    `SELECT table, columns, sortingKey FROM
       (SELECT concat(database, '.', name) AS table, sorting_key AS sortingKey FROM system.tables
        WHERE database IN {databases:Array(String)} AND engine LIKE '%MergeTree') AS tables
     INNER JOIN
       (SELECT concat(database, '.', table) AS table, groupArray(name) AS columns FROM
          (SELECT database, table, name FROM system.columns
           WHERE database IN {databases:Array(String)} AND default_kind NOT IN ('ALIAS', 'MATERIALIZED')
           ORDER BY database, table, position)
        GROUP BY database, table) AS columns
     USING (table) ORDER BY table`,
    { params: { databases: savedDatabases } }
  )
  return rows.filter(({ table }) => !leftOut.has(table)).toSorted((a, b) => placeOf(a.table) - placeOf(b.table))
})

const names = (columns: ReadonlyArray<string>) => columns.map((name) => `\`${name}\``).join(", ")

/**
 * With these settings a sorted piece is one block, which begins with its number of columns and rows. Without dictionaries, equal rows give equal
 * bytes.
 */
const oneBlock = {
  max_block_size: 1_048_576,
  max_threads: 1,
  optimize_read_in_order: 0,
  low_cardinality_allow_in_native_format: 0
}

const rowsOf = (native: Uint8Array): number => {
  let at = 0
  const varint = () => {
    let [value, scale, byte] = [0, 1, 0]
    do {
      byte = native[at++] ?? 0
      value += (byte & 0x7f) * scale
      scale *= 128
    } while (byte >= 0x80)
    return value
  }
  if (native.length === 0) return 0
  varint()
  return varint()
}

const loadTime = "loaded_at"

/** Returns the pieces of a table, in the order in which they are read. */
const piecesOf = Effect.fn("StoreTables.pieces")(function* (
  table: string,
  columns: ReadonlyArray<string>,
  sortingKey: string
) {
  const week = columns.includes(loadTime) ? `toString(toMonday(${loadTime}))` : "''"
  const weeks = yield* Warehouse.query<{ week: string; n: number }>(
    `SELECT ${week} AS week, toFloat64(count()) AS n FROM ${table} GROUP BY week ORDER BY week`
  )
  // Rows that come while the backup reads belong to the newest piece, of an empty table too.
  const known = weeks.length === 0 ? [{ week: "", n: 1 }] : weeks
  return known.flatMap(({ week, n }, at) => {
    const isNewest = at === known.length - 1
    const within = week === "" ? "1" : `toMonday(${loadTime}) ${isNewest ? ">=" : "="} toDate('${week}')`
    const count = Math.ceil(n / rowsPerPiece)
    return Array.from({ length: count }, (_, piece) => ({
      name: `${week === "" ? "" : `${week}.`}${String(piece).padStart(5, "0")}`,
      where: count === 1 ? within : `${within} AND sipHash64(${sortingKey}) % ${count} = ${piece}`
    }))
  })
})

/** Writes the pieces of one table into the backup. Calls `addProgress` with the rows of each. */
export const saveTable = Effect.fn("StoreTables.save")(function* (
  backup: BackupFolder,
  { table, columns, sortingKey }: SavedTable,
  addProgress: (rows: number) => void
) {
  const files: Array<{ path: string; rows: number }> = []
  for (const { where, name } of yield* piecesOf(table, columns, sortingKey)) {
    const bytes = yield* Warehouse.queryBytes(
      `SELECT ${names(columns)} FROM ${table} WHERE ${where} ORDER BY ${sortingKey}`,
      "Native",
      { settings: oneBlock }
    )
    const rows = rowsOf(bytes)
    if (rows === 0) continue
    const path = `${storeFolder}/${table}.${name}.native.zst`
    yield* Effect.promise(() => backup.write(path, zstdCompressSync(bytes)))
    files.push({ path, rows })
    addProgress(rows)
  }
  return { table, columns, rows: files.reduce((sum, file) => sum + file.rows, 0), files } satisfies TableEntry
})

/** Maximum decompressed size of a piece in bytes. */
const maxBytes = 2 * 1024 * 1024 * 1024 - 1

/**
 * Inserts the pieces of a table into the empty table. `run` identifies the restore in the deduplication tokens. If the store accepted a
 * piece but its response was lost, a retry does not insert it twice.
 */
export const restoreTable = Effect.fn("StoreTables.restore")(function* (
  source: BackupSource,
  { table, columns, files }: TableEntry,
  run: string,
  addProgress: (rows: number) => void
) {
  const warehouse = yield* Warehouse
  for (const { path, rows } of files) {
    const bytes = zstdDecompressSync(yield* source.read(path), { maxOutputLength: maxBytes })
    yield* warehouse.insertBytes(table, columns, "Native", bytes, { token: `${run}:${path}` })
    addProgress(rows)
  }
})

/** Returns the tables of the backup that are missing in the store, or lack columns there. */
export const unknownTables = (saved: ReadonlyArray<TableEntry>, there: ReadonlyArray<SavedTable>) => {
  const known = new Map(there.map(({ table, columns }) => [table, new Set(columns)]))
  return saved.filter(({ table, columns }) => columns.some((column) => known.get(table)?.has(column) !== true))
}
