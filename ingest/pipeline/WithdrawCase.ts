/** Withdrawal by an operator or in the portal. It works directly on the store, before or after records of the case arrive. */
import { Effect } from "effect"
import { spellingsOf } from "../keys/CaseNumber.ts"
import { loggedRecords, noteErased } from "../keys/ErasedRecords.ts"
import { eraseByTable, plusErased, totalErased } from "../keys/ErasePersons.ts"
import { eraseContradictions, noteStored } from "../keys/EraseWithdrawn.ts"
import { KeyStore, KeyStoreError, targetVersion } from "../keys/KeyStore.ts"
import { firstPseudonymsOf, pseudonymsOfCase, storedPseudonym } from "../keys/Pseudonym.ts"
import { countByTable, firstStored, revisedRecords, withdrawnOf } from "../keys/RecordsOfPersons.ts"
import { rekey } from "../keys/Rekey.ts"
import { logRecords, logWithdrawal } from "../keys/WithdrawalLog.ts"
import { storedWithdrawn, withdrawnRecordsOf } from "../keys/WithdrawnRecords.ts"
import { countWaiting, eraseWaiting, waitingReferences } from "../review/EntryRows.ts"
import { waitingCorrections } from "../review/waitingCorrections.ts"
import { writeTombstones } from "./Tombstones.ts"

/** Returns every reference under which records of a case may have been sent: the number, and its pseudonyms with the partner's key. */
export const referencesOfCase = (partnerKey: Uint8Array, caseNumber: string): ReadonlyArray<string> => [
  ...spellingsOf(caseNumber),
  ...firstPseudonymsOf(partnerKey, caseNumber)
]

/** What waits for approval, among the tables of a case's rows. */
export const waitingPlace = "waiting for approval"

/** Returns every pseudonym that the partner's case can have, and the newest version of the pipeline's key. */
export const personsOf = Effect.fn("WithdrawCase.personsOf")(function* (
  partner: string,
  references: ReadonlyArray<string>
) {
  const keys = yield* (yield* KeyStore).keysOf(partner)
  if (keys.length === 0)
    return yield* new KeyStoreError({
      partner,
      message: `The keys of partner ${partner} were shredded, so the records of this case can no longer be found.`
    })
  const persons = references.flatMap((known) => pseudonymsOfCase(keys, known))
  return { persons, newest: targetVersion(keys) }
})

/** Returns the number of the case's rows by table, and whether it was withdrawn before. Changes nothing. */
export const findCase = Effect.fn("WithdrawCase.findCase")(function* (
  partner: string,
  references: ReadonlyArray<string>
) {
  const { persons } = yield* personsOf(partner, references)
  const ids = new Set(persons.map(({ person }) => person))
  const waiting = yield* countWaiting(partner, new Set(references))
  const tables = { ...(yield* countByTable(partner, ids)), ...(waiting === 0 ? {} : { [waitingPlace]: waiting }) }
  return { tables, rows: totalErased(tables), isWithdrawn: (yield* withdrawnOf(partner, ids)).size > 0 }
})

/**
 * Withdraws the partner's case, given every reference that it may have, under each version of the pipeline's key. First it is recorded in the withdrawal log, then in the store, then rows are erased. After a
 * failure at any point, running it again completes it.
 */
export const withdrawCase = Effect.fn("WithdrawCase.withdrawCase")(function* (
  partner: string,
  references: ReadonlyArray<string>
) {
  const { persons, newest } = yield* personsOf(partner, references)
  const ids = new Set(persons.map(({ person }) => person))
  const first = yield* firstStored(partner, [...ids])
  const waitingToBe = yield* waitingCorrections(partner, new Set(references))
  const revised = loggedRecords(partner, yield* revisedRecords(partner, ids))
  const waitingRecords = loggedRecords(partner, waitingToBe.records)
  const wereCounted = waitingToBe.since !== undefined
  const since = [...first.values(), waitingToBe.since].filter((at) => at !== undefined).sort()[0]
  if (!wereCounted) yield* logRecords(partner, waitingRecords)
  const tombstone = yield* logWithdrawal(
    partner,
    persons,
    since,
    wereCounted ? [...revised, ...waitingRecords] : revised
  )
  // Only under the newest version. Rows of older versions are left for a rotation to reach, which erases withdrawn persons itself.
  yield* writeTombstones(
    partner,
    persons.filter(({ version }) => version === newest)
  )
  yield* noteErased(
    partner,
    waitingToBe.records.map(({ id }) => id)
  )
  // Again: records may have been stored, or refused, since the first look. Of an erasure that was interrupted, earlier revisions may be left alone.
  const claimed = yield* noteStored(partner, persons)
  const left = yield* storedWithdrawn(partner, yield* withdrawnRecordsOf(partner))
  let tables = yield* eraseByTable(partner, ids, [...waitingToBe.records, ...claimed, ...left])
  tables = plusErased(tables, yield* eraseContradictions(partner))
  // A rotation that started meanwhile has moved rows to a version that was unknown above.
  if (targetVersion(yield* (yield* KeyStore).keysOf(partner)) !== newest)
    tables = plusErased(tables, (yield* rekey(partner)).erased)
  // Last: after an interruption, what waits says again which stored records become the case's.
  const waiting = yield* eraseWaiting(partner, new Set(references))
  if (waiting > 0) tables = { ...tables, [waitingPlace]: waiting }
  return { tombstone, erased: totalErased(tables), tables }
})

/**
 * Erases what waits for approval of cases that have withdrawn: of a withdrawal that arrived as a record, the pipeline cannot reach it, and more may be
 * entered afterwards.
 */
export const withdrawWaiting = Effect.fn("WithdrawCase.withdrawWaiting")(function* (partner: string) {
  const references = yield* waitingReferences(partner)
  if (references.size === 0) return
  const keys = yield* (yield* KeyStore).keysOf(partner)
  const persons = new Map<string, string>()
  for (const reference of references) persons.set(storedPseudonym(keys, reference), reference)
  for (const person of yield* withdrawnOf(partner, new Set(persons.keys())))
    yield* withdrawCase(partner, [persons.get(person) as string])
})
