/**
 * Runs the store as a separate process, for the candidates that reach ClickHouse over HTTP: the embedded engine, served over HTTP.
 * Prints its address as one line of JSON, and ends when its parent disconnects: `node store.ts FOLDER`.
 */
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { join } from "node:path"
import { Effect, Layer, Redacted } from "effect"
import { migrate } from "../../../infra/migrations/Migrate.ts"
import { freePort } from "../../../infra/process/FreePort.ts"
import { openChdb } from "../../../infra/warehouse/ChdbEngine.ts"
import * as EmbeddedWarehouse from "../../../infra/warehouse/EmbeddedWarehouse.ts"
import * as ClickHouseHttpServer from "../../../infra/warehouse/http/ClickHouseHttpServer.ts"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { plainTables } from "../PlainTables.ts"

/** Listened for from the start: a parent that is gone before the store is up is gone too. */
const disconnected = once(process, "disconnect")
const folder = process.argv[2] as string
const password = () => randomBytes(18).toString("base64url")

const program = Effect.gen(function* () {
  const engine = yield* openChdb(join(folder, "clickhouse"))
  const warehouse = EmbeddedWarehouse.make(engine)
  yield* migrate().pipe(Effect.andThen(plainTables()), Effect.provideService(Warehouse, warehouse))
  const port = yield* freePort(0)
  const writer = { name: "bench", password: password() }
  const users = {
    reader: { name: "reader", password: Redacted.make(password()) },
    writer: { name: writer.name, password: Redacted.make(writer.password) }
  }
  yield* Layer.build(ClickHouseHttpServer.layer({ engine, users, port }))
  const where = { url: `http://127.0.0.1:${port}`, username: writer.name, password: writer.password }
  process.stdout.write(`${JSON.stringify(where)}\n`)
  yield* Effect.promise(() => disconnected)
})

await Effect.runPromise(Effect.scoped(program))
process.exit(0)
