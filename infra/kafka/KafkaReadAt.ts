/**
 * Reads records at given offsets of a partition by fetch requests to its leader, without a consumer group and without commits.
 *
 * kafkajs reads only as a member of a group. So the request is sent over a broker connection of kafkajs, and the response is decoded here.
 * One response serves all requested offsets that it contains. For an isolated offset only the record batch that contains it is fetched.
 */
import { Effect, Schedule } from "effect"
import type { Kafka } from "kafkajs"
import type { LogRecord } from "../../ports/LogBatch.ts"
import { type Cluster, withCluster } from "./KafkaCluster.ts"
import { attempt, kafkaErrorName } from "./KafkaFailure.ts"
import { internal } from "./kafkajs/internals.ts"
import { createErrorFromCode, Decoder, failure } from "./kafkajs/Protocol.ts"
import { damagedBatch, inOrder, logBatch, nothingSent, type RawBatch, rawBatches } from "./kafkajs/RecordSet.ts"

const fetchRequest = internal<(request: object) => unknown>("protocol/requests/fetch/v11/request")

/** Response size in bytes if the next requested offset is near. */
const manyBytes = 1024 * 1024
/** With a limit of one byte, the broker returns exactly one record batch. */
const oneBatch = 1
/** Offsets within this distance are read together. */
const nearOffsets = 1_000
const readUncommitted = 0
const offsetOutOfRange = 1

/**
 * Fetch Response (Version: 11), for one partition =>
 *   throttle_time_ms:INT32 error_code:INT16 session_id:INT32 [topic:STRING [partition:INT32 error_code:INT16
 *   high_watermark:INT64 last_stable_offset:INT64 log_start_offset:INT64 [producer_id:INT64 first_offset:INT64]
 *   preferred_read_replica:INT32 records:BYTES]]
 */
const responseFrom = (offset: number) => ({
  decode: async (raw: Buffer): Promise<ReadonlyArray<RawBatch>> => {
    const decoder = new Decoder(raw)
    decoder.readInt32()
    const error = decoder.readInt16()
    decoder.readInt32()
    if (failure(error)) throw createErrorFromCode(error)
    if (decoder.readInt32() < 1) return []
    decoder.readString()
    if (decoder.readInt32() < 1) return []
    decoder.readInt32()
    const errorCode = decoder.readInt16()
    if (errorCode === offsetOutOfRange) return []
    if (failure(errorCode)) throw createErrorFromCode(errorCode)
    const highWatermark = Number(decoder.readInt64())
    for (let i = 0; i < 2; i++) decoder.readInt64()
    for (let aborted = decoder.readInt32(); aborted > 0; aborted--) {
      decoder.readInt64()
      decoder.readInt64()
    }
    decoder.readInt32()
    const size = decoder.readInt32()
    if (size > 0) return inOrder(rawBatches(decoder.readBytes(size)), offset)
    // The broker always sends the first batch, however long it is.
    return highWatermark > offset ? [damagedBatch(nothingSent)] : []
  },
  parse: async (batches: ReadonlyArray<RawBatch>) => batches
})

interface LeaderCluster extends Cluster {
  addMultipleTargetTopics(topics: ReadonlyArray<string>): Promise<void>
  findLeaderForPartitions(topic: string, partitions: ReadonlyArray<number>): Readonly<Record<string, unknown>>
  findBroker(request: { readonly nodeId: string }): Promise<{
    readonly connectionPool: { send(call: unknown): Promise<ReadonlyArray<RawBatch>> }
  }>
}

/** Returns true if the topic no longer exists. */
const isNoTopic = (error: unknown) => kafkaErrorName(error) === "UNKNOWN_TOPIC_OR_PARTITION"

/** Returns the partition's leader; undefined if the partition does not exist. */
const leaderOf = async (cluster: LeaderCluster, topic: string, partition: number) => {
  try {
    await cluster.addMultipleTargetTopics([topic])
  } catch (error) {
    if (isNoTopic(error)) return undefined
    throw error
  }
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]))
  return nodeId === undefined ? undefined : cluster.findBroker({ nodeId })
}

/** Returns the records at `offsets` (in any order) that the partition still has, in offset order. */
export const readAt = (kafka: Kafka, topic: string, partition: number, offsets: ReadonlyArray<number>) =>
  attempt("read records at given offsets", () =>
    withCluster(kafka, async (cluster) => {
      const found: Array<LogRecord> = []
      const leader = await leaderOf(cluster as LeaderCluster, topic, partition)
      if (leader === undefined) return found
      let wanted = [...new Set(offsets)].sort((a, b) => a - b)
      for (let first = wanted[0]; first !== undefined; first = wanted[0]) {
        const maxBytes = (wanted[1] ?? Number.POSITIVE_INFINITY) - first <= nearOffsets ? manyBytes : oneBatch
        const request = fetchRequest({
          replicaId: -1,
          maxWaitTime: 500,
          minBytes: 1,
          maxBytes,
          isolationLevel: readUncommitted,
          topics: [{ topic, partitions: [{ partition, fetchOffset: first, maxBytes }] }]
        })
        const batches = await leader.connectionPool.send({ request, response: responseFrom(first) })
        const here = new Set(wanted)
        const last = batches.reduce((highest, { offset }) => Math.max(highest, Number(offset)), first)
        const records = batches.filter(({ isControlRecord }) => !isControlRecord)
        for (const record of logBatch(topic, partition, records, first).toRecords())
          if (here.has(record.offset)) found.push(record)
        // Offsets before the last returned record that were not returned no longer exist.
        wanted = wanted.filter((offset) => offset > last)
      }
      return found
    })
  ).pipe(
    // A retry finds a leader that has moved.
    Effect.retry({
      while: (error) => error.retryable,
      schedule: Schedule.max([Schedule.spaced("300 millis"), Schedule.recurs(10)])
    })
  )
