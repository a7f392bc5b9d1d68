/**
 * The pure middle of the pipeline: from the bytes of a batch to candidates for rows and to refusals.
 * Guard, decode, validate, pseudonymise, generalise; no clock, no store, no network: the same bytes give the same answer.
 */
import type { LogRecord } from "../../ports/EventLog.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import type { Problem } from "../../schemas/Problems.ts"
import type { RecordKind } from "../../schemas/RecordSchemas.ts"
import { currentKey, type PartnerKeys } from "../keys/KeyStore.ts"
import { storedPseudonym } from "../keys/Pseudonym.ts"
import { validate } from "../rules/Validate.ts"
import type { Reader } from "../wire/RecordCodec.ts"
import { bodyStart, maxMessageBytes, schemaIdOf } from "../wire/WireFormat.ts"
import { contentOf, type Row } from "./RowMaker.ts"

/** A record that passed every rule that looks at it alone. */
export interface Candidate {
  readonly at: LogRecord
  readonly kind: RecordKind
  readonly recordId: string
  readonly revision: number
  readonly person: string
  readonly keyVersion: number
  readonly contentHash: string
  readonly row: Row
}

/** A message that is not loaded, and every rule that it breaks. Holds no content. */
export interface Refusal {
  readonly at: LogRecord
  readonly kind: RecordKind | undefined
  readonly schemaId: number | undefined
  readonly problems: ReadonlyArray<Problem>
}

export interface Transcribed {
  readonly candidates: ReadonlyArray<Candidate>
  readonly refusals: ReadonlyArray<Refusal>
}

/** What a batch is read with. `readerOf` answers undefined for a schema id that is none of ours. */
export interface Reading {
  readonly keys: PartnerKeys
  readonly readerOf: (schemaId: number) => Reader | undefined
}

const whole = (code: ProblemCode): ReadonlyArray<Problem> => [{ code, path: "" }]

const sameText = (bytes: Uint8Array | null, text: string) =>
  bytes !== null && bytes.length === text.length && Buffer.from(bytes).toString("latin1").toLowerCase() === text

const transcribeOne = (at: LogRecord, reading: Reading): Candidate | Refusal => {
  const refuse = (problems: ReadonlyArray<Problem>, schemaId?: number, kind?: RecordKind): Refusal => ({
    at,
    kind,
    schemaId,
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
  if (problems.length > 0) return refuse(problems, schemaId, reader.kind)
  const recordId = (record["recordId"] as string).toLowerCase()
  if (!sameText(at.key, recordId)) return refuse(whole("key-mismatch"), schemaId, reader.kind)
  const { row, hash } = contentOf(reader.kind, record)
  return {
    at,
    kind: reader.kind,
    recordId,
    revision: record["revision"] as number,
    person: storedPseudonym(reading.keys, record["caseReference"] as string),
    keyVersion: currentKey(reading.keys).version,
    contentHash: hash,
    row
  }
}

/** Reads a batch, each message by itself. */
export const transcribe = (batch: ReadonlyArray<LogRecord>, reading: Reading): Transcribed => {
  const candidates: Array<Candidate> = []
  const refusals: Array<Refusal> = []
  for (const at of batch) {
    const read = transcribeOne(at, reading)
    if ("problems" in read) refusals.push(read)
    else candidates.push(read)
  }
  return { candidates, refusals }
}
