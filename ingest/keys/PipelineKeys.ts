/**
 * How the pipeline's pseudonymisation keys are protected where they are stored. Keys are revealed once and then used in this process, because the hot
 * path makes millions of pseudonyms a second (docs/decisions/0608-pipeline-keys.md).
 *
 * `plainKeys` stores them as they are. `infra/keys` has those that encrypt them: to an age identity, and with HashiCorp Vault.
 */
import { Effect, Schema } from "effect"

/** The keys cannot be protected or revealed now. `message` says what to do, and contains no secret. */
export class PipelineKeysUnavailable extends Schema.TaggedError<PipelineKeysUnavailable>()("PipelineKeysUnavailable", {
  message: Schema.String
}) {}

export interface PipelineKeys {
  /** Begins every text that `protect` returns, so that a text shows what can reveal it; "" for keys that are stored as they are. */
  readonly prefix: string
  /** Returns the secret bytes as the text that is stored. */
  readonly protect: (secret: Uint8Array) => Effect.Effect<string, PipelineKeysUnavailable>
  /** Returns the bytes of a stored text. */
  readonly reveal: (text: string) => Effect.Effect<Uint8Array, PipelineKeysUnavailable>
}

/** Keys as base64: anyone who reads the file has the key. */
export const plainKeys: PipelineKeys = {
  prefix: "",
  protect: (secret) => Effect.succeed(Buffer.from(secret).toString("base64")),
  reveal: (text) => Effect.succeed(new Uint8Array(Buffer.from(text, "base64")))
}
