/**
 * Erases what is stored of withdrawn persons, whatever path it came by. First the withdrawal log learns what the rows say, because nothing says it
 * afterwards: since when marts counted the persons, and which revisions are theirs.
 */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { loggedRecords, type NewestRevision } from "./ErasedRecords.ts"
import { eraseByTable, plusErased } from "./ErasePersons.ts"
import { erasableTables, personRows, withdrawalTable } from "./PersonTables.ts"
import type { VersionedPerson } from "./Pseudonym.ts"
import {
  contradictionsOfErased,
  correctedRecords,
  firstStored,
  recordTables,
  revisedOf,
  revisedRecords
} from "./RecordsOfPersons.ts"
import { type ClaimedRecord, refusedCorrections } from "./refusedCorrections.ts"
import { logRecords, noteWithdrawals } from "./WithdrawalLog.ts"
import { isWithdrawnRevision, storedWithdrawn, withdrawnRecordsOf } from "./WithdrawnRecords.ts"

/**
 * Logs what the store says about withdrawn persons, unless the log knows it. Returns their records by refused messages: whatever is stored of these must
 * be erased with the persons.
 */
export const noteStored = Effect.fn("EraseWithdrawn.noteStored")(function* (
  partner: string,
  persons: ReadonlyArray<VersionedPerson>
) {
  if (persons.length === 0) return []
  const ids = new Set(persons.map(({ person }) => person))
  const logged = yield* withdrawnRecordsOf(partner)
  const isUnknown = ({ id, revision }: NewestRevision) => !isWithdrawnRevision(logged, partner, id, revision)
  const claimed: ReadonlyArray<ClaimedRecord> = yield* refusedCorrections(partner, ids)
  const revised = [...(yield* revisedRecords(partner, ids)), ...(yield* revisedOf(partner, claimed, ids))]
  const corrected = [
    ...(yield* correctedRecords(partner, ids, recordTables)),
    ...claimed.filter(({ since }) => since !== undefined)
  ]
  const first = yield* firstStored(partner, [...ids])
  for (const { person, since = "Z" } of claimed) if (since < (first.get(person) ?? "Z")) first.set(person, since)
  yield* noteWithdrawals(
    partner,
    persons,
    first,
    loggedRecords(partner, revised.filter(isUnknown)),
    corrected.some(isUnknown)
  )
  return claimed
})

/**
 * Erases the refused messages that contradicted a revision which was erased at the same moment, and logs their revisions, as if they had come before: they
 * may be another content of the person's record.
 */
export const eraseContradictions = Effect.fn("EraseWithdrawn.eraseContradictions")(function* (partner: string) {
  const records = yield* contradictionsOfErased(partner)
  yield* logRecords(partner, loggedRecords(partner, records))
  return yield* eraseByTable(partner, new Set(), records)
})

/**
 * Erases rows of the partner's withdrawn persons that are still stored, or stored again, and earlier revisions of their records, whatever their case
 * number.
 */
export const eraseWithdrawn = Effect.fn("EraseWithdrawn.erase")(function* (partner: string) {
  const persons = yield* Warehouse.query<VersionedPerson>(
    `SELECT DISTINCT toString(person) AS person, key_version AS version FROM ${personRows(erasableTables)}
     WHERE partner_id = {partner:String}
       AND person IN (SELECT person FROM ${withdrawalTable} WHERE partner_id = {partner:String})`,
    { params: { partner } }
  )
  const claimed = yield* noteStored(partner, persons)
  const records = yield* storedWithdrawn(partner, yield* withdrawnRecordsOf(partner))
  const erased = yield* eraseByTable(partner, new Set(persons.map(({ person }) => person)), [...records, ...claimed])
  return plusErased(erased, yield* eraseContradictions(partner))
})
