/** ClickHouse's HTTP protocol over the embedded store, for notebooks, BI tools and dbt: read-only, on loopback. */
import { Effect, Layer, Redacted, type Scope } from "effect"
import type { WarehouseError } from "../../ports/Warehouse.ts"
import type { StoreNewer } from "../migrations/StoreVersion.ts"
import { freePort } from "../process/FreePort.ts"
import { Unavailable } from "../process/Unavailable.ts"
import * as ClickHouseHttpServer from "../warehouse/http/ClickHouseHttpServer.ts"
import { runningEndpoints } from "./Endpoints.ts"
import { httpSecretsFile } from "./HttpUserSecrets.ts"
import { embeddedWarehouse } from "./Parts.ts"
import { holdFolder } from "./Stack.ts"

/** How to connect to the server. */
interface ServedClickHouse {
  readonly url: string
  readonly user: string
  /** The file with the password; undefined if no password is needed. */
  readonly passwordFile: string | undefined
}

const closed = () =>
  new Unavailable({ part: "warehouse", message: "The embedded ClickHouse could not be opened on 127.0.0.1." })

/**
 * Returns the HTTP server of the running stack, or starts one of its own while the scope is open. That one accepts ClickHouse's user
 * `default` without a password, so that tools connect without configuration. The user cannot write.
 */
export const serveClickHouseHttp = Effect.fn("serveClickHouseHttp.serveClickHouseHttp")(function* (
  data: string,
  preferredPort: number
): Effect.fn.Return<ServedClickHouse, Unavailable | StoreNewer | WarehouseError, Scope.Scope> {
  const running = runningEndpoints(data)
  if (running !== undefined) return { url: running.clickhouse.url, user: "reader", passwordFile: httpSecretsFile(data) }
  yield* holdFolder(data)
  const { engine } = yield* embeddedWarehouse(data)
  const port = yield* freePort(preferredPort)
  const users = { reader: { name: "default", password: Redacted.make("") } }
  yield* Layer.build(ClickHouseHttpServer.layer({ engine, users, port })).pipe(Effect.mapError(closed))
  return { url: `http://127.0.0.1:${port}`, user: "default", passwordFile: undefined }
})
