/**
 * Brings the store to the tables that this version needs. Running it again changes nothing.
 *
 * Steps are the numbered `.sql` files of this folder, each done once; then the raw tables, which derive from the record
 * schemas: a table that is missing is made, a column that is missing is added, a setting that is other is set. A step that was done never changes: what must
 * change comes as a new step.
 */
import { hash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { Effect, Schema } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { type RawTable, rawTables } from "../../schemas/RawTables.ts"
import { localName } from "../cluster/ClusterStatements.ts"

/** A step that was done says something else now. */
export class MigrationChanged extends Schema.TaggedError<MigrationChanged>()("MigrationChanged", {
  message: Schema.String
}) {}

interface Step {
  readonly name: string
  readonly hash: string
  readonly statements: ReadonlyArray<string>
}

const table = "corridor_audit.migration"

/** A file's statements; each ends with a semicolon at the end of a line. */
const statementsOf = (text: string): ReadonlyArray<string> =>
  text
    .replace(/^--.*$/gm, "")
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "")

const steps: ReadonlyArray<Step> = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".sql"))
  .sort()
  .map((file) => {
    const text = readFileSync(new URL(file, import.meta.url), "utf8")
    return { name: file.slice(0, -".sql".length), hash: hash("sha256", text), statements: statementsOf(text) }
  })

const sqlText = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`

const columnSql = (column: RawTable["columns"][number]) =>
  `\`${column.name}\` ${column.type} COMMENT ${sqlText(column.comment)}`

const createTable = ({ table: name, columns, engine, orderBy, settings }: RawTable) =>
  `CREATE TABLE IF NOT EXISTS ${name} (${columns.map(columnSql).join(", ")})
   ENGINE = ${engine} ORDER BY ${orderBy}
   SETTINGS ${Object.entries(settings)
     .map(([key, value]) => `${key} = ${value}`)
     .join(", ")}`

/** Brings the settings of a table from an earlier version to today's; parts that are there stay as they are until they are merged. */
const keepSettings = Effect.fn("Migrate.keepSettings")(function* ({ table: name, settings }: RawTable) {
  const warehouse = yield* Warehouse
  const [database, plain] = name.split(".") as [string, string]
  // On a cluster the rows lie in the local table.
  const [there] = yield* warehouse.query<{ definition: string }>(
    `SELECT engine_full AS definition FROM system.tables
     WHERE database = {database:String} AND name IN ({plain:String}, {local:String}) AND engine LIKE '%MergeTree'`,
    { params: { database, plain, local: localName(plain) } }
  )
  const other = Object.entries(settings)
    .map(([key, value]) => `${key} = ${value}`)
    // The window has another name on a cluster, and never changed.
    .filter((setting) => !setting.startsWith("non_replicated_"))
    .filter((setting) => there !== undefined && !there.definition.includes(setting))
  if (other.length > 0) yield* warehouse.command(`ALTER TABLE ${name} MODIFY SETTING ${other.join(", ")}`)
})

const makeRawTable = Effect.fn("Migrate.makeRawTable")(function* (raw: RawTable) {
  const warehouse = yield* Warehouse
  yield* warehouse.command(createTable(raw))
  const [database, name] = raw.table.split(".")
  const there = yield* warehouse.query<{ name: string }>(
    "SELECT name FROM system.columns WHERE database = {database:String} AND table = {name:String}",
    { params: { database: database as string, name: name as string } }
  )
  const known = new Set(there.map((column) => column.name))
  for (const column of raw.columns)
    if (!known.has(column.name))
      yield* warehouse.command(`ALTER TABLE ${raw.table} ADD COLUMN IF NOT EXISTS ${columnSql(column)}`)
  yield* keepSettings(raw)
})

const isDone = Effect.fn("Migrate.isDone")(function* (step: Step) {
  const warehouse = yield* Warehouse
  const [done] = yield* warehouse.query<{ hash: string }>(
    `SELECT argMax(hash, at) AS hash FROM ${table} WHERE name = {name:String} GROUP BY name`,
    { params: { name: step.name } }
  )
  if (done !== undefined && done.hash !== step.hash)
    return yield* new MigrationChanged({
      message: `migration ${step.name} was changed after it was done on this store: put it back and add a new step`
    })
  return done !== undefined
})

const perform = Effect.fn("Migrate.perform")(function* (step: Step) {
  const warehouse = yield* Warehouse
  for (const statement of step.statements) yield* warehouse.command(statement)
  yield* warehouse.insert(table, [{ name: step.name, hash: step.hash }], { token: "" })
})

/** Every statement that makes a store from nothing, in order, as for one node. */
export const definitions = (): ReadonlyArray<string> => [
  ...steps.flatMap((step) => step.statements),
  ...rawTables().map(createTable)
]

/** Does what is not done yet; answers the names of the steps that were done now. */
export const migrate = Effect.fn("Migrate.migrate")(function* () {
  const [first, ...rest] = steps as readonly [Step, ...ReadonlyArray<Step>]
  const warehouse = yield* Warehouse
  const [fresh] = yield* warehouse.query<{ n: number }>(
    "SELECT toFloat64(count()) AS n FROM system.tables WHERE database = 'corridor_audit' AND name = 'migration'"
  )
  const done: Array<string> = []
  for (const step of [first, ...rest]) {
    // The first step makes the list of steps itself.
    const known = step === first && fresh?.n === 0 ? false : yield* isDone(step)
    if (known) continue
    yield* perform(step)
    done.push(step.name)
  }
  for (const raw of rawTables()) yield* makeRawTable(raw)
  return done
})
