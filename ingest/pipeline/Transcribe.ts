/**
 * The pure middle of the pipeline: from the bytes of a batch to rows and to refusals.
 * Guard, decode, validate, pseudonymise, generalise; no clock, no store, no network: the same bytes give the same answer.
 *
 * There are two ways. The fast one is generated from the schemas and takes what is plainly right (`ingest/transcode`). All
 * else goes the careful way here: it says what is wrong with a message, and reads what is right in an unusual way.
 */
import { Effect } from "effect"
import { putUuidText } from "../../ports/ColumnBlock.ts"
import type { LogPlace, LogRecord } from "../../ports/EventLog.ts"
import { absent, type LogBatch } from "../../ports/LogBatch.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import type { Problem } from "../../schemas/Problems.ts"
import type { RecordKind } from "../../schemas/RecordSchemas.ts"
import { currentKey, type PartnerKeys } from "../keys/KeyStore.ts"
import { fillPersons, storedPseudonyms } from "../keys/ManyPseudonyms.ts"
import { storedPseudonym } from "../keys/Pseudonym.ts"
import { validate } from "../rules/Validate.ts"
import type { WordCells } from "../transcode/RowColumns.ts"
import { type KindRows, type Transcode, type Transcoder, uuidLength } from "../transcode/Transcoder.ts"
import type { Reader } from "../wire/RecordCodec.ts"
import { bodyStart, maxMessageBytes, schemaIdOf } from "../wire/WireFormat.ts"
import { contentOf, type Row } from "./RowMaker.ts"

/** A record that passed every rule that looks at it alone. */
export interface Candidate {
  readonly kind: RecordKind
  readonly recordId: string
  readonly revision: number
  readonly person: string
  readonly contentHash: string
  readonly row: Row
}

/** A message that is not loaded, and every rule that it breaks. Holds no content. */
export interface Refusal {
  readonly at: LogPlace
  readonly kind: RecordKind | undefined
  readonly schemaId: number | undefined
  /** The pseudonym of the case, where the message could be read that far and its case reference broke no rule. */
  readonly person: string | undefined
  readonly problems: ReadonlyArray<Problem>
}

/** What a batch is read with. `readerOf` answers undefined for a schema id that is none of ours. */
export interface Reading {
  readonly keys: PartnerKeys
  readonly readerOf: (schemaId: number) => Reader | undefined
}

const whole = (code: ProblemCode): ReadonlyArray<Problem> => [{ code, path: "" }]

const sameText = (bytes: Uint8Array | null, text: string) =>
  bytes !== null && bytes.length === text.length && Buffer.from(bytes).toString("latin1").toLowerCase() === text

/** The reference of which a refused record's pseudonym is made: none where it itself broke a rule, for it may be no reference at all. */
const referenceOf = (record: Readonly<Record<string, unknown>>, problems: ReadonlyArray<Problem>) =>
  problems.some(({ path }) => path === "caseReference") ? undefined : (record["caseReference"] as string)

/** What the careful way found, before a pseudonym is made; `reference` is what it is made of, if of anything. */
type CarefullyRead = readonly [
  found: Omit<Candidate, "person"> | Omit<Refusal, "person">,
  reference: string | undefined
]

const placeOf = ({ topic, partition, offset, timestamp }: LogRecord): LogPlace => ({
  topic,
  partition,
  offset,
  timestamp
})

const readCarefully = (at: LogRecord, reading: Reading): CarefullyRead => {
  const refuse = (
    problems: ReadonlyArray<Problem>,
    schemaId?: number,
    kind?: RecordKind,
    reference?: string
  ): CarefullyRead => [{ at: placeOf(at), kind, schemaId, problems }, reference]
  const bytes = at.value
  if (bytes === null || bytes.length === 0) return refuse(whole("message-empty"))
  if (bytes.length > maxMessageBytes) return refuse(whole("message-too-large"))
  const schemaId = schemaIdOf(bytes)
  if (schemaId === undefined) return refuse(whole("message-not-framed"))
  const reader = reading.readerOf(schemaId)
  if (reader === undefined) return refuse(whole("schema-unknown"), schemaId)
  const { kind } = reader
  const malformed = reader.guard(bytes, bodyStart)
  if (malformed !== undefined) return refuse(whole(malformed), schemaId, kind)
  const record = reader.decode(bytes, bodyStart)
  const problems = validate(kind, record, at.timestamp)
  if (problems.length > 0) return refuse(problems, schemaId, kind, referenceOf(record, problems))
  const recordId = (record["recordId"] as string).toLowerCase()
  const reference = record["caseReference"] as string
  if (!sameText(at.key, recordId)) return refuse(whole("key-mismatch"), schemaId, kind, reference)
  const { row, hash } = contentOf(kind, record)
  return [{ kind, recordId, revision: record["revision"] as number, contentHash: hash, row }, reference]
}

