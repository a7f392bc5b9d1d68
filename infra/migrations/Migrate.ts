/**
 * Migrates the store to the tables of this version. Idempotent.
 *
 * Runs the numbered `.sql` files of this folder, each once, and then updates the raw tables, which derive from the record schemas: creates
 * missing tables, adds missing columns and changes settings that differ. An applied migration never changes; add a new one instead.
 */
import { hash } from "node:crypto"
import { readFileSync } from "node:fs"
import { Effect, Schema } from "effect"
import { rekeyingTable } from "../../ingest/keys/PersonTables.ts"
import { sqlString } from "../../ports/sqlString.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { type RawTable, rawTables } from "../../schemas/RawTables.ts"
import { localName } from "../cluster/ClusterStatements.ts"
import { boundedTables } from "./boundedTables.ts"
import {
  formerNames,
  isKnownMigration,
  knownMigrations,
  migrationNumber,
  newerThan,
  programVersion,
  storeVersions
} from "./StoreVersion.ts"

/** An applied migration has been changed. */
export class MigrationChanged extends Schema.TaggedError<MigrationChanged>()("MigrationChanged", {
  message: Schema.String
}) {}

interface Migration {
  readonly name: string
  readonly hash: string
  readonly statements: ReadonlyArray<string>
}

const table = "corridor_audit.migration"

/** The migration that adds the column with the program's version. */
const programColumn = "150-program"

/** Returns the statements of a file. Each ends with a semicolon at the end of a line. */
const statementsOf = (text: string): ReadonlyArray<string> =>
  text
    .replace(/^--.*$/gm, "")
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "")

const migrations: ReadonlyArray<Migration> = knownMigrations.map((name) => {
  const text = readFileSync(new URL(`${name}.sql`, import.meta.url), "utf8")
  return { name, hash: hash("sha256", text), statements: statementsOf(text) }
})

/** Returns when the store was created, in milliseconds since 1970; undefined before the first migration. */
export const firstMigration = Effect.fn("Migrate.first")(function* () {
  const [row] = yield* Warehouse.query<{ n: number; at: number }>(
    `SELECT toFloat64(count()) AS n, toFloat64(toUnixTimestamp(min(m.at))) AS at FROM ${table} AS m`
  )
  return row === undefined || row.n === 0 ? undefined : row.at * 1_000
})

const columnSql = (column: RawTable["columns"][number]) =>
  `\`${column.name}\` ${column.type} COMMENT ${sqlString(column.comment)}`

const createTable = ({ table: name, columns, engine, orderBy, settings }: RawTable) =>
  `CREATE TABLE IF NOT EXISTS ${name} (${columns.map(columnSql).join(", ")})
   ENGINE = ${engine} ORDER BY ${orderBy}
   SETTINGS ${Object.entries(settings)
     .map(([key, value]) => `${key} = ${value}`)
     .join(", ")}`

/** Returns the engines with their clauses of those tables that exist. On a cluster the rows are in the local table. */
const enginesOf = Effect.fn("Migrate.enginesOf")(function* (tables: ReadonlyArray<string>) {
  const all = tables.flatMap((each) => [each, localName(each)])
  const rows = yield* Warehouse.query<{ qualified: string; definition: string }>(
    `SELECT concat(database, '.', name) AS qualified, engine_full AS definition FROM system.tables
     WHERE database IN {databases:Array(String)} AND qualified IN {all:Array(String)} AND engine LIKE '%MergeTree'`,
    { params: { all, databases: [...new Set(all.map((each) => each.split(".")[0] as string))] } }
  )
  const found = new Map(rows.map(({ qualified, definition }) => [qualified, definition]))
  return new Map(tables.map((each) => [each, found.get(each) ?? found.get(localName(each))] as const))
})

/** Updates the settings of a table of an earlier version. Existing parts keep theirs until they are merged. */
const updateSettings = Effect.fn("Migrate.updateSettings")(function* ({ table: name, settings }: RawTable) {
  const definition = (yield* enginesOf([name])).get(name)
  const other = Object.entries(settings)
    .map(([key, value]) => `${key} = ${value}`)
    // These settings have other names on a cluster. They have never changed.
    .filter((setting) => !setting.startsWith("non_replicated_"))
    .filter((setting) => definition !== undefined && !definition.includes(setting))
  if (other.length > 0) yield* Warehouse.command(`ALTER TABLE ${name} MODIFY SETTING ${other.join(", ")}`)
})

