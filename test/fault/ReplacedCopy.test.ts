/** A build replaces a copy's table while a person's rows are deleted from the old one, which ends that deletion. */
import { join } from "node:path"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { layer as embeddedWarehouse } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { eraseCopies } from "../../ingest/keys/ErasePersons.ts"
import { copyTables } from "../../ingest/keys/PersonTables.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("replaced")

const [copy] = copyTables as readonly [string, ...ReadonlyArray<string>]
const aside = `${copy}__aside`

const each = 100_000

/** So slow that the table is replaced before the engine has read it: two seconds for all rows of the partner. */
const slowly = "key_version < 2 AND sleepEachRow(0.00002) = 0"

const make = Effect.fn("test.make")(function* (table: string, leaving: number) {
  const { command } = yield* Warehouse
  yield* command(
    `create table ${table} (partner_id String, person UUID, key_version UInt16) engine MergeTree order by partner_id`
  )
  const rows = (partner: string, count: number) =>
    `select '${partner}' as partner_id, generateUUIDv4() as person, 1 as key_version from numbers(${count})`
  yield* command(`insert into ${table} ${rows("leaves", leaving)} union all ${rows("stays", each)}`)
})

const rowsOf = Effect.fn("test.rowsOf")(function* (partner: string) {
  const [row] = yield* (yield* Warehouse).query<{ n: number }>(
    `select toFloat64(count()) as n from ${copy} where partner_id = '${partner}'`
  )
  return row?.n
})

const untilDeleting = Effect.fn("test.untilDeleting")(function* () {
  const { query } = yield* Warehouse
  const deleting = "select 1 from system.mutations where not is_done and concat(database, '.', table) = {copy:String}"
  while ((yield* query(deleting, { params: { copy } })).length === 0) yield* Effect.sleep(5)
})

layer(embeddedWarehouse(join(folder, "store")), { excludeTestServices: true })(
  "a copy that is replaced while rows are deleted from it",
  (it) => {
    it.effect("has them deleted from the new table too", () =>
      Effect.gen(function* () {
        const { command } = yield* Warehouse
        yield* command(`create database ${copy.split(".")[0]}`)
        yield* make(copy, each)
        yield* make(aside, 10)
        const replace = Effect.gen(function* () {
          yield* untilDeleting()
          yield* command(`exchange tables ${copy} and ${aside}`)
          yield* command(`drop table ${aside} sync`)
        })
        yield* Effect.all([eraseCopies("leaves", slowly), replace], { concurrency: 2 })
        assert.deepStrictEqual([yield* rowsOf("leaves"), yield* rowsOf("stays")], [0, each])
      })
    )
  }
)
