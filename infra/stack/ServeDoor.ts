/** ClickHouse's HTTP protocol over the embedded store, for notebooks, BI tools and dbt: read-only, on loopback. */
import { join } from "node:path"
import { Effect, Layer, Redacted, type Scope } from "effect"
import { freePort } from "../process/FreePort.ts"
import { Unavailable } from "../process/Unavailable.ts"
import { openChdb } from "../warehouse/ChdbEngine.ts"
import * as HttpDoor from "../warehouse/door/HttpDoor.ts"
import { doorSecretsFile } from "./DoorSecrets.ts"
import { runningEndpoints } from "./Endpoints.ts"
import { holdFolder } from "./Stack.ts"

/** How the door is reached. */
export interface ServedDoor {
  readonly url: string
  readonly user: string
  /** File of the password; undefined where none is asked for. */
  readonly passwordFile: string | undefined
}

const closed = () =>
  new Unavailable({ part: "warehouse", message: "The embedded ClickHouse could not be opened on 127.0.0.1." })

/**
 * The door of the stack that runs, or one of its own while the scope is open. Its own takes ClickHouse's `default` user
 * without a password, because whoever opens it by hand means to use it at once; it cannot write.
 */
export const serveDoor = Effect.fn("ServeDoor.serveDoor")(function* (
  data: string,
  preferredPort: number
): Effect.fn.Return<ServedDoor, Unavailable, Scope.Scope> {
  const running = runningEndpoints(data)
  if (running !== undefined) return { url: running.clickhouse.url, user: "reader", passwordFile: doorSecretsFile(data) }
  yield* holdFolder(data)
  const engine = yield* openChdb(join(data, "clickhouse")).pipe(Effect.mapError(closed))
  const port = yield* freePort(preferredPort)
  const users = { reader: { name: "default", password: Redacted.make("") } }
  yield* Layer.build(HttpDoor.layer({ engine, users, port })).pipe(Effect.mapError(closed))
  return { url: `http://127.0.0.1:${port}`, user: "default", passwordFile: undefined }
})
