/** Records whose case number was corrected: their revisions until the newest one of a withdrawn person belong to this person too. */
import { Effect } from "effect"
import { type RecordKind, recordSchema } from "../../schemas/RecordSchemas.ts"
import { erasedHashOf, loggedRecords, type NewestRevision } from "../keys/ErasedRecords.ts"
import { erase, storedRecords } from "../keys/ErasePersons.ts"
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

export const revisionAt = (rows: KindRows, row: number): RefusedRevision => ({
  kind: rows.columns.kind,
  person: personsOf(rows)(row),
  id: recordsOf(rows)(row),
  revision: rows.columns.number("revision").values[row] as number
})

/** Logs the records of refused revisions whose earlier ones may come later: from the quarantine, or from a file that is sent again. */
const logRevised = Effect.fn("eraseCorrected.logRevised")(function* (
  partner: string,
  refused: ReadonlyArray<RefusedRevision>
) {
  const logged = yield* withdrawnRecordsOf(partner)
  const newest = new Map<string, number>()
  for (const { id, revision } of refused)
    if (revision > 0 && !isWithdrawnRevision(logged, partner, id, revision))
      newest.set(id, Math.max(revision, newest.get(id) ?? 0))
  const records = [...newest].map(([id, revision]) => ({ id, revision }))
  yield* logRecords(partner, loggedRecords(partner, records))
})

/**
 * Erases the records of refused revisions that are stored with earlier revisions only, whatever their case number. This is logged first, so that the next
 * `erase` of the case also reaches the vintages that count the earlier ones.
 */
export const eraseCorrected = Effect.fn("eraseCorrected")(function* (
  partner: string,
  keyVersion: number,
  refused: ReadonlyArray<RefusedRevision>
) {
  // First, so that a revision that is stored at the same time finds it, or is found.
  yield* logRevised(partner, refused)
  for (const [kind, rows] of Map.groupBy(refused, (row) => row.kind)) {
    const refusedOf = new Map(rows.map((row) => [row.id, row]))
    const stored = yield* storedRecords(partner, `corridor_raw.${recordSchema(kind).table}`, [...refusedOf.keys()])
    const earlier = stored.filter(({ id, revision }) => revision < (refusedOf.get(id)?.revision ?? 0))
    for (const { id, since } of earlier) {
      const { person, revision } = refusedOf.get(id) as RefusedRevision
      const records = loggedRecords(partner, [{ id, revision }])
      yield* logWithdrawal(partner, [{ version: keyVersion, person }], since, records)
      yield* erase(partner, new Set([person]), [id])
    }
  }
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
