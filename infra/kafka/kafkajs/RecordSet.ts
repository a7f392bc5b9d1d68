/**
 * Decodes Kafka's record batches (format v2) into columns, without an object per record. Source: Apache Kafka documentation, "Record
 * Batch".
 *
 * A broker verifies the checksum of a batch that it receives, and sends what its disk has without looking at it. So the checksum is verified here: a flipped bit
 * would be another year or country. Every length is checked against the available bytes.
 */
import { createRequire } from "node:module"
import { gunzipSync, zstdDecompressSync } from "node:zlib"
import { EventLogError } from "../../../ports/EventLog.ts"
import { absent, columnBytes, LogBatch, makeColumns } from "../../../ports/LogBatch.ts"
import { traceHeader } from "../../../ports/Traces.ts"
import { BufferPool } from "../../process/BufferPool.ts"

/** One record batch of a fetch. kafkajs receives these in place of messages. */
export interface RawBatch {
  /** Offset of the batch's last record. */
  readonly offset: string
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean }
  readonly isControlRecord: boolean
  /** The type of a control batch; otherwise null. */
  readonly key: Buffer | null
  readonly baseOffset: number
  readonly baseTimestamp: number
  /** The timestamp of all records, if the topic uses the broker's append time. */
  readonly appendTime: number | undefined
  readonly count: number
  readonly codec: number
  /** The records, compressed with `codec`. */
  readonly records: Buffer
  /** Returns the buffer of all batches of this partition's fetch to the pool. */
  readonly free?: (() => void) | undefined
  /** What is wrong with the partition's records, in place of records: Kafka's name, or `nothingSent`. */
  readonly damage?: string | undefined
}

/** The checksum of record batches is CRC-32C (RFC 3720). `zlib.crc32` has another polynomial. */
const crc32c = createRequire(import.meta.url)("crc-32/crc32c") as typeof import("crc-32")

const headerBytes = 61
const magic = 2

/** Maximum decompressed size of one batch. */
const maxUnpacked = 64 * 1024 * 1024

const damaged = () =>
  new EventLogError({
    operation: "read records",
    retryable: false,
    message: "Kafka sent a malformed record batch"
  })

/** The damage of a partition that has records of which the broker sends none. */
export const nothingSent = "the broker sends none of its records"

/** Returns a batch that stands for records which the broker cannot send. `logBatch` fails with it. */
export const damagedBatch = (damage: string): RawBatch => ({
  // After every offset, so that kafkajs delivers it.
  offset: String(Number.MAX_SAFE_INTEGER),
  batchContext: { producerId: "-1", inTransaction: false },
  isControlRecord: false,
  key: null,
  baseOffset: Number.MAX_SAFE_INTEGER,
  baseTimestamp: 0,
  appendTime: undefined,
  count: 0,
  codec: 0,
  records: Buffer.alloc(0),
  damage
})

/** A read position. One cursor is used for a whole batch. */
interface Cursor {
  readonly bytes: Buffer
  at: number
}

const readVarint = (cursor: Cursor): number => {
  const { bytes } = cursor
  let at = cursor.at
  let byte = bytes[at++] as number
  if (byte < 0x80) {
    cursor.at = at
    return (byte >>> 1) ^ -(byte & 1)
  }
  let value = byte & 0x7f
  let scale = 128
  do {
    if (at >= bytes.length || scale > 0x4000_0000_0000) throw damaged()
    byte = bytes[at++] as number
    value += (byte & 0x7f) * scale
    scale *= 128
  } while (byte >= 0x80)
  cursor.at = at
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}

/** Returns the key of a control batch, which states whether a transaction was committed or aborted. */
const controlKey = (records: Buffer): Buffer | null => {
  const cursor = { bytes: records, at: 0 }
  readVarint(cursor)
  cursor.at += 1
  readVarint(cursor)
  readVarint(cursor)
  const length = readVarint(cursor)
  return length < 0 ? null : records.subarray(cursor.at, cursor.at + length)
}

/** Returns whether the batch from `at` on to before `end` is as its producer made it. The checksum covers what follows it. */
const isWhole = (set: Buffer, at: number, end: number): boolean =>
  set.readInt32BE(at + 17) === crc32c.buf(set.subarray(at + 21, end))

/** Returns the complete record batches of a partition's response. A truncated last one is fetched again. */
export const rawBatches = (set: Buffer, free?: () => void): ReadonlyArray<RawBatch> => {
  const batches: Array<RawBatch> = []
  for (let at = 0; at + headerBytes <= set.length; ) {
    const length = set.readInt32BE(at + 8)
    const end = at + 12 + length
    if (length < headerBytes - 12 || set[at + 16] !== magic || (end <= set.length && !isWhole(set, at, end))) {
      // What precedes the damage is delivered. The next fetch begins with the damage.
      if (batches.length > 0) return batches
      free?.()
      return [damagedBatch("CORRUPT_MESSAGE")]
    }
    if (end > set.length) break
    const attributes = set.readInt16BE(at + 21)
    const isControlRecord = (attributes & 0x20) !== 0
    const baseOffset = Number(set.readBigInt64BE(at))
    const records = set.subarray(at + headerBytes, end)
    batches.push({
      offset: String(baseOffset + set.readInt32BE(at + 23)),
      batchContext: { producerId: String(set.readBigInt64BE(at + 43)), inTransaction: (attributes & 0x10) !== 0 },
      isControlRecord,
      key: isControlRecord ? controlKey(records) : null,
      baseOffset,
      baseTimestamp: Number(set.readBigInt64BE(at + 27)),
      appendTime: (attributes & 0x8) !== 0 ? Number(set.readBigInt64BE(at + 35)) : undefined,
      count: set.readInt32BE(at + 57),
      codec: attributes & 0x7,
      records,
      free
    })
    at = end
  }
  return batches
}

