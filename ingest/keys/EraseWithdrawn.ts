/**
 * Erases what is stored of withdrawn persons, whatever path it came by. First the withdrawal log learns what the rows say, because nothing says it
 * afterwards: since when marts counted the persons, and which revisions are theirs.
 */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { loggedRecords, type NewestRevision } from "./ErasedRecords.ts"
import { correctedRecords, eraseByTable, firstStored, recordTables, revisedRecords } from "./ErasePersons.ts"
import { erasableTables, personRows, withdrawalTable } from "./PersonTables.ts"
import type { VersionedPerson } from "./Pseudonym.ts"
import { noteWithdrawals } from "./WithdrawalLog.ts"
import { isWithdrawnRevision, storedWithdrawn, withdrawnRecordsOf } from "./WithdrawnRecords.ts"

/** Logs what the store says about withdrawn persons, unless the log knows it. */
export const noteStored = Effect.fn("EraseWithdrawn.noteStored")(function* (
  partner: string,
  persons: ReadonlyArray<VersionedPerson>
) {
  if (persons.length === 0) return
  const ids = new Set(persons.map(({ person }) => person))
  const logged = yield* withdrawnRecordsOf(partner)
  const isUnknown = ({ id, revision }: NewestRevision) => !isWithdrawnRevision(logged, partner, id, revision)
  const revised = (yield* revisedRecords(partner, ids)).filter(isUnknown)
  const isCorrected = (yield* correctedRecords(partner, ids, recordTables)).some(isUnknown)
  yield* noteWithdrawals(
    partner,
    persons,
    yield* firstStored(partner, [...ids]),
    loggedRecords(partner, revised),
    isCorrected
  )
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
  yield* noteStored(partner, persons)
  const records = yield* storedWithdrawn(partner, yield* withdrawnRecordsOf(partner))
  return yield* eraseByTable(partner, new Set(persons.map(({ person }) => person)), records)
})
