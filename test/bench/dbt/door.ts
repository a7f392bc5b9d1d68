/** `node door.ts FOLDER`: the store of a folder behind its HTTP door, until its parent disconnects; its port on standard output. */
import { once } from "node:events"
import { Effect } from "effect"
import { openStoreServer } from "../../real-dbt/StoreServer.ts"

/** Listened for from the start: a parent that is gone before the store is up is gone too. */
const disconnected = once(process, "disconnect")

const main = Effect.gen(function* () {
  const { port } = yield* openStoreServer(process.argv[2] ?? "")
  console.log(port)
  yield* Effect.promise(() => disconnected)
})

await Effect.runPromise(Effect.scoped(main))