/**
 * Removes the TTLs that migrations gave tables: ClickHouse deletes by them even if its clock is wrong (infra/erasure/retention.ts). Without its pairs, an
 * interrupted destruction of keys would give a person's remaining rows another pseudonym.
 */
const removeTtls = Effect.fn("Migrate.removeTtls")(function* () {
  for (const [name, definition] of yield* enginesOf([rekeyingTable, ...boundedTables.map(({ table: one }) => one)]))
    if (definition?.includes(" TTL ")) yield* Warehouse.command(`ALTER TABLE ${name} REMOVE TTL`)
})

const updateRawTable = Effect.fn("Migrate.updateRawTable")(function* (raw: RawTable) {
  const [database, name] = raw.table.split(".")
  const there = yield* Warehouse.query<{ name: string }>(
    "SELECT name FROM system.columns WHERE database = {database:String} AND table = {name:String}",
    { params: { database: database as string, name: name as string } }
  )
  // Not if it exists: on a full disk the statement is refused, but the store must still be readable for a backup.
  if (there.length === 0) return yield* Warehouse.command(createTable(raw))
  const known = new Set(there.map((column) => column.name))
  for (const column of raw.columns)
    if (!known.has(column.name))
      yield* Warehouse.command(`ALTER TABLE ${raw.table} ADD COLUMN IF NOT EXISTS ${columnSql(column)}`)
  yield* updateSettings(raw)
})

/** Hashes of the migrations that were applied to this store, by name. */
const appliedHashes = Effect.fn("Migrate.appliedHashes")(function* () {
  const [there] = yield* Warehouse.query<{ n: number }>(
    "SELECT toFloat64(count()) AS n FROM system.tables WHERE database = 'corridor_audit' AND name = 'migration'"
  )
  // The first migration creates the table of migrations.
  if (there?.n === 0) return new Map<string, string>()
  const rows = yield* Warehouse.query<{ name: string; hash: string }>(
    `SELECT name, argMax(hash, at) AS hash FROM ${table} GROUP BY name`
  )
  return new Map(rows.map((row) => [row.name, row.hash]))
})

const apply = Effect.fn("Migrate.apply")(function* (migration: Migration) {
  for (const statement of migration.statements) yield* Warehouse.command(statement)
  const program = migration.name >= programColumn ? { program: programVersion } : {}
  yield* Warehouse.insert(table, [{ name: migration.name, hash: migration.hash, ...program }], { token: "" })
})

/** Fails if a newer program migrated the store. A store without tables passes. */
export const checkStoreVersion = Effect.fn("Migrate.checkStoreVersion")(function* () {
  const columns = yield* Warehouse.query<{ name: string }>(
    "SELECT name FROM system.columns WHERE database = 'corridor_audit' AND table = 'migration'"
  )
  if (columns.length === 0) return
  const program = columns.some(({ name }) => name === "program") ? "program" : "''"
  const applied = yield* Warehouse.query<{ name: string; program: string }>(
    `SELECT name, ${program} AS program FROM ${table} FINAL ORDER BY toUInt32OrZero(splitByChar('-', name)[1]), name`
  )
  const newer = applied.filter(({ name }) => !isKnownMigration(name)).at(-1)
  if (newer !== undefined)
    return yield* newerThan("The store", migrationNumber(newer.name), newer.program, storeVersions["tables"] ?? "")
})

/** Returns all statements that create an empty store on one node, in order. */
export const definitions = (): ReadonlyArray<string> => [
  ...migrations.flatMap((migration) => migration.statements),
  ...rawTables().map(createTable)
]

/** Applies the missing migrations and returns their names. */
export const migrate = Effect.fn("Migrate.migrate")(function* () {
  yield* checkStoreVersion()
  const applied = yield* appliedHashes()
  const done: Array<string> = []
  for (const migration of migrations) {
    const found = applied.get(migration.name) ?? applied.get(formerNames[migration.name] ?? "")
    if (found === undefined) {
      yield* apply(migration)
      done.push(migration.name)
    } else if (found !== migration.hash)
      return yield* new MigrationChanged({
        message: `Migration ${migration.name} was changed after it was applied to this store. Restore the file and add a new migration.`
      })
  }
  for (const raw of rawTables()) yield* updateRawTable(raw)
  yield* removeTtls()
  return done
})
