/**
 * The pure core of the pipeline: turns the bytes of a batch into rows and refusals.
 * Guard, decode, validate, pseudonymise, generalise. It uses no clock, store or network: the same bytes give the same result.
 *
 * There are two paths. The fast path is code generated from the schemas, which accepts plainly valid messages (`ingest/transcode`). Any
 * other message takes the slow path here, which finds what is wrong with it, and also reads valid messages of an unusual form.
 */

import { Effect } from "effect"
import { putUuidText } from "../../ports/ColumnBlock.ts"
import { absent, type LogBatch, type LogPosition, type LogRecord } from "../../ports/LogBatch.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import type { Problem } from "../../schemas/Problems.ts"
import type { RecordKind } from "../../schemas/RecordSchemas.ts"
import { uuid } from "../../schemas/uuid.ts"
import { currentKey, type PartnerKeys } from "../keys/KeyStore.ts"
import { fillPersons, storedPseudonyms } from "../keys/ManyPseudonyms.ts"
import { storedPseudonym } from "../keys/Pseudonym.ts"
import { validate } from "../rules/Validate.ts"
import type { WordCells } from "../transcode/RowColumns.ts"
import { contentOf } from "../transcode/RowMaker.ts"
import type { Row } from "../transcode/StoredValue.ts"
import { type KindRows, type Transcode, type Transcoder, uuidLength } from "../transcode/Transcoder.ts"
import type { Reader } from "../wire/RecordCodec.ts"
import { bodyStart, maxMessageBytes, schemaIdOf } from "../wire/WireFormat.ts"

/** A record that passed every rule that needs no other record. */
export interface Candidate {
  readonly kind: RecordKind
  readonly recordId: string
  readonly revision: number
  readonly person: string
  readonly contentHash: string
  readonly row: Row
}

/** A refused message with all its problems. It contains no content. */
export interface Refusal {
  readonly at: LogPosition
  readonly kind: RecordKind | undefined
  readonly schemaId: number | undefined
  /** The pseudonym of the case, if the message has a readable, valid case reference. */
  readonly person: string | undefined
  /** The message's key, if it has the form of a record id. */
  readonly recordId: string | undefined
  /** The record's revision, if the record could be decoded. */
  readonly revision?: number
  /** True if the person is known and has withdrawn. Then neither person nor record may be noted. */
  readonly isOfWithdrawn?: boolean
  readonly problems: ReadonlyArray<Problem>
}

/** Keys and schema readers for decoding a batch. `readerOf` returns undefined for a schema id that is not ours. */
export interface DecodeContext {
  readonly keys: PartnerKeys
  readonly readerOf: (schemaId: number) => Reader | undefined
}

const wholeMessage = (code: ProblemCode): ReadonlyArray<Problem> => [{ code, path: "" }]

const sameText = (bytes: Uint8Array | null, text: string) =>
  bytes !== null && bytes.length === text.length && Buffer.from(bytes).toString("latin1").toLowerCase() === text

/** Returns the key of a message if it has the form of a record id. */
export const recordIdOf = ({ key }: LogRecord): string | undefined => {
  if (key === null || key.length !== uuidLength) return undefined
  const text = Buffer.from(key).toString("latin1").toLowerCase()
  return uuid.test(text) ? text : undefined
}

/** Returns the case reference of a refused record; undefined if it broke a rule itself, because then it may be something else. */
const referenceOf = (record: Readonly<Record<string, unknown>>, problems: ReadonlyArray<Problem>) =>
  problems.some(({ path }) => path === "caseReference") ? undefined : (record["caseReference"] as string)

/** The result of the slow path before pseudonyms are made, and the case reference for the pseudonym, if there is one. */
type SlowPathResult = readonly [
  found: Omit<Candidate, "person"> | Omit<Refusal, "person">,
  reference: string | undefined
]

const positionOf = ({ topic, partition, offset, timestamp }: LogRecord): LogPosition => ({
  topic,
  partition,
  offset,
  timestamp
})

const readSlowly = (at: LogRecord, context: DecodeContext): SlowPathResult => {
  const refuse = (
    problems: ReadonlyArray<Problem>,
    schemaId?: number,
    kind?: RecordKind,
    reference?: string,
    revision?: unknown
  ): SlowPathResult => [
    {
      at: positionOf(at),
      kind,
      schemaId,
      recordId: recordIdOf(at),
      problems,
      ...(typeof revision === "number" && revision >= 0 ? { revision } : {})
    },
    reference
  ]
  const bytes = at.value
  if (bytes === null || bytes.length === 0) return refuse(wholeMessage("message-empty"))
  if (bytes.length > maxMessageBytes) return refuse(wholeMessage("message-too-large"))
  const schemaId = schemaIdOf(bytes)
  if (schemaId === undefined) return refuse(wholeMessage("message-not-framed"))
  const reader = context.readerOf(schemaId)
  if (reader === undefined) return refuse(wholeMessage("schema-unknown"), schemaId)
  const { kind } = reader
  const malformed = reader.guard(bytes, bodyStart)
  if (malformed !== undefined) return refuse(wholeMessage(malformed), schemaId, kind)
  const record = reader.decode(bytes, bodyStart)
  const problems = validate(kind, record, at.timestamp)
  if (problems.length > 0) return refuse(problems, schemaId, kind, referenceOf(record, problems), record["revision"])
  const recordId = (record["recordId"] as string).toLowerCase()
  const reference = record["caseReference"] as string
  if (!sameText(at.key, recordId)) return refuse(wholeMessage("key-mismatch"), schemaId, kind, reference)
  const { row, hash } = contentOf(kind, record)
  return [{ kind, recordId, revision: record["revision"] as number, contentHash: hash, row }, reference]
}

