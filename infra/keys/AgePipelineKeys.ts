/** Pipeline keys encrypted to an age identity, which is in a file elsewhere and can itself be encrypted with a passphrase. */
import { Effect } from "effect"
import { type PipelineKeys, PipelineKeysUnavailable } from "../../ingest/keys/PipelineKeys.ts"
import { cachedSuccess } from "../../ports/cachedSuccess.ts"
import { type AgeIdentity, type AgeKeyRefused, sealingTo } from "./AgeKeys.ts"

const prefix = "age:"

/** `identity` opens the file when a key is first needed: that may ask for the passphrase. */
export const agePipelineKeys = (identity: Effect.Effect<AgeIdentity, AgeKeyRefused>): Effect.Effect<PipelineKeys> =>
  Effect.gen(function* () {
    const once = yield* cachedSuccess(
      Effect.mapError(identity, ({ message }) => new PipelineKeysUnavailable({ message }))
    )
    const notOpened = new PipelineKeysUnavailable({
      message: "The identity in CORRIDOR_KEYS_IDENTITY does not open this key: it was encrypted to another one."
    })
    return {
      prefix,
      protect: Effect.fn("AgePipelineKeys.protect")(function* (secret) {
        const { recipient } = yield* once
        const { seal } = yield* Effect.orDie(sealingTo([recipient]))
        return `${prefix}${Buffer.from(yield* Effect.promise(() => seal(secret))).toString("base64")}`
      }),
      reveal: Effect.fn("AgePipelineKeys.reveal")(function* (text) {
        const { open } = yield* once
        const sealed = Buffer.from(text.slice(prefix.length), "base64")
        return yield* Effect.tryPromise({ try: () => open(sealed), catch: () => notOpened })
      })
    }
  })
