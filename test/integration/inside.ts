/** What tests look at or do behind the command line: the running stack's store and log. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import avro from "avsc"
import { Effect, Layer, Redacted } from "effect"
import { stackLayer } from "../../infra/stack/Stack.ts"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { readSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import { topicOfPartner } from "../../ingest/partners/PartnerTopic.ts"
import { defaultPipelineOptions } from "../../ingest/pipeline/Pipeline.ts"
import { registerSchemas } from "../../ingest/wire/RegisterSchemas.ts"
import { frame } from "../../ingest/wire/WireFormat.ts"
import { EventLog } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import { SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { recordSchema } from "../../schemas/RecordSchemas.ts"
import type { BrokenMessage } from "../fixtures/brokenMessages.ts"
import { messageOf, type TestRecord } from "../fixtures/messages.ts"
import { silent } from "./TestStack.ts"

const inside = (data: string) =>
  stackLayer({ data, needs: ["log", "registry", "warehouse"] }).pipe(
    Layer.provide(Layer.merge(silent, NodeServices.layer))
  )

/** The store alone: connections to Kafka take longer than most statements. */
const insideStore = (data: string) =>
  stackLayer({ data, needs: ["warehouse"] }).pipe(Layer.provide(Layer.merge(silent, NodeServices.layer)))

/** Rows of a statement on the stack's store. */
export const query = <Row>(data: string, sql: string): Promise<ReadonlyArray<Row>> =>
  Effect.runPromise(
    Effect.flatMap(Warehouse, (warehouse) => warehouse.query<Row>(sql)).pipe(Effect.provide(insideStore(data)))
  )

/** Sets the pipeline's group back to the beginning of the partners' topics. */
export const offsetsToStart = (data: string, partners: ReadonlyArray<string>): Promise<void> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const log = yield* EventLog
      const starts = yield* log.startOffsets(partners.map(topicOfPartner))
      yield* log.resetOffsets(defaultPipelineOptions.groupId, starts)
    }).pipe(Effect.provide(inside(data)))
  )

/** Sends records and raw messages with the partner's own Kafka identity. Returns how many. */
export const produceAs = (
  data: string,
  partner: string,
  {
    records,
    messages
  }: { readonly records: ReadonlyArray<TestRecord>; readonly messages: ReadonlyArray<BrokenMessage> }
): Promise<number> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const log = yield* EventLog
      const { newest } = yield* registerSchemas()
      const secrets = yield* readSecrets(join(data, "keys"), PartnerId.make(partner))
      const producer = yield* log.producer(secrets.identity)
      const frameAs = (value: Uint8Array, id: number) => {
        const copy = Uint8Array.from(value)
        new DataView(copy.buffer).setUint32(1, id)
        return copy
      }
      const sent = [
        ...records.map(({ kind, record }) => ({
          key: String(record["recordId"]),
          value: frameAs(messageOf({ kind, record }, 0).value as Uint8Array, newest.get(kind) as number)
        })),
        ...messages.map(({ code, message }) => ({
          key: message.key,
          value:
            message.value === null || message.value[0] !== 0 || message.value.length < 5 || code === "schema-unknown"
              ? message.value
              : frameAs(message.value, newest.get("route") as number)
        }))
      ]
      yield* producer.send(topicOfPartner(partner), sent)
      return sent.length
    }).pipe(Effect.scoped, Effect.provide(Layer.merge(inside(data), NodeServices.layer)))
  )

/** All keys and values of a topic as text, read from the log's files. */
export const produced = (data: string, topic: string): Promise<string> =>
  Promise.resolve(
    readdirSync(join(data, "kafka", "storage"))
      .filter((folder) => folder.startsWith(`${topic}-`))
      .flatMap((folder) =>
        readdirSync(join(data, "kafka", "storage", folder)).map((file) => join(data, "kafka", "storage", folder, file))
      )
      .map((file) => readFileSync(file, "latin1"))
      .join("\n")
  )

/** A topic with a partner's name that no partner was made for, and a message in it. */
export const strangersMessage = (data: string, stranger: string, value: Uint8Array): Promise<void> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const admin = yield* EventLogAdmin
      const identity = { username: stranger, password: Redacted.make("a password of this test") }
      yield* admin.ensureTopic(topicOfPartner(stranger), 1)
      yield* admin.grantPartner(identity, topicOfPartner(stranger))
      const producer = yield* (yield* EventLog).producer(identity)
      yield* producer.send(topicOfPartner(stranger), [{ key: "CANARY", value }])
    }).pipe(Effect.scoped, Effect.provide(inside(data)))
  )

/** Sends a record of an old version of its schema, like a partner with old software. */
export const produceOldVersion = (
  data: string,
  partner: string,
  record: Readonly<Record<string, unknown>>
): Promise<void> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const registry = yield* SchemaRegistry
      const { subject, versions } = recordSchema("route")
      const text = versions[0]?.text as string
      const id = yield* registry.register(subject, text)
      const body = avro.Type.forSchema(JSON.parse(text) as avro.Schema).toBuffer(record)
      const secrets = yield* readSecrets(join(data, "keys"), PartnerId.make(partner))
      const producer = yield* (yield* EventLog).producer(secrets.identity)
      yield* producer.send(topicOfPartner(partner), [{ key: String(record["recordId"]), value: frame(id, body) }])
    }).pipe(Effect.scoped, Effect.provide(Layer.merge(inside(data), NodeServices.layer)))
  )