/**
 * Returns the batches as far as they follow each other from `offset` on; if not even the first does, one that stands for the damage. No checksum covers the
 * offset of a batch. Topics of partners are never compacted, so there are no gaps.
 */
export const inOrder = (batches: ReadonlyArray<RawBatch>, offset: number): ReadonlyArray<RawBatch> => {
  let next = offset
  const wrong = batches.findIndex(({ baseOffset, offset: last, damage }, i) => {
    const follows = i === 0 ? baseOffset <= next && Number(last) >= next : baseOffset === next
    next = Number(last) + 1
    return !follows && damage === undefined
  })
  if (wrong < 0) return batches
  if (wrong > 0) return batches.slice(0, wrong)
  batches[0]?.free?.()
  return [damagedBatch("a record batch has the offset of another one")]
}

const codecs = ["none", "gzip", "snappy", "lz4", "zstd"]

const unpack = ({ codec, records }: RawBatch): Buffer => {
  const limit = { maxOutputLength: maxUnpacked }
  if (codec === 0) return records
  if (codec === 1) return gunzipSync(records, limit)
  if (codec === 4) return zstdDecompressSync(records, limit)
  throw new EventLogError({
    operation: "read records",
    retryable: false,
    message: `Kafka sent records compressed with ${codecs[codec] ?? "an unknown codec"}, which is not supported. Set compression.type=uncompressed on the topic, so that the broker decompresses them`
  })
}

const isPacked = ({ codec }: RawBatch) => codec !== 0

/** Returns the records of all batches in one buffer, and the start of each batch's records. */
const together = (batches: ReadonlyArray<RawBatch>): readonly [Buffer, ReadonlyArray<number>] => {
  const [first] = batches
  const last = batches.at(-1)
  if (first === undefined || last === undefined) return [Buffer.alloc(0), []]
  if (!batches.some(isPacked)) {
    // They are contiguous in one response.
    const from = first.records.byteOffset
    const whole = Buffer.from(first.records.buffer, from, last.records.byteOffset + last.records.length - from)
    return [whole, batches.map(({ records }) => records.byteOffset - from)]
  }
  const parts = batches.map(unpack)
  let at = 0
  const starts = parts.map(({ length }) => {
    at += length
    return at - length
  })
  return [Buffer.concat(parts), starts]
}

const traceForm = new RegExp(`${traceHeader}.(00-[0-9a-f]{32}-[0-9a-f]{16}-0[01])`, "s")

/** Returns the trace of a record, by the first bytes of its headers. All other headers are skipped. */
const traceIn = (headers: Buffer): string | undefined => traceForm.exec(headers.toString("latin1", 0, 200))?.[1]

/** Memory for columns. It is returned together with the records' buffer. */
const columnMemory = new BufferPool(12)

/** Returns the records of `batches` from `fromOffset` on, as columns. */
export const logBatch = (
  topic: string,
  partition: number,
  batches: ReadonlyArray<RawBatch>,
  fromOffset: number
): LogBatch => {
  const broken = batches.find(({ damage }) => damage !== undefined)?.damage
  if (broken !== undefined)
    throw new EventLogError({
      operation: "read records",
      retryable: false,
      state: broken,
      message: `Kafka could not read records: ${broken}`
    })
  const [bytes, starts] = together(batches)
  const most = batches.reduce((sum, { count }) => sum + count, 0)
  // Check the count before memory is allocated for it. A record takes at least seven bytes.
  if (most < 0 || most * 7 > bytes.length) throw damaged()
  // Decompressed records are in their own memory, not in the pooled buffer.
  const free = batches.some(isPacked) ? undefined : batches[0]?.free
  let memory = free === undefined ? undefined : columnMemory.take(columnBytes * most)
  const columns = makeColumns(bytes, most, memory?.buffer)
  const cursor: Cursor = { bytes, at: 0 }
  let trace: string | undefined
  let n = 0
  batches.forEach(({ baseOffset, baseTimestamp, appendTime, count }, b) => {
    cursor.at = starts[b] as number
    for (let i = 0; i < count; i++) {
      const length = readVarint(cursor)
      const end = cursor.at + length
      if (length < 0 || end > bytes.length) throw damaged()
      cursor.at += 1
      const timestamp = appendTime ?? baseTimestamp + readVarint(cursor)
      if (appendTime !== undefined) readVarint(cursor)
      const offset = baseOffset + readVarint(cursor)
      const keyLength = readVarint(cursor)
      const keyStart = cursor.at
      if (keyLength > 0) cursor.at += keyLength
      const valueLength = readVarint(cursor)
      if (cursor.at + Math.max(valueLength, 0) > end) throw damaged()
      if (offset >= fromOffset) {
        columns.offsets[n] = offset
        columns.timestamps[n] = timestamp
        columns.keyStarts[n] = keyStart
        columns.keyLengths[n] = keyLength < 0 ? absent : keyLength
        columns.valueStarts[n] = cursor.at
        columns.valueLengths[n] = valueLength < 0 ? absent : valueLength
        n++
      }
      const headers = cursor.at + Math.max(valueLength, 0)
      // Without headers only their number, 0, follows.
      if (trace === undefined && end - headers > 1) trace = traceIn(bytes.subarray(headers, end))
      cursor.at = end
    }
  })
  const giveBack =
    free === undefined
      ? undefined
      : () => {
          free()
          if (memory !== undefined) columnMemory.give(memory)
          memory = undefined
        }
  return new LogBatch(topic, partition, [{ ...columns, count: n, free: giveBack, trace }])
}
