/** The passphrase of an identity file: from a file or file descriptor, from the environment, or typed on the terminal. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Redacted } from "effect"
import { Prompt } from "effect/cli"
import { readInputText, unreadable } from "../../ports/files/InputFile.ts"
import { passphraseSettings } from "../settings/Settings.ts"
import { AgeKeyRefused } from "./AgeKeys.ts"

const refuse = (message: string) => new AgeKeyRefused({ message })

/** Fails if there is none and no terminal at which it could be typed. */
export const passphrase = Effect.gen(function* () {
  const { file, text } = yield* passphraseSettings
  if (file !== undefined)
    return yield* Effect.try({
      try: () => Redacted.make(readInputText(file).replace(/\r?\n$/, "")),
      catch: (error) => refuse(`CORRIDOR_KEYS_PASSPHRASE_FILE: ${unreadable(error)}`)
    })
  if (text !== undefined) return text
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true)
    return yield* refuse(
      "The identity file is encrypted. Name a file with its passphrase in CORRIDOR_KEYS_PASSPHRASE_FILE; /dev/fd/3 is a file descriptor."
    )
  return yield* Prompt.run(Prompt.Hidden({ message: "Passphrase of the identity" })).pipe(
    Effect.provide(NodeServices.layer),
    Effect.mapError(() => refuse("No passphrase was given."))
  )
}).pipe(
  Effect.catchIf(
    (error) => error._tag !== "AgeKeyRefused",
    () => Effect.fail(refuse("The settings of the passphrase cannot be read."))
  )
)
