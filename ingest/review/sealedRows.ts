/**
 * **High risk.** Rows that wait for approval, encrypted: AES-256-GCM with a key that follows from the pipeline's key of the partner. So they are
 * protected where that key is, and `keys shred` makes them unreadable.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto"
import { gunzipSync, gzipSync } from "node:zlib"
import { Effect, Redacted } from "effect"
import { currentKey, KeyStore, KeyStoreError, type KeyVersion } from "../keys/KeyStore.ts"
import type { ReadyRow } from "../submit/check/pseudonymiseRows.ts"

/** Some rows of an entry, as they are stored. */
export interface SealedRows {
  readonly keyVersion: number
  /** Base64 of nonce, tag and ciphertext. */
  readonly sealed: string
}

const [nonceBytes, tagBytes] = [12, 16]

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
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv("aes-256-gcm", keyOf(newest), nonce).setAAD(Buffer.from(`${partner}\0${place}`))
  const text = rows.map((row) => JSON.stringify(row)).join("\n")
  const body = Buffer.concat([cipher.update(gzipSync(text)), cipher.final()])
  const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64")
  return { keyVersion: newest.version, sealed } satisfies SealedRows
})

export const unsealRows = Effect.fn("sealedRows.unseal")(function* (
  partner: string,
  place: string,
  { keyVersion, sealed }: SealedRows
) {
  const keys = yield* (yield* KeyStore).keysOf(partner)
  const key = keys.find(({ version }) => version === keyVersion)
  if (key === undefined) return yield* unusable(partner)
  return yield* Effect.try({
    try: (): ReadonlyArray<ReadyRow> => {
      const bytes = Buffer.from(sealed, "base64")
      const decipher = createDecipheriv("aes-256-gcm", keyOf(key), bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(`${partner}\0${place}`))
        .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      const body = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()])
      return gunzipSync(body)
        .toString("utf8")
        .split("\n")
        .map((line) => JSON.parse(line) as ReadyRow)
    },
    catch: () => unusable(partner)
  })
})
