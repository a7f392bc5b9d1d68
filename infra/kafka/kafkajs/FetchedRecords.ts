/**
 * Replaces the decoding of fetch responses in kafkajs.
 *
 * kafkajs creates objects for every record, key and header, although it uses only offsets, transaction state and control records. That
 * costs more than the rest of the pipeline. Here its decoder returns whole record batches (`RawBatch`) in place of messages, and `batchOf`
 * reads the records from them.
 *
 * Buffers are reused, to save garbage collection. A partition's records are copied from the response into a pooled buffer, which is
 * returned when they are stored (`LogBatch.release`). The response's own buffer is returned as soon as all partitions are copied.
 */
import type { Batch } from "kafkajs"
import type { LogBatch } from "../../../ports/LogBatch.ts"
import { BufferPool } from "../../process/BufferPool.ts"
import { internal, replaceInternal } from "./internals.ts"
import { logBatch, type RawBatch, rawBatches } from "./RecordSet.ts"
import { giveAnswer } from "./Responses.ts"

interface Decoder {
  readInt32(): number
  canReadBytes(length: number): boolean
  readBytes(length: number): Buffer
}

/** Smaller sets of records do not use the pool. */
const smallSet = 128 * 1024
/** The pool has room for the batches of a few busy partitions. */
const sets = new BufferPool(12, { isShared: true })

/** Returns a copy of a partition's records, and the function that returns its buffer to the pool. */
const keep = (set: Buffer): readonly [Buffer, (() => void) | undefined] => {
  if (set.length < smallSet) return [Buffer.from(set), undefined]
  let pooled: Buffer | undefined = sets.take(set.length)
  // `fill` is faster than `copy` on shared memory.
  const copy = pooled.fill(set, 0, set.length).subarray(0, set.length)
  return [
    copy,
    () => {
      if (pooled !== undefined) sets.give(pooled)
      pooled = undefined
    }
  ]
}

const decode = async (decoder: Decoder): Promise<ReadonlyArray<RawBatch>> => {
  const size = decoder.readInt32()
  if (size <= 0 || !decoder.canReadBytes(size)) return []
  return rawBatches(...keep(decoder.readBytes(size)))
}

// The response decoders of all fetch versions in use require this module at the first fetch.
replaceInternal("protocol/requests/fetch/v4/decodeMessages", decode)

interface FetchAnswers {
  decode(answer: Buffer): Promise<unknown>
}

/** Fetch versions whose responses use the decoder above. */
const versions = [4, 5, 6, 7, 8, 9, 10, 11]
const readers = new Set(versions.map((v) => internal<FetchAnswers>(`protocol/requests/fetch/v${v}/response`)))
for (const reader of readers) {
  const read = reader.decode
  reader.decode = async (answer) => {
    const found = await read(answer)
    giveAnswer(answer)
    return found
  }
}

/** Returns the fetched records of a partition, from the requested offset on. */
export const batchOf = (batch: Batch): LogBatch => {
  const { topic, partition, messages, fetchedOffset } = batch as unknown as {
    readonly topic: string
    readonly partition: number
    readonly messages: ReadonlyArray<RawBatch>
    readonly fetchedOffset: string
  }
  return logBatch(topic, partition, messages, Number(fetchedOffset))
}
