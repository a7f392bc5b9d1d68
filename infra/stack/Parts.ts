/** The three parts that a stack is made of, each as the services of its port: embedded, running elsewhere, or not asked for. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Context, Duration, Effect, Layer } from "effect"
import { EventLog } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import { SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import * as ClusterWarehouse from "../cluster/ClusterWarehouse.ts"
import * as KafkaEventLog from "../kafka/KafkaEventLog.ts"
import * as KafkaEventLogAdmin from "../kafka/KafkaEventLogAdmin.ts"
import { adminUser, pipelineUser } from "../kafka/KafkaProperties.ts"
import { kafkaSecrets } from "../kafka/KafkaSecrets.ts"
import { startKafka } from "../kafka/KafkaServer.ts"
import { Progress } from "../process/Progress.ts"
import { Unavailable } from "../process/Unavailable.ts"
import * as ApicurioRegistry from "../registry/ApicurioRegistry.ts"
import { startApicurio } from "../registry/ApicurioServer.ts"
import type { Settings } from "../settings/Settings.ts"
import { type ChdbEngine, openChdb } from "../warehouse/ChdbEngine.ts"
import * as EmbeddedWarehouse from "../warehouse/EmbeddedWarehouse.ts"
import * as ServerWarehouse from "../warehouse/ServerWarehouse.ts"
import { doorUsers } from "./DoorSecrets.ts"
import type { Endpoints } from "./Endpoints.ts"

export type Log = EventLog | EventLogAdmin

export type Part = "log" | "registry" | "warehouse"

/** How embedded parts are started. */
export interface Embedding {
  readonly data: string
  readonly cache: string
  /** Usual ports are taken where they are free. */
  readonly usualPorts: boolean
  /** A part that ends unasked is started again: for a stack that stays. */
  readonly restart: boolean
}

/** Says when a part begins to start and how long it took. */
const told = <A, E, R>(title: string, start: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const say = yield* Progress
    say(`${title}: starting ...`)
    const [took, part] = yield* Effect.timed(start)
    say(`${title}: ready after ${(Duration.toMillis(took) / 1000).toFixed(1)} s`)
    return part
  })

const logLayer = (options: KafkaEventLog.EventLogOptions, admin: KafkaEventLog.EventLogOptions["identity"]) =>
  Layer.mergeAll(
    KafkaEventLog.layer(options),
    KafkaEventLogAdmin.layer({ connection: options.connection, identity: admin })
  )

export const embeddedLog = Effect.fn("Parts.embeddedLog")(function* (options: Embedding) {
  const { data, cache, usualPorts, restart } = options
  const server = yield* told("Kafka", startKafka({ data, cache, preferredPort: usualPorts ? 9092 : 0, restart }))
  const { connection, pipeline, admin } = server
  return {
    services: yield* Layer.build(logLayer({ connection, identity: pipeline }, admin)),
    brokers: connection.brokers
  }
})

export const embeddedRegistry = Effect.fn("Parts.embeddedRegistry")(function* (options: Embedding) {
  const { data, cache, usualPorts, restart } = options
  const server = startApicurio({ data, cache, preferredPort: usualPorts ? 8081 : 0, restart })
  const { url } = yield* told("Schema registry", server)
  return { services: yield* Layer.build(ApicurioRegistry.layer({ url })), url }
})

export const embeddedWarehouse = Effect.fn("Parts.embeddedWarehouse")(function* (options: Embedding) {
  const open = openChdb(join(options.data, "clickhouse")).pipe(
    Effect.mapError(
      () =>
        new Unavailable({
          part: "warehouse",
          message: `The embedded ClickHouse could not open its files in ${join(options.data, "clickhouse")}.`
        })
    )
  )
  const engine: ChdbEngine = yield* told("ClickHouse", open)
  return { services: Context.make(Warehouse, EmbeddedWarehouse.make(engine)), engine }
})

/** The log of a stack that runs in another process of this machine. */
export const attachedLog = (data: string, endpoints: Endpoints) => {
  const { admin, pipeline } = kafkaSecrets(join(data, "secrets", "kafka.json"))
  const connection = { brokers: endpoints.kafka.brokers, tls: false } as const
  return logLayer(
    { connection, identity: { username: pipelineUser, password: pipeline } },
    { username: adminUser, password: admin }
  )
}

export const attachedRegistry = (endpoints: Endpoints) => ApicurioRegistry.layer({ url: endpoints.registry.url })

export const attachedWarehouse = (data: string, endpoints: Endpoints) => {
  const { writer } = doorUsers(data)
  return ServerWarehouse.layer({ url: endpoints.clickhouse.url, username: writer.name, password: writer.password })
}

/** The log that the settings name. */
export const outsideLog = (kafka: NonNullable<Settings["kafka"]>) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const { ca } = kafka
      const authority =
        ca === undefined
          ? undefined
          : yield* Effect.try({
              try: () => readFileSync(ca, "utf8"),
              catch: () =>
                new Unavailable({ part: "kafka", message: "The file that CORRIDOR_KAFKA_CA names cannot be read." })
            })
      const identity = { username: kafka.username, password: kafka.password }
      const tls = kafka.tls ? { ca: authority } : (false as const)
      return logLayer({ connection: { brokers: kafka.brokers, tls }, identity }, identity)
    })
  )

export const outsideRegistry = (registry: NonNullable<Settings["registry"]>) => ApicurioRegistry.layer(registry)

export const outsideWarehouse = (clickhouse: NonNullable<Settings["clickhouse"]>) => {
  const server = ServerWarehouse.layer(clickhouse)
  return clickhouse.cluster === undefined ? server : ClusterWarehouse.layer(clickhouse.cluster, server)
}

/** A part that the verb did not ask for: using it is a mistake in the program. */
const absent = (part: Part): never =>
  new Proxy(
    {},
    {
      get: () => {
        throw new Error(`this verb did not ask for the ${part}`)
      }
    }
  ) as never

export const absentLog = Context.make(EventLog, absent("log")).pipe(Context.add(EventLogAdmin, absent("log")))
export const absentRegistry = Context.make(SchemaRegistry, absent("registry"))
export const absentWarehouse = Context.make(Warehouse, absent("warehouse"))
