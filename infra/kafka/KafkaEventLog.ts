/** The layer of `EventLog` over Kafka. */
import { Effect, Layer } from "effect"
import {
  type ConsumeOptions,
  EventLog,
  type EventLogError,
  type Identity,
  type PartitionOffset,
  type ProduceRecord,
  type SentRange
} from "../../ports/EventLog.ts"
import { SendsTraces, traceHeader, traceOf } from "../../ports/Traces.ts"
import { type KafkaConnection, makeKafka } from "./KafkaConnection.ts"
import { consume } from "./KafkaConsumer.ts"
import { withAdmin } from "./KafkaEventLogAdmin.ts"
import { attempt } from "./KafkaFailure.ts"
import * as Offsets from "./KafkaOffsets.ts"
import { readAt } from "./KafkaReadAt.ts"
import { pinning, sendAll } from "./kafkajs/sendAll.ts"

/** kafkajs sends one request per call. Brokers accept 1 MB by default; half of it leaves room for one large record. */
const bytesPerRequest = 400_000

const batches = function* (records: ReadonlyArray<ProduceRecord>) {
  let batch: Array<ProduceRecord> = []
  let size = 0
  for (const record of records) {
    const length = record.value?.length ?? 0
    if (size + length > bytesPerRequest && batch.length > 0) {
      yield batch
      batch = []
      size = 0
    }
    batch.push(record)
    // A record's framing takes about 20 bytes, a key 36.
    size += length + 60
  }
  if (batch.length > 0) yield batch
}

const bytes = (value: Uint8Array | string | null) =>
  typeof value === "string" || value === null ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength)

const producer = (connection: KafkaConnection) =>
  Effect.fn("EventLog.producer")(function* (identity: Identity) {
    const kafka = makeKafka(connection, { identity, clientId: "corridor-submit" })
    const client = kafka.producer({
      idempotent: true,
      allowAutoTopicCreation: false,
      createPartitioner: pinning,
      retry: { initialRetryTime: 200, maxRetryTime: 5_000, retries: 8 }
    })
    yield* Effect.acquireRelease(
      attempt("connect", () => client.connect()),
      () => Effect.ignore(attempt("close", () => client.disconnect()))
    )
    const send = Effect.fn("EventLog.send")(function* (topic: string, records: ReadonlyArray<ProduceRecord>) {
      const ranges: Array<SentRange> = []
      const headers = (yield* SendsTraces)
        ? { [traceHeader]: traceOf(yield* Effect.orDie(Effect.currentSpan)) }
        : undefined
      for (const batch of batches(records)) {
        const messages = batch.map(({ key, value }) => ({
          key: bytes(key),
          value: bytes(value) as Buffer | null,
          ...(headers === undefined ? {} : { headers })
        }))
        ranges.push(...(yield* attempt("send records", () => sendAll(client, topic, messages))))
      }
      return ranges
    })
    return { send }
  })

export interface EventLogOptions {
  readonly connection: KafkaConnection
  /** The pipeline's identity. */
  readonly identity: Identity
}

export const layer = ({ connection, identity }: EventLogOptions): Layer.Layer<EventLog> =>
  Layer.sync(EventLog, () => {
    const kafka = makeKafka(connection, { identity, clientId: "corridor-pipeline" })
    return EventLog.of({
      consume: <E, R>(options: ConsumeOptions<E, R>) =>
        Effect.scoped(
          consume((own) => makeKafka(connection, { identity, clientId: "corridor-pipeline", ...own }), options)
        ) as Effect.Effect<never, E | EventLogError, R>,
      producer: producer(connection),
      ownProducer: producer(connection)(identity),
      topics: Effect.fn("EventLog.topics")((prefix: string) => Offsets.topicsWith(kafka, prefix)),
      endOffsets: Effect.fn("EventLog.endOffsets")((topics: ReadonlyArray<string>) =>
        Offsets.endOffsets(kafka, topics)
      ),
      startOffsets: Effect.fn("EventLog.startOffsets")((topics: ReadonlyArray<string>) =>
        Offsets.startOffsets(kafka, topics)
      ),
      committed: Effect.fn("EventLog.committed")((groupId: string, topics: ReadonlyArray<string>) =>
        Offsets.committed(kafka, groupId, topics)
      ),
      resetOffsets: Effect.fn("EventLog.resetOffsets")((groupId: string, offsets: ReadonlyArray<PartitionOffset>) =>
        Offsets.resetOffsets(kafka, groupId, offsets)
      ),
      readAt: Effect.fn("EventLog.readAt")((topic: string, partition: number, offsets: ReadonlyArray<number>) =>
        readAt(kafka, topic, partition, offsets)
      ),
      ping: withAdmin(kafka, "answer", (admin) => admin.describeCluster()).pipe(Effect.asVoid)
    })
  })
