/** Kafka's record batches read as columns, against what kafkajs itself writes and reads: its encoder and decoder share no code with ours. */
import { createRequire } from "node:module"
import { zstdCompressSync } from "node:zlib"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { inOrder, logBatch, rawBatches } from "../../../infra/kafka/kafkajs/RecordSet.ts"

const require = createRequire(import.meta.url)
const { RecordBatch } = require("kafkajs/src/protocol/recordBatch/v0") as {
  RecordBatch: (options: object) => Promise<{ buffer: Buffer }>
}
const Record = require("kafkajs/src/protocol/recordBatch/record/v0") as (options: object) => { buffer: Buffer }

const kafkajsChecksum = require("kafkajs/src/protocol/recordBatch/crc32C") as (bytes: Buffer) => number

/** Gives a batch that was changed the checksum that its producer would have given it. */
const sealed = (batch: Buffer): Buffer => {
  batch.writeUInt32BE(kafkajsChecksum(batch.subarray(21)) >>> 0, 17)
  return batch
}

interface Sent {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: { readonly [name: string]: string }
  /** Milliseconds after the batch's first. */
  readonly delta: number
}

const firstTimestamp = 1_700_000_000_000

const encode = async (all: ReadonlyArray<Sent>, baseOffset: number, codec: number, flags: object = {}) => {
  const records = all.map(({ key, value, headers, delta }, offsetDelta) =>
    Record({ offsetDelta, timestampDelta: delta, key, value, headers })
  )
  const { buffer } = await RecordBatch({
    compression: codec,
    firstTimestamp,
    maxTimestamp: firstTimestamp + Math.max(...all.map(({ delta }) => delta)),
    lastOffsetDelta: records.length - 1,
    records,
    ...flags
  })
  const bytes = Buffer.from(buffer)
  bytes.writeBigInt64BE(BigInt(baseOffset), 0)
  return bytes
}

const part = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  fc.constant(null)
)
const sent: fc.Arbitrary<Sent> = fc.record({
  key: part,
  value: part,
  headers: fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.string({ maxLength: 8 }), { maxKeys: 2 }),
  delta: fc.integer({ min: 0, max: 5_000_000 })
})
const batches = fc.array(
  fc.record({
    records: fc.array(sent, { minLength: 1, maxLength: 20 }),
    codec: fc.constantFrom(0, 1),
    gap: fc.integer({ min: 0, max: 1_000_000 })
  }),
  { minLength: 1, maxLength: 4 }
)

const plain = ({ key, value }: { key: Uint8Array | null; value: Uint8Array | null }) => ({
  key: key === null ? null : Buffer.from(key).toString("hex"),
  value: value === null ? null : Buffer.from(value).toString("hex")
})

