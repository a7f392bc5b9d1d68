/**
 * The parts of a stack, each as the services of its port: embedded, attached to a running stack, or outside.
 *
 * The adapters are loaded when a part is built: a command that needs the store alone does not load the Kafka client.
 */
import { createPrivateKey, X509Certificate } from "node:crypto"
import { join } from "node:path"
import { Context, Duration, Effect, Layer } from "effect"
import type { EventLog } from "../../ports/EventLog.ts"
import type { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import { readInputText, unreadable } from "../../ports/files/InputFile.ts"
import type { SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import type { StateError } from "../../ports/StateStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { EventLogOptions } from "../kafka/KafkaEventLog.ts"
import { adminUser, pipelineUser } from "../kafka/KafkaProperties.ts"
import { kafkaSecrets } from "../kafka/KafkaSecrets.ts"
import { Progress } from "../process/Progress.ts"
import { limitRefusal } from "../process/processLimits.ts"
import { Unavailable } from "../process/Unavailable.ts"
import type { RegistryOptions } from "../registry/ApicurioRegistry.ts"
import { registryUsers } from "../registry/RegistrySecrets.ts"
import type { KafkaTlsFiles, Settings } from "../settings/Settings.ts"
import type { ChdbEngine } from "../warehouse/ChdbEngine.ts"
import { refuseDamage, repair } from "../warehouse/damagedParts.ts"
import type { ServerOptions } from "../warehouse/ServerWarehouse.ts"
import type { Endpoints } from "./Endpoints.ts"
import { httpUsers } from "./HttpUserSecrets.ts"

export type Log = EventLog | EventLogAdmin

export type Part = "log" | "registry" | "warehouse" | "state"

/** How embedded parts are started. */
export interface Embedding {
  readonly data: string
  readonly cache: string
  /** Use the default ports if they are free. */
  readonly usualPorts: boolean
  /** Restart a server that exits unexpectedly. For a long-running stack. */
  readonly restart: boolean
}

/** Reports that a part is starting, and how long the start took. */
const withProgress = <A, E, R>(title: string, start: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const report = yield* Progress
    report(`${title}: starting …`)
    const [took, part] = yield* Effect.timed(start)
    report(`${title}: ready after ${(Duration.toMillis(took) / 1000).toFixed(1)} s`)
    return part
  })

/** Loads a module when the effect runs. */
const load = <Module>(module: () => Promise<Module>) => Effect.promise(module)

const logLayer = (options: EventLogOptions, admin: EventLogOptions["identity"]) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const { layer } = yield* load(() => import("../kafka/KafkaEventLog.ts"))
      const { layer: adminLayer } = yield* load(() => import("../kafka/KafkaEventLogAdmin.ts"))
      return Layer.merge(layer(options), adminLayer({ connection: options.connection, identity: admin }))
    })
  )

const registryLayer = (options: RegistryOptions) =>
  Layer.unwrap(
    Effect.map(
      load(() => import("../registry/ApicurioRegistry.ts")),
      ({ layer }) => layer(options)
    )
  )

const serverLayer = (options: ServerOptions) =>
  Layer.unwrap(
    Effect.map(
      load(() => import("../warehouse/ServerWarehouse.ts")),
      ({ layer }) => layer(options)
    )
  )

/** Starts Kafka as a child process, and returns its services once it responds. It ends with the scope. */
export const embeddedLog = Effect.fn("Parts.embeddedLog")(function* (options: Embedding) {
  const { data, cache, usualPorts, restart } = options
  const { startKafka } = yield* load(() => import("../kafka/KafkaServer.ts"))
  const server = yield* withProgress(
    "Kafka",
    startKafka({ data, cache, preferredPort: usualPorts ? 9092 : 0, restart })
  )
  const { connection, pipeline, admin } = server
  return {
    services: yield* Layer.build(logLayer({ connection, identity: pipeline }, admin)),
    brokers: connection.brokers
  }
})

/** Starts the schema registry as a child process, and returns its services once it responds. It ends with the scope. */
export const embeddedRegistry = Effect.fn("Parts.embeddedRegistry")(function* (options: Embedding) {
  const { data, cache, usualPorts, restart } = options
  const { startApicurio } = yield* load(() => import("../registry/ApicurioServer.ts"))
  const server = startApicurio({ data, cache, preferredPort: usualPorts ? 8081 : 0, restart })
  const { url, writer } = yield* withProgress("Schema registry", server)
  return { services: yield* Layer.build(registryLayer({ url, user: writer })), url }
})

/** Opens the store of a data folder. Fails if rows of it are lost. */
export const embeddedWarehouse = Effect.fn("Parts.embeddedWarehouse")(function* (data: string) {
  const refusal = limitRefusal()
  if (refusal !== undefined) return yield* refusal
  const { openChdb } = yield* load(() => import("../warehouse/ChdbEngine.ts"))
  const { make } = yield* load(() => import("../warehouse/EmbeddedWarehouse.ts"))
  const { dropDamagedMarts } = yield* load(() => import("../warehouse/damagedMarts.ts"))
  const path = join(data, "clickhouse")
  const open = openChdb(path).pipe(
    Effect.mapError(
      () =>
        new Unavailable({
          part: "warehouse",
          message: `The embedded ClickHouse could not open its files in ${path}. Check that this user may write there and that the disk is not full. If the files are damaged: ${repair}`
        })
    )
  )
  const engine: ChdbEngine = yield* withProgress("ClickHouse", open)
  const services = Context.make(Warehouse, make(engine))
  yield* Effect.provide(Effect.andThen(refuseDamage(), dropDamagedMarts(path)), services)
  return { services, engine }
})

