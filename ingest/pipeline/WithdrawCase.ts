/** A withdrawal by the operator, on the store itself: at once, and whether or not records of the case have come yet. */
import { Effect } from "effect"
import { KeyStore, KeyStoreError, targetVersion } from "../keys/KeyStore.ts"
import { firstPseudonym, pseudonymsOfCase } from "../keys/Pseudonym.ts"
import { rekey } from "../keys/Rekey.ts"
import { logWithdrawal } from "../keys/WithdrawalLog.ts"
import { writeTombstones } from "./Tombstones.ts"
import { eraseByTable, plusErased, totalErased } from "./Withdrawals.ts"

/**
 * Withdraws the case `reference` of the partner under every pseudonym that it can have, which is with and without the
 * partner's first pseudonym, and under each version of the pipeline's key: written down beside the keys, then in the store,
 * then erased. Whatever breaks on the way, doing it again ends it.
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
      message: `the keys of partner ${partner} were shredded: nobody can tell which records are of this case`
    })
  const newest = targetVersion(keys)
  const persons = [reference, firstPseudonym(partnerKey, reference)].flatMap((known) => pseudonymsOfCase(keys, known))
  const tombstone = yield* logWithdrawal(partner, persons)
  // Only under the newest version: rows of older ones are those that a rotation has yet to reach, and it erases what it finds.
  yield* writeTombstones(
    partner,
    persons.filter(({ version }) => version === newest)
  )
  let tables = yield* eraseByTable(partner, new Set(persons.map(({ person }) => person)))
  // A rotation that began in between has moved rows to a version that was not known above.
  if (targetVersion(yield* store.keysOf(partner)) !== newest)
    tables = plusErased(tables, (yield* rekey(partner)).erased)
  return { tombstone, erased: totalErased(tables), tables }
})
