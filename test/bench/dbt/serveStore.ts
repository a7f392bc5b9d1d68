/** `node serveStore.ts FOLDER` serves the store of a folder over HTTP until its parent disconnects. Prints the port. */
import { once } from "node:events"
import { Effect } from "effect"
import { openStoreServer } from "../../real-dbt/StoreServer.ts"

/** Listens from the start, because the parent may exit before the store is open. */
const disconnected = once(process, "disconnect")

const main = Effect.gen(function* () {
  const { port } = yield* openStoreServer(process.argv[2] ?? "")
  console.log(port)
  yield* Effect.promise(() => disconnected)
})

await Effect.runPromise(Effect.scoped(main))
