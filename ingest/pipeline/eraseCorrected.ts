/** Records whose case number was corrected: their revisions until the newest one of a withdrawn person belong to this person too. */
import { Effect } from "effect"
import { type RecordKind, recordSchema } from "../../schemas/RecordSchemas.ts"
import { erasedHashOf, loggedRecords, type NewestRevision } from "../keys/ErasedRecords.ts"
import { erase } from "../keys/ErasePersons.ts"
import { refusedUpTo, revisedOf, storedRecords } from "../keys/RecordsOfPersons.ts"
import { logRecords, logWithdrawal } from "../keys/WithdrawalLog.ts"
import {
  isWithdrawnRevision,
  storedWithdrawn,
  type WithdrawnRecords,
  withdrawnRecordsOf
} from "../keys/WithdrawnRecords.ts"
import type { KindRows } from "../transcode/Transcoder.ts"
import { none, personsOf, recordsOf } from "./ReadBatch.ts"
import type { Refusal } from "./Transcribe.ts"

/** A revision that was refused because its person has withdrawn. */
export interface RefusedRevision extends NewestRevision {
  readonly kind: RecordKind
  readonly person: string
}

/** Returns the revision that a row states. */
export const revisionAt = (rows: KindRows, row: number): RefusedRevision => ({
  kind: rows.columns.kind,
  person: personsOf(rows)(row),
  id: recordsOf(rows)(row),
  revision: rows.columns.number("revision").values[row] as number
})

type StoredRecord = NewestRevision & { readonly since: string }

/** Returns the stored records among those of refused revisions, by id. */
const storedOf = Effect.fn("eraseCorrected.storedOf")(function* (
  partner: string,
  refused: ReadonlyArray<RefusedRevision>
) {
  const found: Array<StoredRecord> = []
  for (const [kind, rows] of Map.groupBy(refused, (row) => row.kind))
    found.push(
      ...(yield* storedRecords(partner, `corridor_raw.${recordSchema(kind).table}`, [
        ...new Set(rows.map(({ id }) => id))
      ]))
    )
  return new Map(found.map((one) => [one.id, one]))
})

/** Logs the records of refused revisions whose earlier ones may come later: from the quarantine, or from a file that is sent again. */
const logRevised = Effect.fn("eraseCorrected.logRevised")(function* (
  partner: string,
  refused: ReadonlyArray<RefusedRevision>
) {
  const logged = yield* withdrawnRecordsOf(partner)
  const fresh = refused.filter(({ id, revision }) => !isWithdrawnRevision(logged, partner, id, revision))
  const revised = yield* revisedOf(partner, fresh, new Set(fresh.map(({ person }) => person)))
  yield* logRecords(partner, loggedRecords(partner, revised))
})

/**
 * Erases the records of refused revisions of which only earlier revisions are stored or refused, whatever their case number. What is stored is logged first,
 * so that the next `erase` of the case also reaches the vintages that count it. A revision that contradicts a stored one, or is older, says nothing.
 */
export const eraseCorrected = Effect.fn("eraseCorrected")(function* (
  partner: string,
  keyVersion: number,
  refused: ReadonlyArray<RefusedRevision>
) {
  const newest = new Map<string, RefusedRevision>()
  for (const one of refused) if (one.revision > (newest.get(one.id)?.revision ?? -1)) newest.set(one.id, one)
  const before = yield* storedOf(partner, refused)
  const later = [...newest.values()].filter(({ id, revision }) => revision > (before.get(id)?.revision ?? -1))
  // Logged before the second look, so that a revision that is stored at the same time finds it, or is found.
  yield* logRevised(partner, later)
  const stored = yield* storedOf(partner, later)
  const corrections = later.filter(({ id, revision }) => revision > (stored.get(id)?.revision ?? -1))
  const counted = corrections.filter(({ id }) => stored.has(id))
  for (const { id, person, revision } of counted) {
    const records = loggedRecords(partner, [{ id, revision }])
    yield* logWithdrawal(partner, [{ version: keyVersion, person }], stored.get(id)?.since, records)
  }
  if (counted.length > 0 || (yield* refusedUpTo(partner, corrections)).length > 0)
    yield* erase(partner, new Set(counted.map(({ person }) => person)), corrections)
})

/** Returns the refused messages that are revisions of withdrawn persons' records, whatever rule they break. */
export const refusedRevisionsOf = (
  refusals: ReadonlyArray<Refusal>,
  withdrawn: ReadonlySet<string>
): ReadonlyArray<RefusedRevision> =>
  refusals.flatMap(({ kind, person, recordId: id, revision }) => {
    if (kind === undefined || kind === "withdrawal" || id === undefined || revision === undefined) return []
    return person !== undefined && withdrawn.has(person) ? [{ kind, person, id, revision }] : []
  })

/** Returns the rows that are a revision of a withdrawn person's record, whatever their case number. */
export const withdrawnRevisions = (partner: string, rows: KindRows, records: WithdrawnRecords): ReadonlySet<number> => {
  if (records.size === 0 || rows.columns.kind === "withdrawal") return none
  const id = recordsOf(rows)
  const { values } = rows.columns.number("revision")
  const found = rows.columns
    .everyRow()
    .filter((row) => isWithdrawnRevision(records, partner, id(row), values[row] as number))
  return new Set(found)
}

/** Erases those of the records that belong to withdrawn persons, unless a later revision is stored, which is another case's. */
export const eraseWithdrawnRecords = Effect.fn("eraseWithdrawnRecords")(function* (
  partner: string,
  records: WithdrawnRecords,
  ids: ReadonlySet<string>
) {
  const hashes = [...ids].map((id) => erasedHashOf(partner, id))
  const stored = yield* storedWithdrawn(partner, records, hashes)
  if (stored.length > 0) yield* erase(partner, new Set(), stored)
})
