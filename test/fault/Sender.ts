/** Puts known records into a partner's topic, as a program of the partner would. */
import { Effect, Layer, ManagedRuntime, Redacted, Schedule } from "effect"
import * as Parts from "../../infra/stack/Parts.ts"
import { topicOfPartner } from "../../ingest/partners/PartnerTopic.ts"
import { defaultPipelineOptions } from "../../ingest/pipeline/Pipeline.ts"
import { writers } from "../../ingest/wire/RecordCodec.ts"
import { registerSchemas } from "../../ingest/wire/RegisterSchemas.ts"
import { frame } from "../../ingest/wire/WireFormat.ts"
import { EventLog, type PartitionOffset } from "../../ports/EventLog.ts"
import { SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { recordSchema } from "../../schemas/RecordSchemas.ts"
import type { KnownRecord } from "./KnownRecords.ts"
import type { logAndRegistry } from "./StackSettings.ts"

export interface Sender {
  /** Sends again what the broker did not acknowledge, for as long as it takes: a record may lie in the topic twice. */
  readonly send: (records: ReadonlyArray<KnownRecord>) => Promise<void>
  /** The same, under schema ids of another subject whose schemas differ in their documentation only. */
  readonly sendForeign: (records: ReadonlyArray<KnownRecord>) => Promise<void>
  /** Of the partner's topic. */
  readonly endOffsets: () => Promise<ReadonlyArray<PartitionOffset>>
  /** Of the pipeline's group. */
  readonly committed: () => Promise<ReadonlyArray<PartitionOffset>>
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

export const openSender = (settings: ReturnType<typeof logAndRegistry>, partner: string): Sender => {
  const identity = {
    username: settings.CORRIDOR_KAFKA_USERNAME,
    password: Redacted.make(settings.CORRIDOR_KAFKA_PASSWORD)
  }
  const brokers = settings.CORRIDOR_KAFKA_BROKERS.split(",")
  const runtime = ManagedRuntime.make(
    Layer.merge(
      Parts.outsideLog({ brokers, tls: false, ca: undefined, ...identity }),
      Parts.outsideRegistry({ url: settings.CORRIDOR_REGISTRY_URL, token: undefined })
    )
  )
  const topic = topicOfPartner(partner)
  const sendWith = (ids: ReadonlyMap<string, number>, records: ReadonlyArray<KnownRecord>) =>
    Effect.gen(function* () {
      const log = yield* EventLog
      const values = records.map(({ kind, recordId, record }) => ({
        key: recordId,
        value: frame(ids.get(kind) as number, writers.get(kind)?.encode(record) as Uint8Array)
      }))
      for (let i = 0; i < values.length; i += atOnce)
        yield* log.producer(identity).pipe(
          Effect.flatMap((producer) => producer.send(topic, values.slice(i, i + atOnce))),
          Effect.scoped,
          Effect.retry({ while: (error) => error.retryable, schedule: Schedule.spaced("300 millis") })
        )
    })
  return {
    send: (records) => runtime.runPromise(Effect.flatMap(registerSchemas(), ({ newest }) => sendWith(newest, records))),
    sendForeign: (records) => runtime.runPromise(Effect.flatMap(registerForeign, (ids) => sendWith(ids, records))),
    endOffsets: () => runtime.runPromise(Effect.flatMap(EventLog, (log) => log.endOffsets([topic]))),
    committed: () =>
      runtime.runPromise(Effect.flatMap(EventLog, (log) => log.committed(defaultPipelineOptions.groupId, [topic]))),
    close: () => runtime.dispose()
  }
}
