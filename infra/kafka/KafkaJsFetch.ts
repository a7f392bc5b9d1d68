/**
 * kafkajs fetches whole record batches and leaves reading them to us.
 *
 * Of a fetch it looks at offsets, at transactions and at what is a control record, and for that it makes objects of every
 * record, key and header: two microseconds a record, twice what the rest of the pipeline takes. Here the function that does so
 * is replaced: what kafkajs holds for messages are record batches (`RawBatch`), and `batchOf` reads the records themselves.
 */
import { createRequire } from "node:module"
import type { Batch } from "kafkajs"
import type { LogBatch } from "../../ports/LogBatch.ts"
import { logBatch, type RawBatch, rawBatches } from "./RecordSet.ts"

interface Decoder {
  readInt32(): number
  canReadBytes(length: number): boolean
  readBytes(length: number): Buffer
}

const require = createRequire(import.meta.url)
const name = "kafkajs/src/protocol/requests/fetch/v4/decodeMessages"

const decode = async (decoder: Decoder): Promise<ReadonlyArray<RawBatch>> => {
  const size = decoder.readInt32()
  if (size <= 0 || !decoder.canReadBytes(size)) return []
  return rawBatches(decoder.readBytes(size))
}

// The answers of all fetch versions that brokers speak today ask for this module at the first fetch.
require(name)
const module = require.cache[require.resolve(name)]
if (module === undefined) throw new Error("kafkajs 2.2.4 is laid out otherwise than this file knows it")
module.exports = decode

/** The records that a fetch brought of a partition, from the offset that was asked for. */
export const batchOf = (batch: Batch): LogBatch => {
  const { topic, partition, messages, fetchedOffset } = batch as unknown as {
    readonly topic: string
    readonly partition: number
    readonly messages: ReadonlyArray<RawBatch>
    readonly fetchedOffset: string
  }
  return logBatch(topic, partition, messages, Number(fetchedOffset))
}