describe("RecordSet", () => {
  it("reads what kafkajs writes: keys, values, offsets and times, packed or not, with headers", async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.nat(50), async (all, skip) => {
        const parts: Array<Buffer> = []
        const expected: Array<object> = []
        let offset = 7
        for (const { records, codec, gap } of all) {
          parts.push(await encode(records, offset, codec))
          for (const [i, record] of records.entries())
            expected.push({ offset: offset + i, timestamp: firstTimestamp + record.delta, ...plain(record) })
          offset += records.length + gap
        }
        const read = logBatch("t", 3, rawBatches(Buffer.concat(parts)), 7 + skip)
        assert.deepStrictEqual(
          read.toRecords().map(({ topic, partition, offset: at, timestamp, ...rest }) => {
            assert.deepStrictEqual([topic, partition], ["t", 3])
            return { offset: at, timestamp, ...plain(rest) }
          }),
          expected.filter((record) => (record as { offset: number }).offset >= 7 + skip)
        )
      }),
      { numRuns: 100 }
    )
  })

  it("lent memory is released with the last record, and not if the records were decompressed into other memory", async () => {
    const records = ["a", "b", "c"].map((value) => ({ key: null, value: Buffer.from(value), headers: {}, delta: 0 }))
    for (const codec of [0, 1]) {
      const set = Buffer.concat([await encode(records, 0, codec), await encode(records, 3, codec)])
      let given = 0
      const read = logBatch(
        "t",
        0,
        rawBatches(set, () => given++),
        1
      )
      assert.deepStrictEqual([read.count, read.offset(0)], [5, 1])
      const [first, rest] = [read.slice(0, 4), read.slice(4, 5)]
      first.release()
      assert.strictEqual(given, 0)
      rest.release()
      assert.strictEqual(given, codec === 0 ? 1 : 0)
    }
  })

  it("a last batch that is cut off is left for the next fetch", async () => {
    const one = await encode([{ key: null, value: Buffer.from("a"), headers: {}, delta: 0 }], 0, 0)
    const two = await encode([{ key: null, value: Buffer.from("b"), headers: {}, delta: 0 }], 1, 0)
    for (let cut = 1; cut <= two.length; cut++) {
      const read = logBatch("t", 0, rawBatches(Buffer.concat([one, two.subarray(0, two.length - cut)])), 0)
      assert.strictEqual(read.count, 1)
    }
  })

  it("batches of a transaction and control records are recognised", async () => {
    const bytes = await encode(
      [{ key: Buffer.from([0, 0, 0, 0]), value: Buffer.from("x"), headers: {}, delta: 0 }],
      5,
      0
    )
    bytes.writeInt16BE(0x30, 21)
    const [batch] = rawBatches(sealed(bytes))
    assert.isTrue(batch?.isControlRecord)
    assert.isTrue(batch?.batchContext.inTransaction)
    assert.deepStrictEqual(batch?.key, Buffer.from([0, 0, 0, 0]))
  })

  it("records that the broker gave one time have that time", async () => {
    const bytes = await encode([{ key: null, value: Buffer.from("x"), headers: {}, delta: 9 }], 0, 0)
    bytes.writeInt16BE(0x08, 21)
    bytes.writeBigInt64BE(BigInt(firstTimestamp + 77), 35)
    assert.strictEqual(logBatch("t", 0, rawBatches(sealed(bytes)), 0).timestamp(0), firstTimestamp + 77)
  })

  it("keeps the trace of the first record that has one, also in a slice", async () => {
    const trace = `00-${"ab".repeat(16)}-${"cd".repeat(8)}-01`
    const record = (headers: Record<string, string>) => ({ key: null, value: Buffer.from("x"), headers, delta: 0 })
    const bytes = await encode(
      [{}, { other: "1", traceparent: trace }, { traceparent: "00-made-up-01" }].map(record),
      0,
      0
    )
    const read = logBatch("t", 0, rawBatches(bytes), 0)
    assert.strictEqual(read.trace, trace)
    assert.strictEqual(read.slice(1, 3).trace, trace)
    const without = await encode([record({ traceparent: "malformed" }), record({})], 0, 0)
    assert.isUndefined(logBatch("t", 0, rawBatches(without), 0).trace)
  })

  it("zstd is unpacked; snappy and lz4 are refused with what to do", async () => {
    const bytes = await encode([{ key: null, value: Buffer.from("x"), headers: {}, delta: 0 }], 4, 0)
    const packed = zstdCompressSync(bytes.subarray(61))
    const zstd = Buffer.concat([bytes.subarray(0, 61), packed])
    zstd.writeInt32BE(zstd.length - 12, 8)
    zstd.writeInt16BE(4, 21)
    assert.strictEqual(Buffer.from(logBatch("t", 0, rawBatches(sealed(zstd)), 0).record(0).value ?? []).toString(), "x")
    for (const codec of [2, 3]) {
      const other = Buffer.from(bytes)
      other.writeInt16BE(codec, 21)
      assert.throws(() => logBatch("t", 0, rawBatches(sealed(other)), 0), /compression\.type=uncompressed/)
    }
  })

  it("wrong lengths and counts are an error and allocate no memory", async () => {
    const bytes = await encode([{ key: null, value: Buffer.from("abcdefgh"), headers: {}, delta: 0 }], 0, 0)
    const before = process.memoryUsage().rss
    for (const at of [57, 58, 61, 62, 65, 66, 67])
      for (const value of [0x7f, 0xff]) {
        const broken = Buffer.from(bytes)
        broken[at] = value
        try {
          logBatch("t", 0, rawBatches(sealed(broken)), 0)
        } catch (error) {
          assert.match(String(error), /malformed record batch/)
        }
      }
    assert.isBelow(process.memoryUsage().rss - before, 50 * 1024 * 1024)
  })

  it("a batch with a flipped bit is damage, and what precedes it is read", async () => {
    const record = (value: string) => ({ key: null, value: Buffer.from(value), headers: {}, delta: 0 })
    const [one, two] = [await encode([record("2021")], 0, 0), await encode([record("2022")], 1, 0)]
    const headerOfCrc = 17
    for (let bit = 8 * headerOfCrc; bit < 8 * two.length; bit++) {
      const flipped = Buffer.from(two)
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
      assert.deepStrictEqual(
        rawBatches(flipped).map(({ damage }) => damage),
        ["CORRUPT_MESSAGE"],
        `bit ${bit}`
      )
      assert.strictEqual(logBatch("t", 0, rawBatches(Buffer.concat([one, flipped])), 0).count, 1)
    }
  })

  it("a batch with a flipped bit in its offset is damage, and what precedes it is read", async () => {
    const record = (value: string) => ({ key: null, value: Buffer.from(value), headers: {}, delta: 0 })
    const [one, two] = [await encode([record("2021")], 0, 0), await encode([record("2022")], 1, 0)]
    const whole = rawBatches(Buffer.concat([one, two]))
    assert.strictEqual(inOrder(whole, 0), whole)
    // No checksum covers it. The first bit is the sign.
    for (let bit = 1; bit < 64; bit++) {
      const flipped = Buffer.from(two)
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (0x80 >> (bit & 7))
      assert.isDefined(inOrder(rawBatches(flipped), 1)[0]?.damage, `bit ${bit}`)
      const both = rawBatches(Buffer.concat([one, flipped]))
      assert.deepStrictEqual(inOrder(both, 0), both.slice(0, 1), `bit ${bit}`)
    }
  })
})
