/**
 * Corrections. A record that is sent again with different content becomes its next revision; with the same content it is not sent again. A
 * content that was corrected since is held back, so that an old file does not undo a correction. Earlier revisions stay as history.
 */
import { hash } from "node:crypto"
import { Clock, Effect } from "effect"
import { timeText } from "../../../ports/timeText.ts"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { type RecordKind, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { sentRevisionTable } from "../../keys/PersonTables.ts"
import type { ReadyRow } from "../check/pseudonymiseRows.ts"
import { changeOf, type SentBefore } from "./changeOf.ts"
import type { RevisionEntry } from "./ReceiptSchemas.ts"

const table = sentRevisionTable

/** A record as it is sent, with the hash of its content. */
interface RevisedRow extends ReadyRow {
  readonly content: string
  readonly isCorrection: boolean
}

interface Revised {
  readonly rows: ReadonlyArray<RevisedRow>
  /** Number of records that are stored with the same content. */
  readonly unchanged: ReadonlyArray<ReadyRow>
  /** Ids, as they were given, of records that were corrected after this content of them was sent. */
  readonly heldBack: ReadonlyArray<string>
}

interface Latest extends SentBefore {
  readonly id: string
}

const idOf = ({ record }: ReadyRow) => record["recordId"] as string

/** Hashes content that includes pseudonyms made with the partner's key, so the hash reveals nothing without that key. */
const contentOf = ({ kind, record }: ReadyRow) => hash("sha256", JSON.stringify([kind, { ...record, revision: 0 }]))

const latestSent = Effect.fn("Revisions.latestSent")(function* (partner: string, ids: ReadonlyArray<string>) {
  return yield* Warehouse.query<Latest>(
    `SELECT toString(record_id) AS id, max(s.revision) AS revision, argMax(s.content, s.revision) AS content,
            groupUniqArray(s.content) AS contents
     FROM ${table} AS s WHERE partner_id = {partner:String} AND record_id IN (SELECT toUUID(arrayJoin({ids:Array(String)}))) GROUP BY record_id`,
    { params: { partner, ids } }
  )
})

/** Returns the revisions of records that did not come from a file. */
const latestStored = Effect.fn("Revisions.latestStored")(function* (
  partner: string,
  kind: RecordKind,
  ids: ReadonlyArray<string>
) {
  return yield* Warehouse.query<Latest>(
    `SELECT toString(record_id) AS id, max(revision) AS revision, '' AS content, emptyArrayString() AS contents
     FROM corridor_raw.${recordSchema(kind).table}
     WHERE partner_id = {partner:String} AND record_id IN (SELECT toUUID(arrayJoin({ids:Array(String)}))) GROUP BY record_id`,
    { params: { partner, ids } }
  )
})

/**
 * Returns the newest revision of each record, by id. Without a stated revision, those that the partner's own systems sent count too: the next one
 * must be higher.
 */
const latestOf = Effect.fn("Revisions.latestOf")(function* (partner: string, rows: ReadonlyArray<ReadyRow>) {
  const latest = new Map<string, Latest>()
  if (rows.length === 0) return latest
  const next = rows.filter(({ revisable }) => revisable)
  for (const [kind, rows] of Map.groupBy(next, (row) => row.kind))
    for (const found of yield* latestStored(partner, kind, rows.map(idOf))) latest.set(found.id, found)
  for (const found of yield* latestSent(partner, rows.map(idOf))) {
    const other = latest.get(found.id)
    // The partner's own systems may have sent a newer one, whose content is unknown.
    latest.set(
      found.id,
      other === undefined || found.revision >= other.revision ? found : { ...other, contents: found.contents }
    )
  }
  return latest
})

/**
 * Gives rows that were sent when case numbers were pseudonymised as they were typed the id that they have in the store. They become corrections,
 * so the stored records get the pseudonym of the canonical case number.
 */
const withEarlierIds = Effect.fn("Revisions.withEarlierIds")(function* (
  partner: string,
  rows: ReadonlyArray<ReadyRow>
) {
  const earlier = rows.flatMap(({ kind, record, earlierId }) =>
    earlierId === undefined ? [] : [{ kind, record: { ...record, recordId: earlierId }, revisable: true }]
  )
  if (earlier.length === 0) return rows
  const stored = yield* latestOf(partner, earlier)
  return rows.map(({ earlierId, ...row }) =>
    earlierId !== undefined && stored.has(earlierId)
      ? { ...row, record: { ...row.record, recordId: earlierId }, revisable: true }
      : row
  )
})

/** Returns what each row is to those that were sent before. `undo`: contents that were corrected since become the newest again. */
export const changesOf = Effect.fn("Revisions.changesOf")(function* (
  partner: string,
  given: ReadonlyArray<ReadyRow>,
  undo: boolean
) {
  const rows = yield* withEarlierIds(partner, given)
  const latest = yield* latestOf(partner, rows)
  return rows.map((row, i) => {
    const content = contentOf(row)
    const now = { revisable: row.revisable, revision: row.record["revision"] as number, content }
    return { row, content, givenId: idOf(given[i] as ReadyRow), change: changeOf(now, latest.get(idOf(row)), undo) }
  })
})

/** Returns the rows with their new revisions. */
export const revise = Effect.fn("Revisions.revise")(function* (
  partner: string,
  given: ReadonlyArray<ReadyRow>,
  undo: boolean
) {
  const unchanged: Array<ReadyRow> = []
  const revised: Array<RevisedRow> = []
  const heldBack: Array<string> = []
  for (const { row, content, givenId, change } of yield* changesOf(partner, given, undo)) {
    if (change.is === "outdated") {
      heldBack.push(givenId)
      continue
    }
    const record = { ...row.record, revision: change.revision }
    if (change.is === "unchanged") unchanged.push({ ...row, record })
    else revised.push({ ...row, record, content, isCorrection: change.is === "correction" })
  }
  return { rows: revised, unchanged, heldBack } satisfies Revised
})

/** Records the revisions of a submission, including those that were stored already. */
export const recordRevisions = Effect.fn("Revisions.recordRevisions")(function* (
  partner: string,
  submission: string,
  { rows, unchanged }: Revised
) {
  const at = timeText(yield* Clock.currentTimeMillis)
  const entry = (row: ReadyRow, content: string) => ({
    partner_id: partner,
    record_id: idOf(row),
    revision: row.record["revision"] as number,
    kind: row.kind,
    content,
    submission,
    at
  })
  const entries = [...rows.map((row) => entry(row, row.content)), ...unchanged.map((row) => entry(row, contentOf(row)))]
  if (entries.length > 0) yield* Warehouse.insert(table, entries, { token: "" })
})

/** Returns whether a record of the submission was corrected since. */
export const isOutdated = Effect.fn("Revisions.isOutdated")(function* (partner: string, submission: string) {
  const own = "toString(s.submission) = {submission:String}"
  const newer = yield* Warehouse.query<{ id: string }>(
    `SELECT toString(record_id) AS id FROM ${table} AS s
     WHERE partner_id = {partner:String} AND record_id IN
       (SELECT record_id FROM ${table} AS s WHERE partner_id = {partner:String} AND ${own})
     GROUP BY record_id HAVING max(s.revision) > maxIf(s.revision, ${own}) LIMIT 1`,
    { params: { partner, submission } }
  )
  return newer.length > 0
})

/** Returns every revision of a partner's record, oldest first. `ids` are its possible ids. Earlier content is not kept. */
export const history = Effect.fn("Revisions.history")(function* (partner: string, ids: ReadonlyArray<string>) {
  return yield* Warehouse.query<RevisionEntry>(
    `SELECT toString(record_id) AS record, revision, kind, toString(submission) AS submission,
            concat(formatDateTime(at, '%Y-%m-%dT%H:%i:%S'), 'Z') AS at
     FROM ${table} FINAL WHERE partner_id = {partner:String} AND toString(record_id) IN {ids:Array(String)}
     ORDER BY kind, record, revision, at`,
    { params: { partner, ids } }
  )
})
