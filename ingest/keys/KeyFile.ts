/** Key versions as files have them: the key itself, or what `PipelineKeys` made of it together with partner and version. */
import { createHmac } from "node:crypto"
import { Effect, Option, Schema } from "effect"
import { KeyStoreError } from "./KeyStore.ts"
import type { PipelineKeys, PipelineKeysUnavailable } from "./PipelineKeys.ts"

export const keyBytes = 32

export const KeyFile = Schema.Struct({
  versions: Schema.NonEmptyArray(
    Schema.Struct({
      version: Schema.Int,
      key: Schema.optionalKey(Schema.String),
      protected: Schema.optionalKey(Schema.String),
      /** Check value of a key that is not protected; absent in files of earlier versions. */
      check: Schema.optionalKey(Schema.String),
      created: Schema.String
    })
  )
})

export type Version = (typeof KeyFile.Type)["versions"][number]

/**
 * Returns what a file with a plain key says of it, so that a file under another partner's name, or with a changed bit, is not used: persons would get other
 * pseudonyms, and withdrawals would not find them. It discloses nothing of the key or of any pseudonym: no case number is this text.
 */
const checkOf = (partner: string, version: number, key: Uint8Array): string =>
  createHmac("sha256", key)
    .update(`\u0000corridor pipeline key ${JSON.stringify([partner, version])}`)
    .digest("hex")

/** Returns true unless a file has a plain key and the check value of another one. */
export const isKeyOf = ({ version, key, check }: Version, partner: string): boolean =>
  key === undefined || check === undefined || check === checkOf(partner, version, Buffer.from(key, "base64"))

/** The error for a key file that does not have the key of its name. */
export const otherKey = (partner: string) =>
  new KeyStoreError({
    partner,
    message: `The key file of partner ${partner} has the key of another partner or version, or was changed. Restore it from its backup.`
  })

/** What is protected: the key, and what it is for. */
const ProtectedKey = Schema.fromJsonString(
  Schema.Struct({ partner: Schema.String, version: Schema.Int, key: Schema.String })
)
const encodeProtected = Schema.encodeSync(ProtectedKey)
const decodeProtected = Schema.decodeUnknownOption(ProtectedKey)

/** Returns functions that write and read the keys of files, which `pipelineKeys` protects. */
export const keyFiles = (pipelineKeys: PipelineKeys) => {
  const isProtected = pipelineKeys.prefix !== ""

  const unavailable = (partner: string) => (error: PipelineKeysUnavailable) =>
    new KeyStoreError({ partner, message: error.message })

  /** Returns the content of the file of a key. */
  const fileText = Effect.fn("KeyFile.fileText")(function* (
    partner: string,
    { version, key, created }: { readonly version: number; readonly key: Uint8Array; readonly created: string }
  ) {
    const text = Buffer.from(key).toString("base64")
    const secret = Buffer.from(encodeProtected({ partner, version, key: text }))
    const stored = isProtected
      ? { protected: yield* pipelineKeys.protect(secret).pipe(Effect.mapError(unavailable(partner))) }
      : { key: text, check: checkOf(partner, version, key) }
    return JSON.stringify({ versions: [{ version, ...stored, created }] })
  })

  /** Keys that were revealed, by the text of their files. A file's key never changes. */
  const revealed = new Map<string, Uint8Array>()

  const revealKey = Effect.fn("KeyFile.reveal")(function* (partner: string, text: string, wanted: number) {
    const known = revealed.get(text)
    if (known !== undefined) return known
    if (!text.startsWith(pipelineKeys.prefix) || !isProtected)
      return yield* new KeyStoreError({
        partner,
        message: `The key of partner ${partner} is protected with ${text.startsWith("vault:") ? "Vault" : "age"}, which the settings do not name. Set ${text.startsWith("vault:") ? "CORRIDOR_VAULT_URL" : "CORRIDOR_KEYS_IDENTITY"}.`
      })
    const secret = yield* pipelineKeys.reveal(text).pipe(Effect.mapError(unavailable(partner)))
    const found = Option.getOrUndefined(decodeProtected(Buffer.from(secret).toString()))
    if (found?.partner !== partner || found.version !== wanted) return yield* otherKey(partner)
    const key = new Uint8Array(Buffer.from(found.key, "base64"))
    revealed.set(text, key)
    return key
  })

  const keyOf = ({ version, key, protected: text }: Version, partner: string) =>
    text === undefined
      ? Effect.succeed(new Uint8Array(Buffer.from(key ?? "", "base64")))
      : revealKey(partner, text, version)

  /** Returns whether the file has its key as `pipelineKeys` protects it now; a plain one with its check value, which earlier versions did not write. */
  const isCurrent = ({ protected: text, check }: Version): boolean =>
    isProtected ? text?.startsWith(pipelineKeys.prefix) === true : text === undefined && check !== undefined

  return { fileText, keyOf, isCurrent }
}
