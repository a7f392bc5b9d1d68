/** A partner's pseudonyms become unlinkable for good. */
import { Effect } from "effect"
import { KeyStore } from "./KeyStore.ts"
import { rekey } from "./Rekey.ts"

/**
 * Gives the partner's persons random pseudonyms, so that an old key that leaked links nothing, and destroys its keys. The
 * order is: no new pseudonym is made from here on (the keys are condemned), the rows, the keys, and the rows once more, for
 * what was being loaded. Begun again after a crash, it goes on.
 *
 * The partner must be disabled before: later records of it are refused.
 */
export const shredKeys = Effect.fn("ShredKeys.shredKeys")(function* (partner: string, perRound?: number) {
  const store = yield* KeyStore
  // Says what is wrong before anything is done.
  yield* store.keysOf(partner)
  yield* store.condemn(partner)
  const before = yield* rekey(partner, perRound)
  const versions = yield* store.destroy(partner)
  const after = yield* rekey(partner, perRound)
  return { partner, rekeyed: before.rekeyed + after.rekeyed, versions }
})
