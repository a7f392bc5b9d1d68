import avro from "avsc"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { type Reader, readerOf, writers } from "../../ingest/wire/RecordCodec.ts"
import { type RecordKind, recordKinds, recordSchema } from "../../schemas/RecordSchemas.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { threadMilliseconds } from "../fixtures/threadTime.ts"
import { shapedRecord } from "./arbitraryRecord.ts"

const newest = (kind: RecordKind) => recordSchema(kind).versions.at(-1)?.text as string
const readerFor = (kind: RecordKind) => readerOf(newest(kind)) as Reader
const anyKind = fc.constantFrom(...recordKinds)
const anyRecord = anyKind.chain((kind) => fc.tuple(fc.constant(kind), shapedRecord(kind)))
const runs = rounds(500, 10_000)

/** fast-check's unpaired surrogates cannot be written as UTF-8: the result is what UTF-8 can represent. */
const wellFormed = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, v: unknown) => (typeof v === "string" ? v.toWellFormed() : v))

describe("wire", () => {
  it("any record that the schema allows survives the round trip", () => {
    fc.assert(
      fc.property(anyRecord, ([kind, record]) => {
        const body = writers.get(kind)?.encode(record) as Uint8Array
        const reader = readerFor(kind)
        assert.isUndefined(reader.guard(body, 0))
        assert.deepStrictEqual(wellFormed(reader.decode(body, 0)), wellFormed(record))
      }),
      { numRuns: runs }
    )
  })

  it("a record of an old version reads as the newest one with defaults for the missing fields", () => {
    const [first] = recordSchema("route").versions
    const old = avro.Type.forSchema(JSON.parse(first?.text ?? "") as avro.Schema)
    const leg = {
      country: "UKR",
      region: null,
      role: "Origin",
      year: 2004,
      month: null,
      transport: null,
      borderCrossing: null
    }
    const record = {
      recordId: "x",
      revision: 0,
      caseReference: "c",
      researchUseConsent: true,
      citizenship: [],
      legs: [leg]
    }
    const reader = readerOf(first?.text ?? "") as Reader
    const body = old.toBuffer(record)
    assert.isUndefined(reader.guard(body, 0))
    assert.deepStrictEqual(JSON.parse(JSON.stringify(reader.decode(body, 0))), {
      ...record,
      legs: [{ ...leg, flowMonitoringPoint: null, intended: false }],
      movement: null
    })
  })

  it("what the guard accepts, the decoder reads; what it refuses never reaches the decoder", () => {
    const mutated = anyRecord.chain(([kind, record]) => {
      const body = writers.get(kind)?.encode(record) as Uint8Array
      return fc.tuple(
        fc.constant(kind),
        fc.oneof(
          fc.tuple(fc.nat(body.length * 8 - 1), fc.nat(body.length * 8 - 1)).map((bits) => {
            const copy = Uint8Array.from(body)
            for (const bit of bits) copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7))
            return copy
          }),
          fc.nat(body.length).map((n) => body.slice(0, n)),
          fc.uint8Array({ minLength: 1, maxLength: 20 }).map((tail) => Uint8Array.from([...body, ...tail])),
          fc
            .tuple(fc.nat(body.length), fc.uint8Array({ maxLength: 12 }))
            .map(([at, mid]) => Uint8Array.from([...body.slice(0, at), ...mid, ...body.slice(at)])),
          fc.uint8Array({ maxLength: 200 })
        )
      )
    })
    let stopped = 0
    let passed = 0
    fc.assert(
      fc.property(mutated, ([kind, bytes]) => {
        const reader = readerFor(kind)
        const problem = reader.guard(bytes, 0)
        const library = avro.Type.forSchema(JSON.parse(newest(kind)) as avro.Schema)
        if (problem === undefined) {
          passed++
          // The library by itself reads the same: an oracle that shares no code with the guard.
          assert.deepStrictEqual(
            JSON.stringify(reader.decode(bytes, 0)),
            JSON.stringify(library.fromBuffer(Buffer.from(bytes)))
          )
        } else stopped++
      }),
      { numRuns: runs }
    )
    assert.isAbove(stopped, runs / 10)
    assert.isAbove(passed, 0)
  })

  it("small compression bombs are refused immediately and allocate no memory", () => {
    const before = process.memoryUsage().rss
    const started = threadMilliseconds()
    const varint = (n: bigint) => {
      const out: Array<number> = []
      for (let rest = n; ; rest >>= 7n) {
        if (rest < 128n) return [...out, Number(rest)]
        out.push(Number(rest & 127n) | 128)
      }
    }
    const id = [72, ...Buffer.from("00000000-0000-0000-0000-000000000000")]
    const start = [...id, 0, 2, 97, 1]
    for (const claimed of [2n ** 31n, 2n ** 40n, 2n ** 53n, 2n ** 62n]) {
      const count = varint(claimed * 2n)
      const negative = varint(claimed * 2n - 1n)
      for (const bytes of [
        [...start, ...count],
        [...start, ...count, 0, 0, 0],
        [...start, ...negative, ...count],
        [...start, ...negative, 0],
        [...count],
        [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]
      ])
        assert.isDefined(readerFor("route").guard(Uint8Array.from(bytes), 0))
    }
    assert.isBelow(threadMilliseconds() - started, 500)
    assert.isBelow(process.memoryUsage().rss - before, 50_000_000)
  })
})
