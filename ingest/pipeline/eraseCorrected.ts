/** A record whose case number was corrected to that of a withdrawn person: its earlier revisions belong to this person too. */
import { Effect } from "effect"
import { type RecordKind, recordSchema } from "../../schemas/RecordSchemas.ts"
import { loggedRecords, type NewestRevision } from "../keys/ErasedRecords.ts"
import { erase, storedRecords } from "../keys/ErasePersons.ts"
import { logWithdrawal } from "../keys/WithdrawalLog.ts"
import type { KindRows } from "../transcode/Transcoder.ts"
import { personsOf, recordsOf } from "./ReadBatch.ts"

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

/**
 * Erases the records of refused revisions that are stored with earlier revisions only, whatever their case number. This is logged first, so that the next
 * `erase` of the case also reaches the vintages that count the earlier ones.
 */
export const eraseCorrected = Effect.fn("eraseCorrected")(function* (
  partner: string,
  keyVersion: number,
  refused: ReadonlyArray<RefusedRevision>
) {
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
