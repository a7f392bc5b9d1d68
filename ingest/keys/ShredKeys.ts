/** Makes a partner's pseudonyms permanently unlinkable. */
import { Effect } from "effect"
import { KeyStore } from "./KeyStore.ts"
import { rekey } from "./Rekey.ts"

/**
 * Gives the partner's persons random pseudonyms, so that a leaked key links nothing, and destroys its keys. It marks the keys as shredded, so
 * that no new pseudonym is made; then it re-keys the rows, destroys the keys, and re-keys rows that were loaded meanwhile. After a crash it
 * can be repeated.
 *
 * Disable the partner first, so that later records are refused.
 */
export const shredKeys = Effect.fn("ShredKeys.shredKeys")(function* (partner: string, perRound?: number) {
  const store = yield* KeyStore
  // Fails before anything is changed.
  yield* store.keysOf(partner)
  yield* store.condemn(partner)
  const before = yield* rekey(partner, perRound)
  const versions = yield* store.destroy(partner)
  const after = yield* rekey(partner, perRound)
  return { partner, rekeyed: before.rekeyed + after.rekeyed, versions }
})
