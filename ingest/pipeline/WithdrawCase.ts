/** Withdrawal by an operator. It works directly on the store, before or after records of the case arrive. */
import { Effect } from "effect"
import { eraseByTable, plusErased, totalErased } from "../keys/ErasePersons.ts"
import { KeyStore, KeyStoreError, targetVersion } from "../keys/KeyStore.ts"
import { firstPseudonym, pseudonymsOfCase } from "../keys/Pseudonym.ts"
import { rekey } from "../keys/Rekey.ts"
import { logWithdrawal } from "../keys/WithdrawalLog.ts"
import { writeTombstones } from "./Tombstones.ts"

/**
 * Withdraws the partner's case `reference` under every pseudonym that it can have: with and without the partner's first pseudonym, and
 * under each version of the pipeline's key. First it is recorded in the withdrawal log, then in the store, then rows are erased. After a
 * failure at any point, running it again completes it.
 */
export const withdrawCase = Effect.fn("WithdrawCase.withdrawCase")(function* (
  partner: string,
  partnerKey: Uint8Array,
  reference: string
) {
  const store = yield* KeyStore
  const keys = yield* store.keysOf(partner)
  if (keys.length === 0)
    return yield* new KeyStoreError({
      partner,
      message: `The keys of partner ${partner} were shredded, so the records of this case can no longer be found.`
    })
  const newest = targetVersion(keys)
  const persons = [reference, firstPseudonym(partnerKey, reference)].flatMap((known) => pseudonymsOfCase(keys, known))
  const tombstone = yield* logWithdrawal(partner, persons)
  // Only under the newest version. Rows of older versions are left for a rotation to reach, which erases withdrawn persons itself.
  yield* writeTombstones(
    partner,
    persons.filter(({ version }) => version === newest)
  )
  let tables = yield* eraseByTable(partner, new Set(persons.map(({ person }) => person)))
  // A rotation that started meanwhile has moved rows to a version that was unknown above.
  if (targetVersion(yield* store.keysOf(partner)) !== newest)
    tables = plusErased(tables, (yield* rekey(partner)).erased)
  return { tombstone, erased: totalErased(tables), tables }
})
