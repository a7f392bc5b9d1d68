/**
 * Pipeline keys encrypted with a key that HashiCorp Vault (or OpenBao) keeps, by its transit engine: files hold ciphertexts, which are useless
 * without Vault. API: https://developer.hashicorp.com/vault/api-docs/secret/transit
 */

import { Effect, Option, Redacted, Schema } from "effect"
import { type PipelineKeys, PipelineKeysUnavailable } from "../../ingest/keys/PipelineKeys.ts"
import { certificateProblem } from "../../ports/certificateProblem.ts"
import { limitedText } from "../../ports/limitedText.ts"

interface VaultOptions {
  /** https, or http to this machine. */
  readonly url: URL
  /** Read for each request, because an agent renews it. Needs the capability `update` on `<mount>/encrypt/<key>` and `<mount>/decrypt/<key>`. */
  readonly token: Effect.Effect<Redacted.Redacted<string>, PipelineKeysUnavailable>
  /** Path of the transit engine and name of its key, such as `transit/corridor`. */
  readonly key: string
}

const prefix = "vault:"
const timeoutMillis = 10_000
const maxAnswerBytes = 65_536

const Encrypted = Schema.Struct({ data: Schema.Struct({ ciphertext: Schema.String }) })
const Decrypted = Schema.Struct({ data: Schema.Struct({ plaintext: Schema.String }) })

const unavailable = (message: string) => new PipelineKeysUnavailable({ message })

const reasons: Readonly<Record<number, string>> = {
  400: "Vault does not accept this key: it was encrypted with another one than CORRIDOR_VAULT_KEY names.",
  403: "Vault refuses the token: it has expired, or lacks the capability 'update' on the encrypt and decrypt paths of the key.",
  404: "Vault has no transit key of the name in CORRIDOR_VAULT_KEY.",
  503: "Vault is sealed. Unseal it, then try again."
}

export const vaultPipelineKeys = ({ url, token, key }: VaultOptions): PipelineKeys => {
  const [mount, name] = [key.slice(0, key.lastIndexOf("/")), key.slice(key.lastIndexOf("/") + 1)]

  /** Asks Vault. Neither its answer nor the request is part of an error. */
  const ask = Effect.fn("VaultPipelineKeys.ask")(function* (operation: "encrypt" | "decrypt", body: object) {
    const secret = yield* token
    const response = yield* Effect.tryPromise({
      try: () =>
        fetch(new URL(`/v1/${mount}/${operation}/${name}`, url), {
          method: "POST",
          headers: { "x-vault-token": Redacted.value(secret), "content-type": "application/json" },
          body: JSON.stringify(body),
          redirect: "error",
          signal: AbortSignal.timeout(timeoutMillis)
        }),
      catch: (cause) =>
        unavailable(
          `Vault cannot be asked at CORRIDOR_VAULT_URL: ${certificateProblem(cause) ?? "it does not respond. Check its address and your network"}.`
        )
    })
    if (!response.ok)
      return yield* unavailable(reasons[response.status] ?? `Vault answered with the status ${response.status}.`)
    return yield* Effect.tryPromise({
      try: async (): Promise<unknown> => JSON.parse(await limitedText(response.body, maxAnswerBytes)),
      catch: () => unavailable("Vault's answer cannot be read.")
    })
  })

  const read = <A>(decoded: Option.Option<A>) =>
    Option.isSome(decoded) ? Effect.succeed(decoded.value) : Effect.fail(unavailable("Vault's answer cannot be read."))

  return {
    prefix,
    protect: Effect.fn("VaultPipelineKeys.protect")(function* (secret) {
      const answer = yield* ask("encrypt", { plaintext: Buffer.from(secret).toString("base64") })
      return (yield* read(Schema.decodeUnknownOption(Encrypted)(answer))).data.ciphertext
    }),
    reveal: Effect.fn("VaultPipelineKeys.reveal")(function* (text) {
      const answer = yield* ask("decrypt", { ciphertext: text })
      const { data } = yield* read(Schema.decodeUnknownOption(Decrypted)(answer))
      return new Uint8Array(Buffer.from(data.plaintext, "base64"))
    })
  }
}
