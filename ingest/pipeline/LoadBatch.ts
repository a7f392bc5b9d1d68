/** One batch of one partition into the store. Loading it again, at any moment and any number of times, changes nothing. */
import { Effect } from "effect"
import type { LogRecord } from "../../ports/EventLog.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { type RecordKind, recordKinds, recordSchema } from "../../schemas/RecordSchemas.ts"
import type { Announce } from "./Announce.ts"
import type { Outcome } from "./Ledger.ts"
import * as Quarantine from "./Quarantine.ts"
import { reached } from "./Stage.ts"
import { type Candidate, type Reading, type Refusal, transcribe } from "./Transcribe.ts"
import { erase, uuidList, wideStatement, withdrawnOf } from "./Withdrawals.ts"

/** What is known of a stored revision of a record. */
interface Stored {
  readonly hash: string
  readonly person: string
  readonly keyVersion: number
}

const revisionOf = (id: string, revision: number) => `${id}/${revision}`

/** The stored revisions of the candidates' records, by record and revision. */
const storedOf = Effect.fn("LoadBatch.storedOf")(function* (
  partner: string,
  kind: RecordKind,
  candidates: ReadonlyArray<Candidate>
) {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<Stored & { id: string; revision: number }>(
    `SELECT toString(record_id) AS id, revision, toString(content_hash) AS hash, toString(person) AS person,
            key_version AS keyVersion
     FROM corridor_raw.${recordSchema(kind).table}
     WHERE partner_id = {partner:String} AND record_id IN ${uuidList(new Set(candidates.map((c) => c.recordId)))}`,
    { params: { partner }, settings: wideStatement }
  )
  return new Map<string, Stored>(rows.map((row) => [revisionOf(row.id, row.revision), row]))
})

const sameRecord = (stored: Stored, candidate: Candidate) =>
  stored.hash === candidate.contentHash &&
  (stored.keyVersion !== candidate.keyVersion || stored.person === candidate.person)

interface Sorted {
  readonly fresh: ReadonlyArray<Candidate>
  readonly duplicates: number
  readonly conflicts: ReadonlyArray<Refusal>
}

/** Tells new revisions from repeated and from contradicting ones, within the batch too: the first one counts. */
const sort = (candidates: ReadonlyArray<Candidate>, stored: Map<string, Stored>): Sorted => {
  const fresh: Array<Candidate> = []
  const conflicts: Array<Refusal> = []
  let duplicates = 0
  for (const candidate of candidates) {
    const revision = revisionOf(candidate.recordId, candidate.revision)
    const known = stored.get(revision)
    if (known === undefined) {
      stored.set(revision, {
        hash: candidate.contentHash,
        person: candidate.person,
        keyVersion: candidate.keyVersion
      })
      fresh.push(candidate)
    } else if (sameRecord(known, candidate)) duplicates++
    else conflicts.push(refusalOf(candidate, "revision-conflict", "revision"))
  }
  return { fresh, duplicates, conflicts }
}

const refusalOf = (candidate: Candidate, code: "revision-conflict" | "case-withdrawn", path: string): Refusal => ({
  at: candidate.at,
  kind: candidate.kind,
  schemaId: undefined,
  problems: [{ code, path }]
})

const insertFresh = Effect.fn("LoadBatch.insertFresh")(function* (
  partner: string,
  kind: RecordKind,
  fresh: ReadonlyArray<Candidate>,
  token: string
) {
  if (fresh.length === 0) return
  const warehouse = yield* Warehouse
  const { table } = recordSchema(kind)
  yield* warehouse.insert(
    `corridor_raw.${table}`,
    fresh.map((candidate) => ({
      partner_id: partner,
      record_id: candidate.recordId,
      revision: candidate.revision,
      person: candidate.person,
      key_version: candidate.keyVersion,
      content_hash: candidate.contentHash,
      kafka_partition: candidate.at.partition,
      kafka_offset: candidate.at.offset,
      ...candidate.row
    })),
    { token: `${token}:${table}` }
  )
})

/** What a batch is loaded with. `token` comes from the batch's boundaries: see the ledger. */
export interface Loading extends Reading {
  readonly partner: string
  readonly token: string
  readonly announce: Announce
}

/** Loads a batch: withdrawals first, then what is new of each kind, then the quarantine. */
export const loadBatch = Effect.fn("LoadBatch.loadBatch")(function* (
  batch: ReadonlyArray<LogRecord>,
  loading: Loading
) {
  const { partner, token, announce } = loading
  const { candidates, refusals } = transcribe(batch, loading)
  yield* reached("decoded")
  const ofKind = (kind: RecordKind) => candidates.filter((candidate) => candidate.kind === kind)
  const persons = new Set(candidates.map((candidate) => candidate.person))
  const withdrawing = new Set(ofKind("withdrawal").map((candidate) => candidate.person))
  const withdrawn = new Set([...withdrawing, ...(yield* withdrawnOf(partner, persons))])

  const refused: Array<Refusal> = [...refusals]
  let loaded = 0
  let duplicates = 0
  yield* reached("inserting")
  for (const kind of ["withdrawal" as const, ...recordKinds.filter((kind) => kind !== "withdrawal")]) {
    const all = ofKind(kind)
    if (all.length === 0) continue
    const isRefused = (candidate: Candidate) => kind !== "withdrawal" && withdrawn.has(candidate.person)
    const allowed = all.filter((candidate) => !isRefused(candidate))
    refused.push(...all.filter(isRefused).map((candidate) => refusalOf(candidate, "case-withdrawn", "")))
    if (allowed.length === 0) continue
    const sorted = sort(allowed, yield* storedOf(partner, kind, allowed))
    yield* insertFresh(partner, kind, sorted.fresh, token)
    loaded += sorted.fresh.length
    duplicates += sorted.duplicates
    refused.push(...sorted.conflicts)
  }

  // Looked at again after the inserts: a withdrawal from another partition may have come in between.
  yield* erase(partner, new Set([...withdrawing, ...(yield* withdrawnOf(partner, persons))]))

  const quarantined = yield* Quarantine.store(partner, batch, refused, token, announce)
  return {
    consumed: batch.length,
    loaded,
    quarantined,
    duplicates: duplicates + refused.length - quarantined
  } satisfies Outcome
})
