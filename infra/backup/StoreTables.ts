/**
 * Tables of the store, out of it and back into it, in ClickHouse's Native format and in pieces of bounded size.
 *
 * A table is cut by a hash of its sorting key. A piece is one statement and so of one moment; rows that are equal in that key
 * are in one piece, so a merge in between neither loses nor repeats any. The table is read once per piece for its key: enough
 * for the tens of millions of rows of one server, beyond which ClickHouse's own BACKUP is the better tool.
 */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { zstdCompressSync, zstdDecompressSync } from "node:zlib"
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { BackupFolder } from "./BackupFolder.ts"
import type { TableEntry } from "./Manifest.ts"

/** Rows of a piece, on average. */
const rowsPerPiece = 200_000

/** The databases that cannot be made again from others. */
export const savedDatabases = [
  "corridor_audit",
  "corridor_raw",
  "corridor_access",
  "corridor_vintage",
  "corridor_release"
]

/**
 * In this order. The ledger of batches goes before the records: a batch that it calls stored has its rows in what is read
 * later. What is published goes before the ledger of releases, and that before what its hashes name: the ledger knows all that was
 * published, and all that it names is there. Withdrawals go last: whoever withdraws meanwhile is in what is read later, and is
 * erased again after a restore.
 */
const isBefore = (table: string) => (table.startsWith("corridor_audit.") ? 0 : lateTables.indexOf(table) + 2)

const lateTables = ["corridor_vintage.ledger", "corridor_vintage.content", "corridor_raw.withdrawal"]

/** Pairs of pseudonyms while keys rotate: they link what is not to be linked, and a rotation makes them again. */
const leftOut = new Set(["corridor_raw.rekeying"])

export interface SavedTable {
  readonly table: string
  readonly columns: ReadonlyArray<string>
  readonly sortingKey: string
}

/** The tables that are saved and restored, in the order in which they are read. */
export const savedTables = Effect.fn("StoreTables.savedTables")(function* () {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<SavedTable>(
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
  return rows.filter(({ table }) => !leftOut.has(table)).toSorted((a, b) => isBefore(a.table) - isBefore(b.table))
})

const names = (columns: ReadonlyArray<string>) => columns.map((name) => `\`${name}\``).join(", ")

/** Sorted, a piece is one block, and its block begins with the number of its columns and of its rows. */
const oneBlock = { max_block_size: 1_048_576, max_threads: 1, optimize_read_in_order: 0 }

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

/** Writes one table's pieces into the backup. `tell` is called with the rows of each. */
export const saveTable = Effect.fn("StoreTables.save")(function* (
  backup: BackupFolder,
  { table, columns, sortingKey }: SavedTable,
  tell: (rows: number) => void
) {
  const warehouse = yield* Warehouse
  const [count] = yield* warehouse.query<{ n: number }>(`SELECT toFloat64(count()) AS n FROM ${table}`)
  const pieces = Math.max(1, Math.ceil((count?.n ?? 0) / rowsPerPiece))
  const files: Array<{ path: string; rows: number }> = []
  for (let piece = 0; piece < pieces; piece++) {
    const where = pieces === 1 ? "1" : `sipHash64(${sortingKey}) % ${pieces} = ${piece}`
    const bytes = yield* warehouse.queryBytes(
      `SELECT ${names(columns)} FROM ${table} WHERE ${where} ORDER BY ${sortingKey}`,
      "Native",
      { settings: oneBlock }
    )
    const rows = rowsOf(bytes)
    if (rows === 0) continue
    const path = `store/${table}.${String(piece).padStart(5, "0")}.native.zst`
    backup.write(path, zstdCompressSync(bytes))
    files.push({ path, rows })
    tell(rows)
  }
  return { table, columns, rows: files.reduce((sum, file) => sum + file.rows, 0), files } satisfies TableEntry
})

/** Rows of a piece, unpacked, take at most this much. */
const mostBytes = 2 * 1024 * 1024 * 1024 - 1

/**
 * Puts a table's pieces back into the empty table. `run` makes the deduplication tokens those of one restore: within it a piece
 * that was taken without our hearing of it is not taken twice.
 */
export const restoreTable = Effect.fn("StoreTables.restore")(function* (
  folder: string,
  { table, columns, files }: TableEntry,
  run: string,
  tell: (rows: number) => void
) {
  const warehouse = yield* Warehouse
  for (const { path, rows } of files) {
    const bytes = zstdDecompressSync(readFileSync(join(folder, path)), { maxOutputLength: mostBytes })
    yield* warehouse.insertBytes(table, columns, "Native", bytes, { token: `${run}:${path}` })
    tell(rows)
  }
})

/** Tables of the backup that this program's store does not have, or has without some of their columns. */
export const unknownTables = (saved: ReadonlyArray<TableEntry>, there: ReadonlyArray<SavedTable>) => {
  const known = new Map(there.map(({ table, columns }) => [table, new Set(columns)]))
  return saved.filter(({ table, columns }) => columns.some((column) => known.get(table)?.has(column) !== true))
}
