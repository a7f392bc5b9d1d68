/** How the settings protect the pipeline's keys: with Vault, with an age identity, or not. */
import { Effect, Redacted } from "effect"
import { type PipelineKeys, PipelineKeysUnavailable, plainKeys } from "../../ingest/keys/PipelineKeys.ts"
import { readInputText, unreadable } from "../../ports/files/InputFile.ts"
import { keyProtection } from "../settings/Settings.ts"
import { readIdentity } from "./AgeKeys.ts"
import { agePipelineKeys } from "./AgePipelineKeys.ts"
import { passphrase } from "./passphrase.ts"
import { vaultPipelineKeys } from "./VaultPipelineKeys.ts"

const unavailable = (message: string) => new PipelineKeysUnavailable({ message })

const vaultToken = (token: Redacted.Redacted<string> | undefined, file: string | undefined) => {
  if (file !== undefined)
    return Effect.try({
      try: () => Redacted.make(readInputText(file).trim()),
      catch: (error) => unavailable(`CORRIDOR_VAULT_TOKEN_FILE: ${unreadable(error)}`)
    })
  return token === undefined
    ? Effect.fail(unavailable("Vault needs a token: set CORRIDOR_VAULT_TOKEN_FILE or CORRIDOR_VAULT_TOKEN."))
    : Effect.succeed(token)
}

/** Vault is taken if both are set. */
export const stackPipelineKeys = Effect.gen(function* () {
  const { vault, identity } = yield* keyProtection
  if (vault !== undefined) {
    const { url, key, token, tokenFile } = vault
    return vaultPipelineKeys({ url, key, token: vaultToken(token, tokenFile) })
  }
  if (identity !== undefined) return yield* agePipelineKeys(readIdentity(identity, passphrase))
  return plainKeys satisfies PipelineKeys
})
