/** The parts of a running stack as production settings name them. */
import { join } from "node:path"
import { ManagedRuntime, Redacted } from "effect"
import type { Endpoints } from "../../infra/stack/Endpoints.ts"
import * as ServerWarehouse from "../../infra/warehouse/ServerWarehouse.ts"
import { readJsonFile } from "../integration/cli.ts"

/** The `CORRIDOR_*` settings of Kafka and the registry of the stack on `data`. */
export const logAndRegistry = (data: string) => {
  const { kafka, registry } = readJsonFile<Endpoints>(join(data, "endpoints.json"))
  const { admin } = readJsonFile<{ admin: string }>(join(data, "secrets", "kafka.json"))
  return {
    CORRIDOR_KAFKA_BROKERS: kafka.brokers.join(","),
    CORRIDOR_KAFKA_TLS: "false",
    CORRIDOR_KAFKA_USERNAME: "corridor-admin",
    CORRIDOR_KAFKA_PASSWORD: admin,
    CORRIDOR_REGISTRY_URL: registry.url
  }
}

/** The `CORRIDOR_*` settings of the store of the stack on `data`. */
export const store = (data: string) => {
  const { clickhouse } = readJsonFile<Endpoints>(join(data, "endpoints.json"))
  const { writer } = readJsonFile<{ writer: string }>(join(data, "secrets", "clickhouse.json"))
  return {
    CORRIDOR_CLICKHOUSE_URL: clickhouse.url,
    CORRIDOR_CLICKHOUSE_USER: "corridor",
    CORRIDOR_CLICKHOUSE_PASSWORD: writer
  }
}

/** The store of these settings. */
export const storeLayer = (settings: ReturnType<typeof store>) =>
  ServerWarehouse.layer({
    url: settings.CORRIDOR_CLICKHOUSE_URL,
    username: settings.CORRIDOR_CLICKHOUSE_USER,
    password: Redacted.make(settings.CORRIDOR_CLICKHOUSE_PASSWORD)
  })

/** A runtime that uses it. */
export const storeRuntime = (settings: ReturnType<typeof store>) => ManagedRuntime.make(storeLayer(settings))
