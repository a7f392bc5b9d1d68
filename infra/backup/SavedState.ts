/** Saves and restores the state store, in the same format from SQLite and from PostgreSQL: one JSON object a line for each row. */
import { randomUUID } from "node:crypto"
import { zstdCompressSync, zstdDecompressSync } from "node:zlib"
import { Effect } from "effect"
import { StateStore, type StateValue } from "../../ports/StateStore.ts"
import type { BackupFolder } from "./BackupFolder.ts"
import type { BackupSource } from "./BackupSource.ts"
import { type StateEntry, stateTables } from "./Manifest.ts"
import { keepNewerAccess, nothingKept } from "./NewerAccess.ts"
import { type KnownLedger, laterEntries } from "./NewerLedger.ts"

/**
 * Tables after those that they refer to. Open sessions are left out: a restore ends them. So is what waits for approval: after a restore it is
 * entered again.
 */
const emptied = ["open_session", "review_rows", "review_entry"]

type Row = Readonly<Record<string, StateValue>>

/** Writes all tables as of one moment into the backup. */
export const saveState = Effect.fn("SavedState.save")(function* (backup: BackupFolder) {
  const found = yield* StateStore.transaction(
    Effect.forEach(stateTables, (table) =>
      Effect.map(StateStore.query<Row>(`SELECT * FROM ${table}`), (rows) => ({ table, rows }))
    )
  )
  return yield* Effect.forEach(found, ({ table, rows }) => {
    const path = `state/${table}.jsonl.zst`
    const entry: StateEntry = { table, rows: rows.length, path }
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join("")
    return Effect.as(
      Effect.promise(() => backup.write(path, zstdCompressSync(text))),
      entry
    )
  })
})

const rowsOf = Effect.fn("SavedState.rowsOf")(function* (source: BackupSource, { table, path }: StateEntry) {
  const text = zstdDecompressSync(yield* source.read(path)).toString("utf8")
  const rows = text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Row]))
  return { table, rows }
})

const insertRow = Effect.fn("SavedState.insert")(function* (table: string, row: Row) {
  const columns = Object.keys(row)
  yield* StateStore.query(
    `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
    Object.values(row)
  )
})

const knownLedger = (
  found: ReadonlyArray<{ readonly table: string; readonly rows: ReadonlyArray<Row> }>
): KnownLedger => {
  const rows = (table: StateEntry["table"]) => found.find((one) => one.table === table)?.rows ?? []
  const ledger = rows("chain_entry").filter(({ chain }) => chain === "ledger")
  return {
    store: String(rows("store")[0]?.["id"]),
    ledger: ledger.map(({ seq, hash }) => ({ seq: Number(seq), hash: String(hash) })).toSorted((a, b) => a.seq - b.seq)
  }
}

/** Returns the state store's id and ledger in a backup; undefined in a backup of an earlier version. */
export const savedLedger = Effect.fn("SavedState.ledger")(function* (
  source: BackupSource,
  saved: ReadonlyArray<StateEntry> | undefined
) {
  if (saved === undefined) return undefined
  const needed = saved.filter(({ table }) => table === "store" || table === "chain_entry")
  return knownLedger(yield* Effect.forEach(needed, (entry) => rowsOf(source, entry)))
})

/**
 * Replaces the state store by that of the backup, in one transaction, and returns what stays of the replaced one; of the ledger only with `keepsLedger`. A
 * backup of an earlier version has no state store: it leaves an empty one, into which `bindState` moves the rows of ClickHouse.
 */
export const restoreState = Effect.fn("SavedState.restore")(function* (
  source: BackupSource,
  saved: ReadonlyArray<StateEntry> | undefined,
  keepsLedger: boolean
) {
  const found = yield* Effect.forEach(saved ?? [], (entry) => rowsOf(source, entry))
  const replace = Effect.gen(function* () {
    for (const table of [...emptied, ...stateTables.toReversed()]) yield* StateStore.query(`DELETE FROM ${table}`)
    for (const { table, rows } of found) for (const row of rows) yield* insertRow(table, row)
    if (saved === undefined) yield* insertRow("store", { id: randomUUID(), moved: 0 })
  })
  if (saved === undefined) return yield* Effect.as(StateStore.transaction(replace), nothingKept)
  return yield* StateStore.transaction(
    Effect.gen(function* () {
      const kept = keepsLedger ? yield* laterEntries(knownLedger(found)) : undefined
      return yield* keepNewerAccess(source.manifest.id, replace, kept?.later)
    })
  )
})

/** Returns the number of rows of accounts and of the chains. */
export const rowsInState = Effect.fn("SavedState.rows")(function* () {
  const [found] = yield* StateStore.query<{ n: number }>(
    "SELECT (SELECT COUNT(*) FROM account) + (SELECT COUNT(*) FROM chain_entry) AS n"
  )
  return found?.n ?? 0
})