const withPerson = <A extends object, P>(found: A, person: P): A & { readonly person: P } => ({ ...found, person })

/** Transcribes one message by the slow path. */
export const transcribeOne = (at: LogRecord, context: DecodeContext): Candidate | Refusal => {
  const [found, reference] = readSlowly(at, context)
  const person = reference === undefined ? undefined : storedPseudonym(context.keys, reference)
  return "problems" in found ? withPerson(found, person) : withPerson(found, person as string)
}

/** Fills the columns whose value is the same in every row of a batch. */
const fillConstants = ({ columns }: KindRows, batch: LogBatch, partner: string, keyVersion: number) => {
  const { rows } = columns
  const partners = columns.cells.get("partner_id") as WordCells
  partners.indexes.fill(partners.dictionary.place(partner), 0, rows)
  columns.number("key_version").values.fill(keyVersion, 0, rows)
  columns.number("kafka_partition").values.fill(batch.partition, 0, rows)
}

const metaOf = (
  partner: string,
  at: LogRecord,
  { recordId, revision, contentHash, row }: Omit<Candidate, "person">
) => ({
  ...row,
  partner_id: partner,
  record_id: recordId,
  revision,
  content_hash: contentHash,
  key_version: 0,
  kafka_partition: 0,
  kafka_offset: at.offset
})

/** Number of records that are read before other fibers may run. */
const chunkSize = 2_048

/** Splits the parts of a batch into chunks: the records from `from` (inclusive) to `to` (exclusive). */
const chunksOf = function* ({ parts }: LogBatch) {
  for (const part of parts)
    for (let from = 0; from < part.count; from += chunkSize)
      yield { part, from, to: Math.min(part.count, from + chunkSize) }
}

/**
 * Transcribes the messages of a batch into the rows of `into`, which it empties first. Returns the refusals in the order of the batch.
 * `partner` owns the topic. It yields after each chunk; otherwise fibers that use the store or the log would wait for the whole batch.
 */
export const transcribe = Effect.fnUntraced(function* (
  batch: LogBatch,
  partner: string,
  context: DecodeContext,
  into: Transcoder
): Effect.fn.Return<ReadonlyArray<Refusal>> {
  into.clear()
  /** The slow path's refusals and rows. Their pseudonyms are made together at the end. */
  const refused: Array<{ readonly found: Omit<Refusal, "person">; readonly reference: string | undefined }> = []
  const placed: Array<{ readonly rows: KindRows; readonly row: number; readonly reference: string }> = []
  const kinds = [...into.kinds.values()]
  const position = { keyStart: 0, sentAt: 0, at: 0, offset: 0 }
  let lastId: number | undefined
  let kindRows: KindRows | undefined
  let transcode: Transcode | undefined
  for (const { part, from, to } of chunksOf(batch)) {
    const { bytes, offsets, valueStarts, valueLengths, keyStarts, keyLengths, timestamps } = part
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    for (const rows of kinds) rows.useBytes(bytes)
    for (let i = from; i < to; i++, position.at++) {
      const start = valueStarts[i] as number
      const length = valueLengths[i] as number
      if (length !== absent && length <= maxMessageBytes && keyLengths[i] === uuidLength) {
        const id = schemaIdOf(bytes, start, length)
        // Nearly all messages of a batch have the same schema as the previous one.
        if (id !== lastId) {
          lastId = id
          const reader = id === undefined ? undefined : context.readerOf(id)
          kindRows = reader === undefined ? undefined : into.kinds.get(reader.kind)
          transcode = reader === undefined ? undefined : kindRows?.bound(reader)
        }
        if (kindRows !== undefined && transcode !== undefined) {
          position.keyStart = keyStarts[i] as number
          position.sentAt = timestamps[i] as number
          position.offset = offsets[i] as number
          if (kindRows.read(transcode, bytes, view, start + bodyStart, start + length, position)) continue
        }
      }
      const at = batch.record(position.at)
      const [found, reference] = readSlowly(at, context)
      if ("problems" in found) refused.push({ found, reference })
      else {
        const rows = into.kinds.get(found.kind) as KindRows
        placed.push({ rows, row: rows.columns.rows, reference: reference as string })
        rows.put(metaOf(partner, at, found), position.at)
      }
    }
    yield* Effect.yieldNow
  }
  for (const rows of kinds) {
    if (rows.columns.rows === 0) continue
    fillConstants(rows, batch, partner, currentKey(context.keys).version)
    yield* fillPersons(context.keys, rows.references(), rows.columns.number("person").values as Uint32Array)
  }
  const placedPersons = storedPseudonyms(
    context.keys,
    placed.map(({ reference }) => reference)
  )
  for (const [i, { rows, row }] of placed.entries())
    putUuidText(rows.columns.number("person").values as Uint32Array, row, placedPersons[i] as string)
  const refusedPersons = storedPseudonyms(
    context.keys,
    refused.map(({ reference }) => reference ?? "")
  )
  return refused.map(({ found, reference }, i) =>
    withPerson(found, reference === undefined ? undefined : refusedPersons[i])
  )
})
