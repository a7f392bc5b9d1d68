/** A partner moves to a new key: first the key, then what is stored. */
import { Effect } from "effect"
import { KeyStore, KeyStoreError, targetVersion } from "./KeyStore.ts"
import { rekey, rowsByVersion } from "./Rekey.ts"

export interface Rotated {
  readonly partner: string
  /** The version that now makes pseudonyms. */
  readonly version: number
  /** False when this went on with a rotation that had been interrupted. */
  readonly made: boolean
  /** Rows that were brought to the version. */
  readonly rekeyed: number
}

/**
 * Makes a new version of the partner's key and re-keys its rows. Where rows are under an older version already, an earlier
 * rotation was interrupted: then this goes on with that one and makes no version.
 */
export const rotateKeys = Effect.fn("RotateKeys.rotateKeys")(function* (partner: string, perRound?: number) {
  const store = yield* KeyStore
  const keys = yield* store.keysOf(partner)
  if (keys.length === 0)
    return yield* new KeyStoreError({ partner, message: `the keys of partner ${partner} were shredded` })
  const newest = targetVersion(keys)
  const rows = yield* rowsByVersion(partner)
  // With a new key of a number that was given before, two keys would share a version.
  if (rows.some(({ version }) => version > newest))
    return yield* new KeyStoreError({
      partner,
      message: `rows of partner ${partner} were made with a newer key than those in the key store: restore its newest keys first`
    })
  const interrupted = rows.some(({ version }) => version < newest)
  if (!interrupted) yield* store.addVersion(partner, newest)
  const { rekeyed } = yield* rekey(partner, perRound)
  return { partner, version: interrupted ? newest : newest + 1, made: !interrupted, rekeyed } satisfies Rotated
})
