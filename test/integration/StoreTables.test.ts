/** Tables of several pieces out of one store and into another: every row as it was, by ClickHouse's own hash of it. */
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { openBackupFolder } from "../../infra/backup/BackupFolder.ts"
import { plainSource } from "../../infra/backup/BackupSource.ts"
import type { Manifest } from "../../infra/backup/Manifest.ts"
import { restoreTable, savedTables, saveTable } from "../../infra/backup/StoreTables.ts"
import { newPrivateKey, signingOf } from "../../ports/chain/Signature.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { temporaryFolder } from "./TestStack.ts"

const rows = 260_000
const table = "corridor_raw.route_record"

/** Rows of all values that a column's type has room for, in parts that no merge has put together. */
const fill = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  const columns = yield* warehouse.query<{ name: string; type: string }>(
    "SELECT name, type FROM system.columns WHERE database = 'corridor_raw' AND table = 'route_record' ORDER BY position"
  )
  const items = "number % 4"
  const valueOf = (name: string, given: string): string => {
    const type = given.replaceAll("'", "\\'")
    if (name.startsWith("legs.")) {
      const item = /^Array\((.*)\)$/.exec(type)?.[1] as string
      return `arrayMap(i -> ${valueOf("", item).replaceAll("number", "(number + i)")}, range(${items}))`
    }
    if (type.includes("Nullable")) {
      const inner = type.replace(/Nullable\((\w+)\)/, "$1")
      return `CAST(if(number % 3 = 0, NULL, ${valueOf("", inner)}), '${type}')`
    }
    if (type.startsWith("Array")) return `CAST(arrayMap(i -> concat('c', toString(i)), range(${items})), '${type}')`
    if (type === "UUID") return "reinterpretAsUUID(sipHash128(number, rand()))"
    if (type.startsWith("DateTime")) return `CAST(1700000000 + number, '${type}')`
    if (type.startsWith("LowCardinality")) return `CAST(concat('v', toString(number % 300), '\\n\\n'), '${type}')`
    if (type === "UInt64") return "18446744073709551615 - number"
    return `CAST(number % 2, '${type}')`
  }
  const list = columns.map(({ name, type }) => `${valueOf(name, type)} AS \`${name}\``).join(", ")
  yield* warehouse.command(`INSERT INTO ${table} SELECT ${list} FROM numbers(${rows}) SETTINGS max_block_size = 50000`)
})

const facts = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  const tables = yield* savedTables()
  return yield* Effect.forEach(tables, ({ table: name }) =>
    Effect.map(
      warehouse.query<{ rows: number; hash: string }>(
        `SELECT toFloat64(count()) AS rows, toString(sum(cityHash64(toString(tuple(*))))) AS hash FROM ${name}`
      ),
      ([row]) => ({ name, ...row })
    )
  )
})

it.live("every row as it was", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("tables")
    const backup = yield* openBackupFolder(join(folder, "backup"), signingOf(newPrivateKey()))
    const [saved, before] = yield* Effect.gen(function* () {
      yield* fill
      const before = yield* facts
      return [yield* Effect.forEach(yield* savedTables(), (one) => saveTable(backup, one, () => {})), before] as const
    }).pipe(Effect.provide(embeddedStores(join(folder, "a"))))

    const source = plainSource(join(folder, "backup"), { files: backup.files } as unknown as Manifest)
    const routes = saved.find((one) => one.table === table)
    assert.strictEqual(routes?.rows, rows)
    assert.isAbove(routes?.files.length ?? 0, 1)
    assert.strictEqual(saved.at(-1)?.table, "corridor_raw.withdrawal")
    const after = yield* Effect.gen(function* () {
      const warehouse = yield* Warehouse
      for (const { table: name } of yield* savedTables()) yield* warehouse.command(`TRUNCATE TABLE ${name}`)
      for (const one of saved) yield* restoreTable(source, one, "run", () => {})
      // Again in the same run, as after an answer that was lost: it changes nothing.
      if (routes !== undefined) yield* restoreTable(source, routes, "run", () => {})
      return yield* facts
    }).pipe(Effect.provide(embeddedStores(join(folder, "b"))))
    assert.deepStrictEqual(after, before)
  }).pipe(Effect.scoped)
)