/** Reads secrets when the layer is built, so that a damaged file is a failure of that part alone. */
const withSecrets = <Secrets, A, E>(read: () => Secrets, use: (secrets: Secrets) => Layer.Layer<A, E>) =>
  Layer.unwrap(
    Effect.map(
      Effect.try({
        try: read,
        catch: (error) => {
          if (error instanceof Unavailable) return error
          throw error
        }
      }),
      use
    )
  )

/** Returns the event log of a stack that another process of this machine runs. */
const attachedLog = (data: string, endpoints: Endpoints) =>
  withSecrets(
    () => kafkaSecrets(join(data, "secrets", "kafka.json")),
    ({ admin, pipeline }) =>
      logLayer(
        {
          connection: { brokers: endpoints.kafka.brokers, tls: false },
          identity: { username: pipelineUser, password: pipeline }
        },
        { username: adminUser, password: admin }
      )
  )

const attachedRegistry = (data: string, endpoints: Endpoints) =>
  withSecrets(
    () => registryUsers(data).writer,
    (user) => registryLayer({ url: endpoints.registry.url, user })
  )

const attachedWarehouse = (data: string, endpoints: Endpoints) =>
  withSecrets(
    () => httpUsers(data).writer,
    ({ name, password }) => serverLayer({ url: endpoints.clickhouse.url, username: name, password })
  )

const readTlsFile = (setting: string, file: string | undefined) =>
  file === undefined
    ? Effect.undefined
    : Effect.try({
        try: () => readInputText(file),
        catch: (error) =>
          new Unavailable({
            part: "kafka",
            message: `${setting}: ${unreadable(error)}`
          })
      })

/** Returns whether a key belongs to a certificate, or both are absent. */
const isPair = (certificate: string | undefined, key: string | undefined): boolean => {
  if (certificate === undefined || key === undefined) return certificate === key
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}

const readTlsFiles = Effect.fnUntraced(function* ({ ca, certificate, key }: KafkaTlsFiles) {
  const files = {
    ca: yield* readTlsFile("CORRIDOR_KAFKA_CA", ca),
    certificate: yield* readTlsFile("CORRIDOR_KAFKA_CERTIFICATE", certificate),
    key: yield* readTlsFile("CORRIDOR_KAFKA_KEY", key)
  }
  if (!isPair(files.certificate, files.key))
    return yield* new Unavailable({
      part: "kafka",
      message:
        "CORRIDOR_KAFKA_CERTIFICATE and CORRIDOR_KAFKA_KEY must name PEM files of a certificate and of its private key."
    })
  return files
})

/** Returns the event log that the settings name. */
export const outsideLog = (kafka: NonNullable<Settings["kafka"]>) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const identity = { username: kafka.username, password: kafka.password }
      const tls = kafka.tls === false ? false : yield* readTlsFiles(kafka.tls)
      return logLayer({ connection: { brokers: kafka.brokers, tls }, identity }, identity)
    })
  )

/** The registry that the settings name. */
export const outsideRegistry = (registry: NonNullable<Settings["registry"]>) => registryLayer(registry)

/** The ClickHouse server that the settings name, or the cluster it is part of. */
export const outsideWarehouse = (clickhouse: NonNullable<Settings["clickhouse"]>) => {
  const server = serverLayer(clickhouse)
  const { cluster } = clickhouse
  if (cluster === undefined) return server
  return Layer.unwrap(
    Effect.map(
      load(() => import("../cluster/ClusterWarehouse.ts")),
      ({ layer }) => layer(cluster, server)
    )
  )
}

/** A part that runs already. */
export interface Server<A> {
  /** Its address, without credentials. */
  readonly where: string
  readonly layer: Layer.Layer<A, Unavailable | StateError>
}

/** Returns the event log that the settings name, or that of the running stack; undefined if there is neither. */
export const logServer = (
  data: string,
  { kafka }: Settings,
  running: Endpoints | undefined
): Server<Log> | undefined => {
  if (kafka !== undefined) return { where: kafka.brokers.join(","), layer: outsideLog(kafka) }
  return running && { where: running.kafka.brokers.join(","), layer: attachedLog(data, running) }
}

/** As `logServer`, for the schema registry. */
export const registryServer = (
  data: string,
  { registry }: Settings,
  running: Endpoints | undefined
): Server<SchemaRegistry> | undefined => {
  if (registry !== undefined) return { where: registry.url, layer: outsideRegistry(registry) }
  return running && { where: running.registry.url, layer: attachedRegistry(data, running) }
}

/** As `logServer`, for ClickHouse. */
export const warehouseServer = (
  data: string,
  { clickhouse }: Settings,
  running: Endpoints | undefined
): Server<Warehouse> | undefined => {
  if (clickhouse !== undefined) return { where: clickhouse.url, layer: outsideWarehouse(clickhouse) }
  return running && { where: running.clickhouse.url, layer: attachedWarehouse(data, running) }
}

/** Returns the state: in the PostgreSQL database that the settings name, or in the data folder. Several processes may use it at once. */
export const state = (data: string, { state: url, clickhouse }: Settings) =>
  Layer.unwrap(
    Effect.map(
      load(() => import("../state/StateLayer.ts")),
      ({ postgresState, sqliteState }) =>
        url === undefined ? sqliteState(join(data, "state")) : postgresState(url, clickhouse?.migrate !== false)
    )
  )
