/**
 * Provides the components that a command needs: those that `CORRIDOR_*` settings name, those of the stack that runs on the data folder, or
 * embedded ones that run as long as the command.
 */

import { join } from "node:path"
import { type Config, Context, Effect, Layer, Schedule, type Scope } from "effect"
import { retryWhileUnavailable } from "../../ingest/pipeline/retryWhileUnavailable.ts"
import { EntrySigner } from "../../ports/chain/EntrySigner.ts"
import type { EventLogError } from "../../ports/EventLog.ts"
import type { RegistryError, SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import type { StateError, StateStore } from "../../ports/StateStore.ts"
import type { Warehouse, WarehouseError } from "../../ports/Warehouse.ts"
import { checkStoreVersion, type MigrationChanged, migrate } from "../migrations/Migrate.ts"
import { markFolder, refusedFolder, type StoreNewer } from "../migrations/StoreVersion.ts"
import { endLeftovers } from "../process/ChildServer.ts"
import { holderName, tryLock } from "../process/DataLock.ts"
import { isSuspended } from "../process/ProcessIdentity.ts"
import { Progress } from "../process/Progress.ts"
import { Unavailable } from "../process/Unavailable.ts"
import { type Settings, settings } from "../settings/Settings.ts"
import { bindState, type StateRefused } from "../state/bindState.ts"
import { type Endpoints, runningEndpoints } from "./Endpoints.ts"
import { ensureTopics } from "./EnsureTopics.ts"
import { stackEntrySigner } from "./Keys.ts"
import * as Parts from "./Parts.ts"
import { refuseUnfinishedRestore } from "./restoring.ts"

interface PartServices {
  readonly log: Parts.Log
  readonly registry: SchemaRegistry
  readonly warehouse: Warehouse
  readonly state: StateStore
}

export type StackServices = PartServices[Parts.Part]

export type StackError =
  | Unavailable
  | Config.ConfigError
  | MigrationChanged
  | StoreNewer
  | StateRefused
  | StateError
  | WarehouseError
  | RegistryError
  | EventLogError

interface StackOptions {
  /** The data folder. */
  readonly data: string
  /** Components to start or connect to. */
  readonly needs: ReadonlyArray<Parts.Part>
  /** Wait indefinitely for an external store or registry that does not respond. Otherwise fail. */
  readonly waitForever?: boolean | undefined
}

/** Seconds to wait for another command that holds the folder, or for a stack that is starting. */
const lockTimeout = 45

const busy = (data: string) =>
  new Unavailable({
    part: "data folder",
    message: `Another command (${holderName(data)}) is using the data folder ${data}. Wait until it ends, or stop it where it runs with 'npm run -s corridor -- down'.`
  })

/** Returns the running stack, or undefined when this process has locked the folder. */
const attachOrLock = Effect.fn("Stack.attachOrLock")(function* (
  data: string
): Effect.fn.Return<Endpoints | undefined, Unavailable | StoreNewer, Scope.Scope> {
  const print = yield* Progress
  let isReported = false
  const once = Effect.gen(function* () {
    const newer = refusedFolder(data)
    if (newer !== undefined) return yield* newer
    const endpoints = runningEndpoints(data)
    if (endpoints !== undefined) return endpoints
    if (yield* tryLock(data)) {
      markFolder(data)
      return undefined
    }
    if (!isReported) print(`Waiting for another command that is using ${data} …`)
    isReported = true
    return yield* busy(data)
  })
  const schedule = Schedule.max([Schedule.spaced("500 millis"), Schedule.recurs(lockTimeout * 2)])
  const endpoints = yield* once.pipe(Effect.retry({ schedule, while: ({ _tag }) => _tag === "Unavailable" }))
  if (endpoints !== undefined && isSuspended(endpoints))
    return yield* new Unavailable({
      part: "stack",
      message: `The stack (process ${endpoints.pid}) is suspended, as Ctrl-Z does. Continue it with 'fg' in its terminal, or with 'kill -CONT ${endpoints.pid}'.`
    })
  return endpoints
})

/** Locks the folder and stops servers that an earlier process left running. Fails if a newer program opened it, or a restore has not completed. */
export const holdFolder = Effect.fn("Stack.holdFolder")(function* (data: string) {
  yield* refuseUnfinishedRestore(data)
  const newer = refusedFolder(data)
  if (newer !== undefined) return yield* newer
  if (!(yield* tryLock(data))) return yield* busy(data)
  markFolder(data)
  yield* cleanUp(data)
})

const cleanUp = Effect.fn("Stack.cleanUp")(function* (data: string) {
  const print = yield* Progress
  const ended = yield* endLeftovers(join(data, "run"))
  if (ended.length > 0) print(`Stopped servers of an earlier start: ${ended.join(", ")}`)
})

/** Connects to the server of a part, or starts the part in this process if it has none. */
const connectOr = <A, E extends StackError>(
  server: Parts.Server<A> | undefined,
  embedded: Effect.Effect<{ readonly services: Context.Context<A> }, E, Scope.Scope>
): Effect.Effect<Context.Context<A>, StackError, Scope.Scope> =>
  server === undefined ? Effect.map(embedded, ({ services }) => services) : Layer.build(server.layer)

/** Returns true if nothing that is needed runs in one process at a time. Then the data folder is not locked. */
const isAllOutside = ({ kafka, registry: named, clickhouse }: Settings, needs: StackOptions["needs"]) =>
  needs.every((part) => ({ log: kafka, registry: named, warehouse: clickhouse, state: true })[part] !== undefined)

/** A part that is not needed has no services, and the types of the command ask for none. */
const nothing = Effect.succeed(Context.empty() as Context.Context<never>)

/** Migrates the store, or checks its version if another program migrates it. */
const prepareStore = (migrates: boolean, waitForever: boolean) => {
  const ready = migrates ? migrate() : checkStoreVersion()
  return waitForever ? retryWhileUnavailable("ClickHouse")(ready) : ready
}

const prepareRegistry = Effect.fn("Stack.prepareRegistry")(function* (waitForever: boolean) {
  const { registerSchemas } = yield* Effect.promise(() => import("../../ingest/wire/RegisterSchemas.ts"))
  yield* waitForever ? retryWhileUnavailable("the schema registry")(registerSchemas()) : registerSchemas()
})

const build = Effect.fn("Stack.build")(function* ({ data, needs, waitForever = false }: StackOptions) {
  const found = yield* settings
  yield* refuseUnfinishedRestore(data)
  const outside = isAllOutside(found, needs)
  const running = outside ? undefined : yield* attachOrLock(data)
  if (!outside && running === undefined) yield* cleanUp(data)
  const embedding: Parts.Embedding = { data, cache: found.cache, usualPorts: false, restart: false }
  const [a, b, c, d] = yield* Effect.all(
    [
      needs.includes("log") ? connectOr(Parts.logServer(data, found, running), Parts.embeddedLog(embedding)) : nothing,
      needs.includes("registry")
        ? connectOr(Parts.registryServer(data, found, running), Parts.embeddedRegistry(embedding))
        : nothing,
      needs.includes("warehouse")
        ? connectOr(Parts.warehouseServer(data, found, running), Parts.embeddedWarehouse(data))
        : nothing,
      needs.includes("state") ? Layer.build(Parts.state(data, found)) : nothing
    ],
    { concurrency: "unbounded" }
  )
  const services = Context.mergeAll(a, b, c, d)
  // A running stack was prepared at its start.
  const prepares = running === undefined
  const migrates = found.clickhouse?.migrate !== false
  if (prepares && needs.includes("warehouse")) yield* Effect.provide(prepareStore(migrates, waitForever), services)
  if (needs.includes("warehouse") && needs.includes("state"))
    yield* Effect.provide(bindState(prepares && migrates), services)
  if (prepares && needs.includes("log") && found.kafka === undefined) yield* Effect.provide(ensureTopics(), services)
  if (prepares && needs.includes("registry")) yield* Effect.provide(prepareRegistry(waitForever), services)
  return Context.add(services, EntrySigner, yield* stackEntrySigner(data))
})

/** Provides the services of the needed components for the lifetime of the layer. */
export const stackLayer = <const Part extends Parts.Part>(
  options: StackOptions & { readonly needs: ReadonlyArray<Part> }
): Layer.Layer<PartServices[Part], StackError> =>
  Layer.effectContext(build(options)) as Layer.Layer<StackServices, StackError> as Layer.Layer<
    PartServices[Part],
    StackError
  >

/** Provides only ClickHouse. */
export const warehouseOf = (data: string) => stackLayer({ data, needs: ["warehouse"] })

/** Provides ClickHouse and the state store. */
export const storesOf = (data: string) => stackLayer({ data, needs: ["warehouse", "state"] })
