/**
 * kafkajs fetches whole record batches and leaves reading them to us.
 *
 * Of a fetch it looks at offsets, at transactions and at what is a control record, and for that it makes objects of every
 * record, key and header: two microseconds a record, twice what the rest of the pipeline takes. Here the function that does so
 * is replaced: what kafkajs holds for messages are record batches (`RawBatch`), and `batchOf` reads the records themselves.
 *
 * Memory is used again. A partition's records are copied out of the answer into a buffer that is given back when they are stored
 * (`LogBatch.release`), and with the last of them the answer's own buffer is free. Were both left to the garbage collector, it would mark
 * all objects anew nine times in a million records.
 */
import { createRequire } from "node:module"
import type { Batch } from "kafkajs"
import type { LogBatch } from "../../ports/LogBatch.ts"
import { BufferPool } from "../process/BufferPool.ts"
import { giveAnswer } from "./KafkaAnswers.ts"
import { logBatch, type RawBatch, rawBatches } from "./RecordSet.ts"

interface Decoder {
  readInt32(): number
  canReadBytes(length: number): boolean
  readBytes(length: number): Buffer
}

const require = createRequire(import.meta.url)
const name = "kafkajs/src/protocol/requests/fetch/v4/decodeMessages"

/** A smaller set of records is not worth a buffer of its own that is kept. */
const smallSet = 128 * 1024
/** As many sets as batches of a few busy partitions are made of. */
const sets = new BufferPool(12, { isShared: true })

/** A copy of a partition's records, and how its memory is given back. */
const keep = (set: Buffer): readonly [Buffer, (() => void) | undefined] => {
  if (set.length < smallSet) return [Buffer.from(set), undefined]
  let lent: Buffer | undefined = sets.take(set.length)
  // `copy` goes word by word where memory is shared, and takes three times as long.
  const copy = lent.fill(set, 0, set.length).subarray(0, set.length)
  return [
    copy,
    () => {
      if (lent !== undefined) sets.give(lent)
      lent = undefined
    }
  ]
}

const decode = async (decoder: Decoder): Promise<ReadonlyArray<RawBatch>> => {
  const size = decoder.readInt32()
  if (size <= 0 || !decoder.canReadBytes(size)) return []
  return rawBatches(...keep(decoder.readBytes(size)))
}

// The answers of all fetch versions that brokers speak today ask for this module at the first fetch.
require(name)
const module = require.cache[require.resolve(name)]
if (module === undefined) throw new Error("kafkajs 2.2.4 is laid out otherwise than this file knows it")
module.exports = decode

interface FetchAnswers {
  decode(answer: Buffer): Promise<unknown>
}

/** Versions whose answers are read by the function above. */
const versions = [4, 5, 6, 7, 8, 9, 10, 11]
const readers = new Set(
  versions.map((v) => require(`kafkajs/src/protocol/requests/fetch/v${v}/response`) as FetchAnswers)
)
for (const reader of readers) {
  const read = reader.decode
  reader.decode = async (answer) => {
    const found = await read(answer)
    giveAnswer(answer)
    return found
  }
}

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
