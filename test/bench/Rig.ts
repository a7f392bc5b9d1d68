/**
 * What all candidates share: one Kafka broker and one registry, started as `corridor up` does and outside what is measured;
 * one partner with its topic; one pipeline key.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer, ManagedRuntime, Redacted, Schedule } from "effect"
import * as Parts from "../../infra/stack/Parts.ts"
import { layerFileKeyStore } from "../../ingest/keys/FileKeyStore.ts"
import { KeyStore, keyBytes } from "../../ingest/keys/KeyStore.ts"
import { topicOfPartner } from "../../ingest/partners/PartnerTopic.ts"
import { writers } from "../../ingest/wire/RecordCodec.ts"
import { registerSchemas } from "../../ingest/wire/RegisterSchemas.ts"
import { frame } from "../../ingest/wire/WireFormat.ts"
import { EventLog } from "../../ports/EventLog.ts"
import { logAndRegistry } from "../fault/StackSettings.ts"
import { type RunningUp, runJson, startUp } from "../integration/cli.ts"
import { type Job, kafkaOf } from "./Job.ts"
import { partitionOf, type routeMaker } from "./Routes.ts"
import { say } from "./Say.ts"

export const partner = "bench"
export const topic = topicOfPartner(partner)

export interface Rig {
  /** Where everything of this run lies; it goes with `close`. */
  readonly folder: string
  /** The folder of the stack that runs Kafka and the registry. */
  readonly stackData: string
  /** Settings with which the product reaches Kafka, registry and the keys. */
  readonly env: Readonly<Record<string, string>>
  /** Makes the partner in the store of a data folder; the keys and the topic are there from the first time on. */
  readonly makePartner: (data: string, env: Readonly<Record<string, string>>) => Promise<void>
  /** Puts the next `count` records of the maker into the topic, the first of them as the `from`-th of all. */
  readonly produce: (make: ReturnType<typeof routeMaker>, from: number, count: number) => Promise<void>
  readonly job: (group: string, records: number, data: string) => Promise<Job>
  /** Moves a group without members to the beginning of the topic. */
  readonly rewind: (group: string) => Promise<void>
  readonly schemaId: number
  readonly close: () => Promise<void>
}

/** The node's own listener, as its properties have it. */
const plainAccess = (stackData: string): Job["plain"] => {
  const properties = readFileSync(join(stackData, "kafka", "server.properties"), "utf8")
  const found = (pattern: RegExp) => {
    const [, value] = pattern.exec(properties) ?? []
    if (value === undefined) throw new Error("the broker's properties have no internal listener")
    return value
  }
  return {
    brokers: [found(/^listeners=.*INTERNAL:\/\/([^,\n]+)/m)],
    username: found(/^listener\.name\.internal\.plain\..*? username="([^"]+)"/m),
    password: found(/^listener\.name\.internal\.plain\..*? password="([^"]+)"/m)
  }
}

/** Records that go to the broker in one request. */
const atOnce = 8_000

/** Starts the shared parts and connects to them. */
export const openRig = async (): Promise<Rig> => {
  const folder = mkdtempSync(join(tmpdir(), "corridor-bench-"))
  const stackData = join(folder, "stack")
  say("starting Kafka and the registry …")
  let stack: RunningUp | undefined
  try {
    stack = await startUp({ data: stackData }, "--no-demo")
    const rig = await connectRig(folder, stackData, stack.stop)
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => void rig.close().finally(() => process.exit(130)))
    return rig
  } catch (error) {
    await stack?.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    throw error
  }
}

/** Connects to the stack that runs on `stackData`. */
export const connectRig = async (folder: string, stackData: string, stop: () => Promise<unknown>): Promise<Rig> => {
  const keys = join(folder, "keys")
  const settings = logAndRegistry(stackData)
  const env = { ...settings, CORRIDOR_KEYS_DIR: keys }
  const access = {
    brokers: settings.CORRIDOR_KAFKA_BROKERS.split(","),
    username: settings.CORRIDOR_KAFKA_USERNAME,
    password: settings.CORRIDOR_KAFKA_PASSWORD
  }
  const runtime = ManagedRuntime.make(
    Layer.mergeAll(
      Parts.outsideLog({ ...access, password: Redacted.make(access.password), tls: false }),
      Parts.outsideRegistry({ url: settings.CORRIDOR_REGISTRY_URL, token: undefined }),
      layerFileKeyStore(join(keys, "pipeline")).pipe(Layer.provide(NodeServices.layer))
    )
  )
  const { newest } = await runtime.runPromise(registerSchemas())
  const schemaId = newest.get("route") as number
  const producer = kafkaOf(access).producer({ allowAutoTopicCreation: false })
  await producer.connect()

  const produce: Rig["produce"] = async (make, from, count) => {
    const encode = writers.get("route")?.encode as (record: object) => Uint8Array
    const sending: Array<Promise<unknown>> = []
    for (let n = from; n < from + count; ) {
      const messages = []
      for (const end = Math.min(n + atOnce, from + count); n < end; n++) {
        const { record } = make()
        const value = Buffer.from(frame(schemaId, encode(record)).buffer)
        messages.push({ partition: partitionOf(n), key: record.recordId, value })
      }
      sending.push(producer.send({ topic, messages, acks: -1 }))
      if (sending.length > 2) await sending.shift()
      if (n % 400_000 < atOnce) say(`${n} records are in the topic`)
    }
    await Promise.all(sending)
  }

  const rewind: Rig["rewind"] = (group) =>
    runtime.runPromise(
      Effect.gen(function* () {
        const log = yield* EventLog
        yield* log.resetOffsets(group, yield* log.startOffsets([topic]))
      }).pipe(
        // The first group of a broker finds no coordinator yet; a member that has just left may still be counted.
        Effect.retry(Schedule.max([Schedule.spaced("500 millis"), Schedule.recurs(60)]))
      )
    )

  const job: Rig["job"] = (group, records, data) =>
    runtime.runPromise(
      Effect.gen(function* () {
        const key = (yield* (yield* KeyStore).keysOf(partner)).at(-1)
        if (key === undefined) throw new Error("the partner has no key")
        return {
          ...access,
          plain: plainAccess(stackData),
          topic,
          group,
          partner,
          records,
          registry: settings.CORRIDOR_REGISTRY_URL,
          key: Buffer.from(keyBytes(key)).toString("base64"),
          data
        }
      })
    )

  return {
    folder,
    stackData,
    env,
    makePartner: async (data, own) => {
      await runJson(["partner", "add", partner, "--type", "NGO", "--name", "Benchmark"], { data, env: own })
    },
    produce,
    job,
    rewind,
    schemaId,
    close: async () => {
      await producer.disconnect()
      await runtime.dispose()
      await stop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    }
  }
}
