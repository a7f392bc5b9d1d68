/**
 * **High risk.** Rows that wait for approval, encrypted: AES-256-GCM with a key that follows from the pipeline's key of the partner. So they are
 * protected where that key is, and `keys shred` makes them unreadable.
 */
import { hkdfSync } from "node:crypto"
import { gunzipSync, gzipSync } from "node:zlib"
import { Effect, Redacted } from "effect"
import { seal, unseal } from "../../ports/sealedBytes.ts"
import { currentKey, KeyStore, KeyStoreError, type KeyVersion } from "../keys/KeyStore.ts"
import type { ReadyRow } from "../submit/check/pseudonymiseRows.ts"

/** Some rows of an entry, as they are stored. */
export interface SealedRows {
  readonly keyVersion: number
  /** In base64. */
  readonly sealed: string
}

const keyOf = ({ key }: KeyVersion) =>
  Buffer.from(hkdfSync("sha256", Redacted.value(key), new Uint8Array(0), "corridor rows that wait for approval", 32))

const unusable = (partner: string) =>
  new KeyStoreError({
    partner,
    message: `What waits for ${partner} cannot be read: its keys were shredded or replaced.`
  })

/** `place`: the entry and the number of the part, so that parts cannot be exchanged. */
export const sealRows = Effect.fn("sealedRows.seal")(function* (
  partner: string,
  place: string,
  rows: ReadonlyArray<ReadyRow>
) {
  const keys = yield* (yield* KeyStore).keysOf(partner)
  if (keys.length === 0) return yield* unusable(partner)
  const newest = currentKey(keys)
  const text = rows.map((row) => JSON.stringify(row)).join("\n")
  const sealed = seal(keyOf(newest), gzipSync(text), `${partner}\0${place}`).toString("base64")
  return { keyVersion: newest.version, sealed } satisfies SealedRows
})

/** Decrypts the rows at a place of a partner. Fails if the key was shredded, or if the bytes are not those that were sealed there. */
export const unsealRows = Effect.fn("sealedRows.unseal")(function* (
  partner: string,
  place: string,
  { keyVersion, sealed }: SealedRows
) {
  const keys = yield* (yield* KeyStore).keysOf(partner)
  const key = keys.find(({ version }) => version === keyVersion)
  if (key === undefined) return yield* unusable(partner)
  return yield* Effect.try({
    try: () =>
      gunzipSync(unseal(keyOf(key), Buffer.from(sealed, "base64"), `${partner}\0${place}`))
        .toString("utf8")
        .split("\n")
        .map((line) => JSON.parse(line) as ReadyRow),
    catch: () => unusable(partner)
  })
})
