/** Sends known records to a partner's topic, like a partner's program. */

import avro from "avsc"
import { Effect, Layer, ManagedRuntime, Redacted, Schedule } from "effect"
import type { KafkaSettings } from "../../infra/settings/Settings.ts"
import * as Parts from "../../infra/stack/Parts.ts"
import { topicOfPartner, topicPrefix } from "../../ingest/partners/PartnerTopic.ts"
import { defaultPipelineOptions } from "../../ingest/pipeline/Pipeline.ts"
import { writers } from "../../ingest/wire/RecordCodec.ts"
import { registerSchemas } from "../../ingest/wire/RegisterSchemas.ts"
import { frame } from "../../ingest/wire/WireFormat.ts"
import { EventLog, type EventLogError, type PartitionOffset, type ProduceRecord } from "../../ports/EventLog.ts"
import { SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { recordSchema, recordSchemas } from "../../schemas/RecordSchemas.ts"
import type { KnownRecord } from "./KnownRecords.ts"
import type { logAndRegistry } from "./StackSettings.ts"

export interface Sender {
  /** Retries what the broker did not acknowledge, without limit: a record may be in the topic twice. */
  readonly send: (records: ReadonlyArray<KnownRecord>) => Promise<void>
  /** The same, under schema ids of another subject whose schemas differ in their documentation only. */
  readonly sendForeign: (records: ReadonlyArray<KnownRecord>) => Promise<void>
  /** The same in the first version of each schema, written by the Avro library itself. */
  readonly sendFirstVersion: (records: ReadonlyArray<KnownRecord>) => Promise<void>
  /** Sends keys and values unchanged. */
  readonly sendRaw: (messages: ReadonlyArray<ProduceRecord>) => Promise<void>
  /** Registers a schema of the partner under its own subject. Returns its id. */
  readonly register: (subject: string, text: string) => Promise<number>
  /** Schema ids of all versions of each kind's schema, oldest first. */
  readonly schemaIds: () => Promise<ReadonlyMap<string, ReadonlyArray<number>>>
  /** The same as messages, for another producer. */
  readonly messages: (
    records: ReadonlyArray<KnownRecord>
  ) => Promise<ReadonlyArray<{ readonly key: string; readonly value: Uint8Array }>>
  /** Of the partner's topic. */
  readonly endOffsets: () => Promise<ReadonlyArray<PartitionOffset>>
  /** Of the pipeline's group, or of another. */
  readonly committed: (groupId?: string) => Promise<ReadonlyArray<PartitionOffset>>
  /**
   * A new group starts where another has committed, as a restart does when the dead member's session is over, and at the end of the other
   * partners' topics.
   */
  readonly follow: (before: string, next: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** Records for each of which one connection is made. */
const atOnce = 10_000

const registerForeign = Effect.gen(function* () {
  const registry = yield* SchemaRegistry
  const ids = new Map<string, number>()
  for (const kind of ["route", "victim"] as const) {
    const text = recordSchema(kind).versions.at(-1)?.text as string
    const other = JSON.stringify({ ...JSON.parse(text), doc: "The same, in the words of a partner." })
    ids.set(kind, yield* registry.register(`partner-copy-${kind}`, other))
  }
  return ids
})

/** Every version of every schema in the registry, as a partner with old software requests it. */
const registerAll = Effect.gen(function* () {
  const registry = yield* SchemaRegistry
  const ids = new Map<string, ReadonlyArray<number>>()
  for (const { kind, subject, versions } of recordSchemas)
    ids.set(kind, yield* Effect.forEach(versions, ({ text }) => registry.register(subject, text)))
  return ids
})

const encodeFirst = ({ kind, record }: KnownRecord) => {
  const text = recordSchema(kind).versions[0]?.text as string
  return avro.Type.forSchema(JSON.parse(text) as avro.Schema).toBuffer(record)
}

export const openSender = (
  settings: ReturnType<typeof logAndRegistry>,
  partner: string,
  tls: KafkaSettings["tls"] = false
): Sender => {
  const identity = {
    username: settings.CORRIDOR_KAFKA_USERNAME,
    password: Redacted.make(settings.CORRIDOR_KAFKA_PASSWORD)
  }
  const brokers = settings.CORRIDOR_KAFKA_BROKERS.split(",")
  const runtime = ManagedRuntime.make(
    Layer.merge(
      Parts.outsideLog({ brokers, tls, ...identity }),
      Parts.outsideRegistry({ url: settings.CORRIDOR_REGISTRY_URL, token: undefined })
    )
  )
  const topic = topicOfPartner(partner)
  const encode = (ids: ReadonlyMap<string, number>, records: ReadonlyArray<KnownRecord>) =>
    records.map(({ kind, recordId, record }) => ({
      key: recordId,
      value: frame(ids.get(kind) as number, writers.get(kind)?.encode(record) as Uint8Array)
    }))
  const sendWith = (ids: ReadonlyMap<string, number>, records: ReadonlyArray<KnownRecord>) =>
    sendRaw(encode(ids, records))
  const sendRaw = (messages: ReadonlyArray<ProduceRecord>) =>
    Effect.gen(function* () {
      const log = yield* EventLog
      for (let i = 0; i < messages.length; i += atOnce)
        yield* log.producer(identity).pipe(
          Effect.flatMap((producer) => producer.send(topic, messages.slice(i, i + atOnce))),
          Effect.scoped,
          Effect.retry({ while: (error) => error.retryable, schedule: Schedule.spaced("300 millis") })
        )
    })
  /** Retried if the broker was busy. */
  const ask = <A>(effect: Effect.Effect<A, EventLogError, EventLog>) =>
    runtime.runPromise(
      effect.pipe(
        Effect.retry({ while: (error) => error.retryable, schedule: Schedule.spaced("300 millis"), times: 100 })
      )
    )
  return {
    send: (records) => runtime.runPromise(Effect.flatMap(registerSchemas(), ({ newest }) => sendWith(newest, records))),
    sendForeign: (records) => runtime.runPromise(Effect.flatMap(registerForeign, (ids) => sendWith(ids, records))),
    sendFirstVersion: (records) =>
      runtime.runPromise(
        Effect.flatMap(registerAll, (ids) =>
          sendRaw(
            records.map((known) => ({
              key: known.recordId,
              value: frame(ids.get(known.kind)?.[0] as number, encodeFirst(known))
            }))
          )
        )
      ),
    sendRaw: (messages) => runtime.runPromise(sendRaw(messages)),
    register: (subject, text) =>
      runtime.runPromise(Effect.flatMap(SchemaRegistry, (registry) => registry.register(subject, text))),
    schemaIds: () => runtime.runPromise(registerAll),
    messages: (records) => runtime.runPromise(Effect.map(registerSchemas(), ({ newest }) => encode(newest, records))),
    endOffsets: () => ask(Effect.flatMap(EventLog, (log) => log.endOffsets([topic]))),
    committed: (groupId = defaultPipelineOptions.groupId) =>
      ask(Effect.flatMap(EventLog, (log) => log.committed(groupId, [topic]))),
    follow: (before, next) =>
      ask(
        Effect.gen(function* () {
          const log = yield* EventLog
          const committed = yield* log.committed(before, [topic])
          const others = (yield* log.topics(topicPrefix)).filter((other) => other !== topic)
          const offsets = [...committed, ...(yield* log.endOffsets(others))]
          yield* log.resetOffsets(
            next,
            offsets.filter(({ offset }) => offset >= 0)
          )
        })
      ),
    close: () => runtime.dispose()
  }
}