const withPerson = <A extends object, P>(found: A, person: P): A & { readonly person: P } => ({ ...found, person })

/** One message the careful way. */
export const transcribeOne = (at: LogRecord, reading: Reading): Candidate | Refusal => {
  const [found, reference] = readCarefully(at, reading)
  const person = reference === undefined ? undefined : storedPseudonym(reading.keys, reference)
  return "problems" in found ? withPerson(found, person) : withPerson(found, person as string)
}

/** What stands in every row of a batch. */
const fillIn = ({ columns }: KindRows, batch: LogBatch, partner: string, keyVersion: number) => {
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

/** Records that are read at a stretch, some six milliseconds of them. */
const stretch = 2_048

/** The parts of a batch, cut into stretches: of each the records `from` up to and without `to`. */
const stretchesOf = function* ({ parts }: LogBatch) {
  for (const part of parts)
    for (let from = 0; from < part.count; from += stretch)
      yield { part, from, to: Math.min(part.count, from + stretch) }
}

/**
 * Reads a batch, each message by itself, into the rows of `into` (which it empties first); answers what is refused, in the
 * order of the batch. `partner` is whose topic it is. After each stretch others have their turn: what waits for the store or the log
 * would else wait for a whole batch as well, several times before it is done.
 */
export const transcribe = Effect.fnUntraced(function* (
  batch: LogBatch,
  partner: string,
  reading: Reading,
  into: Transcoder
): Effect.fn.Return<ReadonlyArray<Refusal>> {
  into.clear()
  /** What the careful way refused, and what it put among the rows; pseudonyms of all of these are made together. */
  const refused: Array<{ readonly found: Omit<Refusal, "person">; readonly reference: string | undefined }> = []
  const placed: Array<{ readonly rows: KindRows; readonly row: number; readonly reference: string }> = []
  const kinds = [...into.kinds.values()]
  const place = { keyStart: 0, sentAt: 0, at: 0, offset: 0 }
  let lastId: number | undefined
  let kindRows: KindRows | undefined
  let transcode: Transcode | undefined
  for (const { part, from, to } of stretchesOf(batch)) {
    const { bytes, offsets, valueStarts, valueLengths, keyStarts, keyLengths, timestamps } = part
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    for (const rows of kinds) rows.goOnWith(bytes)
    for (let i = from; i < to; i++, place.at++) {
      const start = valueStarts[i] as number
      const length = valueLengths[i] as number
      if (length !== absent && length <= maxMessageBytes && keyLengths[i] === uuidLength) {
        const id = schemaIdOf(bytes, start, length)
        // Nearly all messages of a batch have the schema of the one before.
        if (id !== lastId) {
          lastId = id
          const reader = id === undefined ? undefined : reading.readerOf(id)
          kindRows = reader === undefined ? undefined : into.kinds.get(reader.kind)
          transcode = reader === undefined ? undefined : kindRows?.bound(reader)
        }
        if (kindRows !== undefined && transcode !== undefined) {
          place.keyStart = keyStarts[i] as number
          place.sentAt = timestamps[i] as number
          place.offset = offsets[i] as number
          if (kindRows.read(transcode, bytes, view, start + bodyStart, start + length, place)) continue
        }
      }
      const at = batch.record(place.at)
      const [found, reference] = readCarefully(at, reading)
      if ("problems" in found) refused.push({ found, reference })
      else {
        const rows = into.kinds.get(found.kind) as KindRows
        placed.push({ rows, row: rows.columns.rows, reference: reference as string })
        rows.put(metaOf(partner, at, found), place.at)
      }
    }
    yield* Effect.yieldNow
  }
  for (const rows of kinds) {
    if (rows.columns.rows === 0) continue
    fillIn(rows, batch, partner, currentKey(reading.keys).version)
    yield* fillPersons(reading.keys, rows.references(), rows.columns.number("person").values as Uint32Array)
  }
  const ofPlaced = storedPseudonyms(
    reading.keys,
    placed.map(({ reference }) => reference)
  )
  for (const [i, { rows, row }] of placed.entries())
    putUuidText(rows.columns.number("person").values as Uint32Array, row, ofPlaced[i] as string)
  const ofRefused = storedPseudonyms(
    reading.keys,
    refused.map(({ reference }) => reference ?? "")
  )
  return refused.map(({ found, reference }, i) => withPerson(found, reference === undefined ? undefined : ofRefused[i]))
})
