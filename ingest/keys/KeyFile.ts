/** Key versions as files have them: the key itself, or what `PipelineKeys` made of it together with partner and version. */
import { Effect, Option, Schema } from "effect"
import { KeyStoreError } from "./KeyStore.ts"
import type { PipelineKeys, PipelineKeysUnavailable } from "./PipelineKeys.ts"

/** Bytes of a key. */
export const keyBytes = 32

export const KeyFile = Schema.Struct({
  versions: Schema.NonEmptyArray(
    Schema.Struct({
      version: Schema.Int,
      key: Schema.optionalKey(Schema.String),
      protected: Schema.optionalKey(Schema.String),
      created: Schema.String
    })
  )
})

/** A key version as its file has it. */
export type Version = (typeof KeyFile.Type)["versions"][number]

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
      : { key: text }
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
    if (found?.partner !== partner || found.version !== wanted)
      return yield* new KeyStoreError({
        partner,
        message: `The key file of partner ${partner} has the key of another partner or version. Restore it from its backup.`
      })
    const key = new Uint8Array(Buffer.from(found.key, "base64"))
    revealed.set(text, key)
    return key
  })

  const keyOf = ({ version, key, protected: text }: Version, partner: string) =>
    text === undefined
      ? Effect.succeed(new Uint8Array(Buffer.from(key ?? "", "base64")))
      : revealKey(partner, text, version)

  /** Returns whether the file has its key as `pipelineKeys` protects it now. */
  const isCurrent = ({ protected: text }: Version): boolean =>
    isProtected && text?.startsWith(pipelineKeys.prefix) === true

  return { fileText, keyOf, isCurrent }
}
