/** A damaged part of a mart must not become a vintage without its rows. */
import { readdirSync, statSync, truncateSync } from "node:fs"
import { join } from "node:path"
import { Effect, Logger } from "effect"
import { assert, it } from "vitest"
import { dropDamagedMarts } from "../../infra/warehouse/damagedMarts.ts"
import { damagedTables } from "../../infra/warehouse/damagedParts.ts"
import * as EmbeddedWarehouse from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("damaged")
const path = join(folder, "clickhouse")

const use = <A, E>(effect: Effect.Effect<A, E, Warehouse>) =>
  Effect.runPromise(effect.pipe(Effect.provide(EmbeddedWarehouse.layer(path)), Effect.scoped))

const tables = Effect.gen(function* () {
  const rows = yield* (yield* Warehouse).query<{ name: string }>(
    "SELECT concat(database, '.', name) AS name FROM system.tables WHERE startsWith(database, 'corridor_') ORDER BY 1"
  )
  return rows.map(({ name }) => name)
})

it("marts are removed if any is damaged, so that they are built from the records again, and nothing else is", async () => {
  const all = ["corridor_mart.damaged", "corridor_mart.whole", "corridor_raw.records", "corridor_staging.view"]
  const { place } = await use(
    Effect.gen(function* () {
      const warehouse = yield* Warehouse
      for (const name of ["mart", "raw", "staging"]) yield* warehouse.command(`CREATE DATABASE corridor_${name}`)
      for (const table of all.slice(0, 3))
        yield* warehouse.command(
          `CREATE TABLE ${table} ENGINE = MergeTree ORDER BY a AS SELECT number AS a, sipHash64(number) AS b FROM numbers(1000)`
        )
      yield* warehouse.command("CREATE VIEW corridor_staging.view AS SELECT a FROM corridor_raw.records")
      yield* dropDamagedMarts(path)
      assert.deepStrictEqual(yield* tables, all)
      const [row] = yield* warehouse.query<{ place: string }>(
        "SELECT path AS place FROM system.parts WHERE database = 'corridor_mart' AND table = 'damaged'"
      )
      return row as { place: string }
    })
  )
  const largest = readdirSync(place)
    .filter((file) => file.endsWith(".bin"))
    .map((file) => join(place, file))
    .toSorted((a, b) => statSync(b).size - statSync(a).size)[0] as string
  truncateSync(largest, 100)
  const warnings: Array<string> = []
  await use(
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* damagedTables(), [])
      yield* Effect.provide(
        dropDamagedMarts(path),
        Logger.layer([Logger.make(({ message }) => warnings.push(String(message)))])
      )
      assert.deepStrictEqual(yield* tables, ["corridor_raw.records"])
    })
  )
  assert.deepStrictEqual(warnings, [
    "corridor_mart.damaged was damaged, so all marts were removed. Run 'transform build', which makes them from the records."
  ])
  // A definition that a full disk left empty. A process that ends after it was removed, and before the other marts are, changes nothing of this.
  const { definition } = await use(
    Effect.gen(function* () {
      const warehouse = yield* Warehouse
      for (const table of all.slice(0, 2))
        yield* warehouse.command(`CREATE TABLE ${table} ENGINE = MergeTree ORDER BY a AS SELECT 7 AS a`)
      const [row] = yield* warehouse.query<{ definition: string }>(
        "SELECT metadata_path AS definition FROM system.tables WHERE database = 'corridor_mart' AND name = 'damaged'"
      )
      return row as { definition: string }
    })
  )
  truncateSync(join(path, definition))
  await use(Effect.void)
  await use(
    Effect.gen(function* () {
      yield* Effect.provide(
        dropDamagedMarts(path),
        Logger.layer([Logger.make(({ message }) => warnings.push(String(message)))])
      )
      assert.deepStrictEqual(yield* tables, ["corridor_raw.records"])
      yield* (yield* Warehouse).command(
        "CREATE TABLE corridor_mart.whole ENGINE = MergeTree ORDER BY a AS SELECT 7 AS a"
      )
      yield* dropDamagedMarts(path)
      assert.deepStrictEqual(yield* tables, ["corridor_mart.whole", "corridor_raw.records"])
    })
  )
  assert.strictEqual(warnings[1], warnings[0])
})
