/** The pipeline's job as one would write it plainly: kafkajs, avsc, createHmac, JSONEachRow by @clickhouse/client. */
import { createHmac } from "node:crypto"
import { createClient } from "@clickhouse/client"
import avro from "avsc"
import type { EachBatchPayload, KafkaMessage } from "kafkajs"
import { validate } from "../../../ingest/rules/Validate.ts"
import type { RouteRecord } from "../../../schemas/generated/types.ts"
import { presentRegion } from "../../../schemas/Places.ts"
import { kafkaOf, readJob, writeAnswer } from "../Job.ts"

const job = await readJob()
const key = Buffer.from(job.key, "base64")
const store = createClient({
  url: job.store?.url ?? "",
  username: job.store?.username ?? "",
  password: job.store?.password ?? ""
})

const types = new Map<number, avro.Type>()
const typeOf = async (id: number): Promise<avro.Type> => {
  const known = types.get(id)
  if (known !== undefined) return known
  const { schema } = (await (await fetch(`${job.registry}/schemas/ids/${id}`)).json()) as { schema: string }
  const type = avro.Type.forSchema(JSON.parse(schema))
  types.set(id, type)
  return type
}

const personOf = (reference: string) =>
  createHmac("sha256", key)
    .update(reference)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, "$1-$2-$3-$4-$5")

const stored = (region: string | null) => {
  if (region === null) return null
  const first = region.split("-", 2).join("-")
  return presentRegion(first) ?? first
}

const rowOf = (record: RouteRecord, partition: number, offset: string) => ({
  partner_id: job.partner,
  record_id: record.recordId.toLowerCase(),
  revision: record.revision,
  person: personOf(record.caseReference),
  key_version: 1,
  citizenship: [...new Set(record.citizenship)].sort(),
  "legs.country": record.legs.map((leg) => leg.country),
  "legs.region": record.legs.map((leg) => stored(leg.region)),
  "legs.role": record.legs.map((leg) => leg.role),
  "legs.year": record.legs.map((leg) => leg.year),
  "legs.month": record.legs.map((leg) => leg.month),
  "legs.transport": record.legs.map((leg) => leg.transport),
  "legs.borderCrossing": record.legs.map((leg) => leg.borderCrossing),
  "legs.flowMonitoringPoint": record.legs.map((leg) => leg.flowMonitoringPoint),
  "legs.intended": record.legs.map((leg) => leg.intended),
  movement: record.movement,
  kafka_partition: partition,
  kafka_offset: offset
})

const problemsOf = (record: RouteRecord, message: KafkaMessage) => {
  const problems = validate("route", record as unknown as Record<string, unknown>, Number(message.timestamp))
  if (problems.length > 0) return problems
  const sameKey = String(message.key).toLowerCase() === record.recordId.toLowerCase()
  return sameKey ? [] : [{ code: "key-mismatch", path: "" }]
}

let done = 0
let finish = () => {}
const finished = new Promise<void>((resolve) => (finish = resolve))

const eachBatch = async ({ batch, heartbeat, resolveOffset, commitOffsetsIfNecessary }: EachBatchPayload) => {
  const { topic, partition, messages } = batch
  const accepted: Array<object> = []
  const refused: Array<object> = []
  for (const message of messages) {
    const value = message.value as Buffer
    const type = await typeOf(value.readUInt32BE(1))
    const record = type.fromBuffer(value.subarray(5)) as RouteRecord
    const problems = problemsOf(record, message)
    if (problems.length === 0) accepted.push(rowOf(record, partition, message.offset))
    for (const { code, path } of problems)
      refused.push({
        topic,
        partition,
        offset: message.offset,
        sent_at: new Date(Number(message.timestamp)).toISOString().slice(0, -1).replace("T", " "),
        partner_id: job.partner,
        kind: "route",
        code,
        path
      })
  }
  await store.insert({ table: "corridor_raw.route_record", values: accepted, format: "JSONEachRow" })
  if (refused.length > 0)
    await store.insert({ table: "corridor_audit.quarantine", values: refused, format: "JSONEachRow" })
  const next = String(Number(batch.lastOffset()) + 1)
  resolveOffset(batch.lastOffset())
  await commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: next }] }] })
  await heartbeat()
  done += messages.length
  if (done >= job.records) finish()
}

const began = performance.now()
const consumer = kafkaOf(job).consumer({
  groupId: job.group,
  maxWaitTimeInMs: 250,
  maxBytesPerPartition: 4 * 1024 * 1024,
  maxBytes: 16 * 1024 * 1024
})
await consumer.connect()
await consumer.subscribe({ topic: job.topic, fromBeginning: true })
await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: 2, eachBatch })
await finished
writeAnswer({ seconds: (performance.now() - began) / 1000 })
await consumer.disconnect()
await store.close()
process.exit(0)
