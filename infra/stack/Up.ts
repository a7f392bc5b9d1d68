/** Starts the long-running stack of `up`, which Ctrl-C or `down` (`stopStack.ts`) stops. */
import { Context, Effect, Exit, Layer, Scope } from "effect"
import { registerSchemas } from "../../ingest/wire/RegisterSchemas.ts"
import { EntrySigner } from "../../ports/chain/EntrySigner.ts"
import { migrate } from "../migrations/Migrate.ts"
import { freePort, holdPort } from "../process/FreePort.ts"
import { identify } from "../process/ProcessIdentity.ts"
import { Unavailable } from "../process/Unavailable.ts"
import { settings } from "../settings/Settings.ts"
import { bindState } from "../state/bindState.ts"
import type { ChdbEngine } from "../warehouse/ChdbEngine.ts"
import * as ClickHouseHttpServer from "../warehouse/http/ClickHouseHttpServer.ts"
import { type Endpoints, removeEndpoints, writeEndpoints } from "./Endpoints.ts"
import { ensureTopics } from "./EnsureTopics.ts"
import { httpUsers } from "./HttpUserSecrets.ts"
import { stackEntrySigner } from "./Keys.ts"
import * as Parts from "./Parts.ts"
import { holdFolder, type StackError, type StackServices } from "./Stack.ts"

interface UpOptions {
  /** The data folder. */
  readonly data: string
  /** Port of the page, used if it is free. */
  readonly port: number
  /** False to use any free ports, for several stacks on one machine. */
  readonly usualPorts?: boolean | undefined
  /** Address of this process's metrics and health. */
  readonly metrics?: string | undefined
}

interface RunningStack {
  readonly services: Context.Context<StackServices>
  readonly endpoints: Endpoints
  /** Releases the page's port, which is held until the page is served. */
  readonly releasePagePort: Effect.Effect<void>
}

/** ClickHouse's default HTTP port. */
const usualHttpPort = 8123

/** Serves the embedded store over ClickHouse's HTTP protocol until the scope closes. Returns the address. */
export const startHttpServer = Effect.fn("Up.startHttpServer")(function* (
  data: string,
  engine: ChdbEngine,
  preferredPort = usualHttpPort
): Effect.fn.Return<string, Unavailable, Scope.Scope> {
  const port = yield* freePort(preferredPort)
  yield* Layer.build(ClickHouseHttpServer.layer({ engine, users: httpUsers(data), port })).pipe(
    Effect.mapError(
      () =>
        new Unavailable({ part: "warehouse", message: "ClickHouse's HTTP server could not be started on 127.0.0.1." })
    )
  )
  return `http://127.0.0.1:${port}`
})

const log = Effect.fnUntraced(function* (embedding: Parts.Embedding) {
  const { kafka } = yield* settings
  if (kafka === undefined) return yield* Parts.embeddedLog(embedding)
  return { services: yield* Layer.build(Parts.outsideLog(kafka)), brokers: kafka.brokers }
})

const registry = Effect.fnUntraced(function* (embedding: Parts.Embedding) {
  const { registry: named } = yield* settings
  const part =
    named === undefined
      ? yield* Parts.embeddedRegistry(embedding)
      : { services: yield* Layer.build(Parts.outsideRegistry(named)), url: named.url }
  yield* Effect.provide(registerSchemas(), part.services)
  return part
})

const warehouse = Effect.fnUntraced(function* (embedding: Parts.Embedding) {
  const { clickhouse } = yield* settings
  if (clickhouse !== undefined) {
    const services = yield* Layer.build(Parts.outsideWarehouse(clickhouse))
    yield* Effect.provide(migrate(), services)
    return { services, url: clickhouse.url }
  }
  const { services, engine } = yield* Parts.embeddedWarehouse(embedding.data)
  yield* Effect.provide(migrate(), services)
  return { services, url: yield* startHttpServer(embedding.data, engine, embedding.usualPorts ? usualHttpPort : 0) }
})

/**
 * Starts all components concurrently, migrates the store, registers the schemas, and writes `endpoints.json`. Everything stops when the
 * scope closes, also after an interrupted start.
 */
export const startStack = Effect.fn("Up.startStack")(function* ({
  data,
  port,
  usualPorts = true,
  metrics
}: UpOptions): Effect.fn.Return<RunningStack, StackError, Scope.Scope> {
  yield* holdFolder(data)
  const found = yield* settings
  const embedding: Parts.Embedding = { data, cache: found.cache, usualPorts, restart: true }
  const [a, b, c, d] = yield* Effect.all(
    [log(embedding), registry(embedding), warehouse(embedding), Layer.build(Parts.state(data, found))],
    { concurrency: "unbounded" }
  )
  const services = Context.mergeAll(a.services, b.services, c.services, d)
  yield* Effect.provide(bindState(true), services)
  yield* Effect.provide(ensureTopics(), services)
  const untilServed = yield* Scope.fork(yield* Effect.scope)
  const pagePort = yield* Scope.provide(holdPort(port), untilServed)
  const endpoints: Endpoints = {
    pid: process.pid,
    started: identify(process.pid)?.started ?? "",
    kafka: { brokers: a.brokers },
    registry: { url: b.url },
    clickhouse: { url: c.url },
    page: { url: `http://127.0.0.1:${pagePort}/`, port: pagePort },
    portal: { url: `http://127.0.0.1:${pagePort}/portal` },
    ...(metrics === undefined ? {} : { metrics: { url: `${metrics}/metrics` } })
  }
  yield* Effect.acquireRelease(
    Effect.sync(() => writeEndpoints(data, endpoints)),
    () => Effect.sync(() => removeEndpoints(data))
  )
  return {
    services: Context.add(services, EntrySigner, yield* stackEntrySigner(data)),
    endpoints,
    releasePagePort: Scope.close(untilServed, Exit.void)
  }
})
