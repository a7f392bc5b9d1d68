/**
 * The pure middle of the pipeline: from the bytes of a batch to rows and to refusals.
 * Guard, decode, validate, pseudonymise, generalise; no clock, no store, no network: the same bytes give the same answer.
 *
 * There are two ways. The fast one is generated from the schemas and takes what is plainly right (`ingest/transcode`). All
 * else goes the careful way here: it says what is wrong with a message, and reads what is right in an unusual way.
 */
import { Effect } from "effect"
import { putUuidBytes, putUuidText } from "../../ports/ColumnBlock.ts"
import type { LogRecord } from "../../ports/EventLog.ts"
import { absent, type LogBatch } from "../../ports/LogBatch.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import type { Problem } from "../../schemas/Problems.ts"
import type { RecordKind } from "../../schemas/RecordSchemas.ts"
import { HmacKernel } from "../keys/HmacKernel.ts"
import { currentKey, keyBytes, type PartnerKeys } from "../keys/KeyStore.ts"
import { storedPseudonym } from "../keys/Pseudonym.ts"
import { validate } from "../rules/Validate.ts"
import type { WordCells } from "../transcode/RowColumns.ts"
import type { KindRows, Transcoder } from "../transcode/Transcoder.ts"
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
  readonly at: LogRecord
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

/** A record's key is its id. */
const uuidLength = 36

const whole = (code: ProblemCode): ReadonlyArray<Problem> => [{ code, path: "" }]

const sameText = (bytes: Uint8Array | null, text: string) =>
  bytes !== null && bytes.length === text.length && Buffer.from(bytes).toString("latin1").toLowerCase() === text

/** The pseudonym of a refused record: none for a reference that itself broke a rule, for it may be no reference at all. */
const personOf = (record: Readonly<Record<string, unknown>>, problems: ReadonlyArray<Problem>, keys: PartnerKeys) =>
  problems.some(({ path }) => path === "caseReference")
    ? undefined
    : storedPseudonym(keys, record["caseReference"] as string)

/** One message the careful way. */
export const transcribeOne = (at: LogRecord, reading: Reading): Candidate | Refusal => {
  const refuse = (
    problems: ReadonlyArray<Problem>,
    schemaId?: number,
    kind?: RecordKind,
    person?: string
  ): Refusal => ({
    at,
    kind,
    schemaId,
    person,
    problems
  })
  const bytes = at.value
  if (bytes === null || bytes.length === 0) return refuse(whole("message-empty"))
  if (bytes.length > maxMessageBytes) return refuse(whole("message-too-large"))
  const schemaId = schemaIdOf(bytes)
  if (schemaId === undefined) return refuse(whole("message-not-framed"))
  const reader = reading.readerOf(schemaId)
  if (reader === undefined) return refuse(whole("schema-unknown"), schemaId)
  const malformed = reader.guard(bytes, bodyStart)
  if (malformed !== undefined) return refuse(whole(malformed), schemaId, reader.kind)
  const record = reader.decode(bytes, bodyStart)
  const problems = validate(reader.kind, record, at.timestamp)
  if (problems.length > 0) return refuse(problems, schemaId, reader.kind, personOf(record, problems, reading.keys))
  const recordId = (record["recordId"] as string).toLowerCase()
  const person = storedPseudonym(reading.keys, record["caseReference"] as string)
  if (!sameText(at.key, recordId)) return refuse(whole("key-mismatch"), schemaId, reader.kind, person)
  const { row, hash } = contentOf(reader.kind, record)
  return { kind: reader.kind, recordId, revision: record["revision"] as number, person, contentHash: hash, row }
}

/** The kernels of a partner's keys, made once. */
const kernels = new WeakMap<PartnerKeys, ReadonlyArray<HmacKernel>>()

const kernelsOf = (keys: PartnerKeys) => {
  const known = kernels.get(keys)
  if (known !== undefined) return known
  const made = keys.map((key) => new HmacKernel(keyBytes(key)))
  kernels.set(keys, made)
  return made
}

/** First pseudonyms of the rows from `from` on: of their case references, which lie in `bytes`. */
const pseudonymise = (
  { columns, referenceStarts, referenceLengths, persons }: KindRows,
  from: number,
  bytes: Uint8Array,
  keys: PartnerKeys
) => {
  const { rows } = columns
  const [starts, lengths] = [referenceStarts.subarray(from, rows), referenceLengths.subarray(from, rows)]
  kernelsOf(keys)[0]?.digest16(bytes, starts, lengths, rows - from, persons.subarray(16 * from, 16 * rows))
}

