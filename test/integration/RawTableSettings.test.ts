import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { formerNames } from "../../infra/migrations/StoreVersion.ts"
import * as EmbeddedWarehouse from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { rawTable, rawTables } from "../../schemas/RawTables.ts"
import { temporaryFolder } from "./TestStack.ts"

const engineOf = Effect.fn(function* (table: string) {
  const warehouse = yield* Warehouse
  const [row] = yield* warehouse.query<{ engine: string }>(
    "SELECT engine_full AS engine FROM system.tables WHERE concat(database, '.', name) = {table:String}",
    { params: { table } }
  )
  return row?.engine ?? ""
})

it.live("a raw table from an earlier version gets today's settings and keeps its rows", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("settings")
    yield* Effect.gen(function* () {
      const warehouse = yield* Warehouse
      yield* migrate()
      for (const [name, former] of Object.entries(formerNames)) {
        const table = "corridor_audit.migration"
        yield* warehouse.command(
          `INSERT INTO ${table} (name, hash) SELECT '${former}', hash FROM ${table} WHERE name = '${name}'`
        )
        yield* warehouse.command(`DELETE FROM ${table} WHERE name = '${name}'`)
      }
      assert.deepStrictEqual(yield* migrate(), [], "under their former names")
      const { table, settings } = rawTable("route")
      yield* warehouse.insert(table, [{ partner_id: "p", revision: 3 }], { token: "t" })
      yield* warehouse.command(
        `ALTER TABLE ${table} MODIFY SETTING merge_selector_base = 5, min_bytes_for_wide_part = 10485760`
      )
      assert.notInclude(yield* engineOf(table), `merge_selector_base = ${settings["merge_selector_base"]}`)
      yield* migrate()
      for (const raw of rawTables()) {
        const engine = yield* engineOf(raw.table)
        for (const [key, value] of Object.entries(settings)) assert.include(engine, `${key} = ${value}`, raw.table)
      }
      const rows = yield* warehouse.query<{ revision: number }>(`SELECT revision FROM ${table}`)
      assert.deepStrictEqual(rows, [{ revision: 3 }])
    }).pipe(Effect.provide(EmbeddedWarehouse.layer(join(folder, "store"))))
  }).pipe(Effect.scoped)
)
