/**
 * The generated transcoder against the careful way, which shares none of its reading, hashing or writing: avsc decodes, the rules run
 * over objects, rows are made field by field. Whatever bytes come, both give the same rows and the same refusals.
 */
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { type Candidate, type Refusal, transcribeOne } from "../../ingest/pipeline/Transcribe.ts"
import { isSurelyNoIdentifier, looksLikeDirectIdentifier } from "../../ingest/rules/DirectIdentifier.ts"
import { KindRows, Transcoder } from "../../ingest/transcode/Transcoder.ts"
import { readerOf } from "../../ingest/wire/RecordCodec.ts"
import type { LogRecord } from "../../ports/LogBatch.ts"
import { recordKinds, recordSchemas } from "../../schemas/RecordSchemas.ts"
import { brokenRecords } from "../fixtures/brokenRecords.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { messageOf, type TestRecord, testKeys, testReading, transcribeAll } from "../fixtures/messages.ts"
import { shapedRecord, validRecord } from "./arbitraryRecord.ts"

const runs = rounds(100, 3_000)

const careful = (message: LogRecord): Candidate | Refusal => transcribeOne(message, testReading)

/** A candidate as the columns of its row. */
const columnsOf = ({ recordId, revision, person, contentHash, row }: Candidate, { partition, offset }: LogRecord) => ({
  ...row,
  partner_id: "p",
  record_id: recordId,
  revision,
  person,
  key_version: 1,
  content_hash: contentHash,
  kafka_partition: partition,
  kafka_offset: String(offset)
})

const sortedRow = (row: Readonly<Record<string, unknown>>) => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))

const assertSame = (messages: ReadonlyArray<LogRecord>, transcoder: Transcoder) => {
  const { rows, refusals } = transcribeAll(messages, testReading, transcoder)
  const read = messages.map((message) => careful(message))
  const candidates = read.flatMap((one, i) =>
    "problems" in one ? [] : [{ kind: one.kind, row: sortedRow(columnsOf(one, messages[i] as LogRecord)) }]
  )
  assert.deepStrictEqual(
    rows.map(({ kind, row }) => ({ kind, row: sortedRow(row) })),
    candidates
  )
  assert.deepStrictEqual(
    refusals.map(({ at, ...refusal }) => [at.offset, refusal]),
    read.flatMap((one) => {
      if (!("problems" in one)) return []
      const { at, ...refusal } = one
      return [[at.offset, refusal]]
    })
  )
}

const validMade: fc.Arbitrary<TestRecord> = fc
  .constantFrom(...recordKinds)
  .chain((kind) => validRecord[kind].map((record) => ({ kind, record })))
const shapedMade: fc.Arbitrary<TestRecord> = fc
  .constantFrom(...recordKinds)
  .chain((kind) => shapedRecord(kind).map((record) => ({ kind, record })))
const brokenMade = fc.constantFrom(...brokenRecords).map(({ kind, record }) => ({ kind, record }))

const flip = (message: LogRecord, bits: ReadonlyArray<number>): LogRecord => {
  const value = Uint8Array.from(message.value ?? [])
  for (const bit of bits) {
    const at = (bit >> 3) % value.length
    value[at] = (value[at] as number) ^ (1 << (bit & 7))
  }
  return { ...message, value }
}

describe("transcoder", () => {
  it("any batch of valid, unusual and broken records gives the rows and refusals of the slow path", () => {
    const transcoder = new Transcoder()
    const made = fc.array(fc.oneof({ weight: 6, arbitrary: validMade }, shapedMade, brokenMade), { maxLength: 40 })
    fc.assert(
      fc.property(made, (records) =>
        assertSame(
          records.map((record, i) => messageOf(record, i)),
          transcoder
        )
      ),
      { numRuns: runs }
    )
  })

  it("flipped bits, cuts and tails make no difference between the two", () => {
    const transcoder = new Transcoder()
    const mutated = fc.tuple(
      validMade,
      fc.oneof(
        fc.array(fc.nat(8_000), { minLength: 1, maxLength: 3 }).map((bits) => (m: LogRecord) => flip(m, bits)),
        fc.nat(300).map((n) => (m: LogRecord) => ({ ...m, value: (m.value ?? new Uint8Array()).slice(0, n) })),
        fc
          .uint8Array({ minLength: 1, maxLength: 9 })
          .map((tail) => (m: LogRecord) => ({ ...m, value: Uint8Array.from([...(m.value ?? []), ...tail]) })),
        fc.uint8Array({ maxLength: 40 }).map((key) => (m: LogRecord) => ({ ...m, key }))
      )
    )
    fc.assert(
      fc.property(fc.array(mutated, { maxLength: 30 }), (all) =>
        assertSame(
          all.map(([record, change], i) => change(messageOf(record, i))),
          transcoder
        )
      ),
      { numRuns: runs }
    )
  })

  it("handles plainly valid records itself: almost none takes the slow path", () => {
    let [taken, all] = [0, 0]
    const place = { keyStart: 0, sentAt: 0, at: 0, offset: 0 }
    fc.assert(
      fc.property(validMade, (record) => {
        const message = messageOf(record, 0)
        const bytes = Buffer.concat([message.key ?? Buffer.alloc(0), message.value ?? Buffer.alloc(0)])
        const from = message.key?.length ?? 0
        const reader = testReading.readerOf(bytes.readUInt32BE(from + 1))
        if (reader === undefined) throw new Error("no reader")
        const rows = new KindRows(record.kind)
        all++
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
        const transcode = rows.bound(reader)
        if (transcode === undefined) throw new Error("no transcoder")
        if (rows.read(transcode, bytes, view, from + 5, bytes.length, { ...place, sentAt: message.timestamp })) taken++
      }),
      { numRuns: 300 }
    )
    assert.isAbove(taken / all, 0.9)
  })

  it("every version of every schema has a transcoder", () => {
    for (const { kind, versions } of recordSchemas)
      for (const { text } of versions) {
        const rows = new KindRows(kind)
        assert.isDefined(rows.bound(readerOf(text) as NonNullable<ReturnType<typeof readerOf>>), kind)
      }
  })

  it("what is certainly not an identifier is not reported as one", () => {
    const signs = fc.constantFrom(..."0123456789abcdefABCDEFxyzIvanPetrov-_8 .@+".split(""))
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 70 }), (all) => {
        const text = all.join("")
        const bytes = Buffer.from(text)
        if (isSurelyNoIdentifier(bytes, new DataView(bytes.buffer, bytes.byteOffset), 0, bytes.length))
          assert.isFalse(looksLikeDirectIdentifier(text), text)
      }),
      { numRuns: 20 * runs }
    )
  })

  it("keeps no case reference of a batch for the next", () => {
    const transcoder = new Transcoder()
    const canary = "CANARY7"
    const first = { kind: "route", record: { ...validOf("route"), caseReference: canary } } as TestRecord
    transcribeAll([messageOf(first, 0)], { ...testReading, keys: testKeys }, transcoder)
    assert.notInclude(JSON.stringify([...transcoder.kinds.values()].map(({ columns }) => columns)), canary)
  })
})

const validOf = (kind: "route") => fc.sample(validRecord[kind], { numRuns: 1, seed: 1 })[0] as object
