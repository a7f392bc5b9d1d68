/** Moves a partner to a new key: first creates the key, then re-keys stored rows. */
import { Effect } from "effect"
import { KeyStore, KeyStoreError, targetVersion } from "./KeyStore.ts"
import { rekey, rowsByVersion } from "./Rekey.ts"

interface Rotated {
  readonly partner: string
  /** The version for new pseudonyms. */
  readonly version: number
  /** False if this completed an interrupted rotation. */
  readonly made: boolean
  /** Number of rows that were moved to the version. */
  readonly rekeyed: number
}

/**
 * Creates a new version of the partner's key and re-keys its rows. If rows of an older version exist, an earlier rotation was interrupted:
 * then it completes that one and creates no version.
 */
export const rotateKeys = Effect.fn("RotateKeys.rotateKeys")(function* (partner: string, perRound?: number) {
  const store = yield* KeyStore
  const keys = yield* store.keysOf(partner)
  if (keys.length === 0)
    return yield* new KeyStoreError({ partner, message: `The keys of partner ${partner} were shredded.` })
  const newest = targetVersion(keys)
  const rows = yield* rowsByVersion(partner)
  // Otherwise a new key could get a version number that was used before.
  if (rows.some(({ version }) => version > newest))
    return yield* new KeyStoreError({
      partner,
      message: `Rows of partner ${partner} have a newer key version than the key store. Restore the newest keys first.`
    })
  const interrupted = rows.some(({ version }) => version < newest)
  if (!interrupted) yield* store.addVersion(partner, newest)
  const { rekeyed } = yield* rekey(partner, perRound)
  return { partner, version: interrupted ? newest : newest + 1, made: !interrupted, rekeyed } satisfies Rotated
})