/** Each later key of the chain over what the one before made, and the last ones into the column. */
const finishPersons = ({ columns, persons }: KindRows, keys: PartnerKeys) => {
  const { rows } = columns
  const [, ...later] = kernelsOf(keys)
  if (later.length > 0) {
    const starts = Int32Array.from({ length: rows }, (_, i) => 16 * i)
    const lengths = new Int32Array(rows).fill(16)
    for (const kernel of later) kernel.digest16(persons, starts, lengths, rows, persons)
  }
  const values = columns.number("person").values as Uint32Array
  for (let row = 0; row < rows; row++) putUuidBytes(values, row, persons, 16 * row)
}

/** What stands in every row of a batch. */
const fillIn = ({ columns }: KindRows, batch: LogBatch, partner: string, keyVersion: number) => {
  const { rows } = columns
  const partners = columns.cells.get("partner_id") as WordCells
  partners.indexes.fill(partners.dictionary.place(partner), 0, rows)
  columns.number("key_version").values.fill(keyVersion, 0, rows)
  columns.number("kafka_partition").values.fill(batch.partition, 0, rows)
}

const metaOf = (partner: string, at: LogRecord, { recordId, revision, person, contentHash, row }: Candidate) => ({
  ...row,
  partner_id: partner,
  record_id: recordId,
  revision,
  person,
  content_hash: contentHash,
  key_version: 0,
  kafka_partition: 0,
  kafka_offset: at.offset
})

/**
 * Reads a batch, each message by itself, into the rows of `into` (which it empties first); answers what is refused, in the
 * order of the batch. `partner` is whose topic it is. After each part of the batch others have their turn: what waits for the store or
 * the log would else wait for a whole batch as well, several times before it is done.
 */
export const transcribe = Effect.fnUntraced(function* (
  batch: LogBatch,
  partner: string,
  reading: Reading,
  into: Transcoder
): Effect.fn.Return<ReadonlyArray<Refusal>> {
  into.clear()
  const refusals: Array<Refusal> = []
  const careful: Array<{ readonly rows: KindRows; readonly row: number; readonly person: string }> = []
  const place = { keyStart: 0, sentAt: 0, at: 0, offset: 0 }
  let [lastId, reader]: [number | undefined, Reader | undefined] = [undefined, undefined]
  for (const part of batch.parts) {
    const { bytes, count, offsets, valueStarts, valueLengths, keyStarts, keyLengths, timestamps } = part
    const before = [...into.kinds.values()].map(({ columns }) => columns.rows)
    for (let i = 0; i < count; i++, place.at++) {
      const start = valueStarts[i] as number
      const length = valueLengths[i] as number
      if (length !== absent && length <= maxMessageBytes && keyLengths[i] === uuidLength) {
        const id = schemaIdOf(bytes, start, length)
        if (id !== lastId) [lastId, reader] = [id, id === undefined ? undefined : reading.readerOf(id)]
        if (reader !== undefined) {
          place.keyStart = keyStarts[i] as number
          place.sentAt = timestamps[i] as number
          place.offset = offsets[i] as number
          const rows = into.kinds.get(reader.kind) as KindRows
          if (rows.read(reader, bytes, start + bodyStart, start + length, place)) continue
        }
      }
      const at = batch.record(place.at)
      const read = transcribeOne(at, reading)
      if ("problems" in read) refusals.push(read)
      else {
        const rows = into.kinds.get(read.kind) as KindRows
        careful.push({ rows, row: rows.columns.rows, person: read.person })
        rows.put(metaOf(partner, at, read), place.at)
      }
    }
    for (const [kind, rows] of [...into.kinds.values()].entries())
      pseudonymise(rows, before[kind] as number, bytes, reading.keys)
    yield* Effect.yieldNow
  }
  for (const rows of into.kinds.values()) {
    if (rows.columns.rows === 0) continue
    finishPersons(rows, reading.keys)
    fillIn(rows, batch, partner, currentKey(reading.keys).version)
  }
  for (const { rows, row, person } of careful)
    putUuidText(rows.columns.number("person").values as Uint32Array, row, person)
  return refusals
})
