import { Effect, FileSystem, Redacted } from "effect"
import { randomKey } from "../suppress/randomKey.ts"
import { isMissing, sizeOfInput } from "../tables/sizeOfInput.ts"
import { TableRefused } from "../tables/TableRefused.ts"

/** Returns the secret in a file. Creates the file with a new one, readable by its owner only, if it does not exist. */
export const keyFromFile = Effect.fn("keyFromFile")(function* (file: string) {
  const files = yield* FileSystem.FileSystem
  const refusal = (message: string, rule: string, expected: string) =>
    new TableRefused({ message, problems: [{ file, row: 0, column: "", rule, expected }] })
  const refused = () =>
    refusal(
      `The key file ${file} cannot be read or written`,
      "unreadable-file",
      "a file that can be read, or a place where one can be created"
    )
  yield* sizeOfInput(file).pipe(
    Effect.asVoid,
    Effect.catchIf(isMissing, () =>
      files.writeFileString(file, `${Redacted.value(randomKey())}\n`, { flag: "wx", mode: 0o600 })
    ),
    Effect.mapError(refused)
  )
  const key = (yield* files.readFileString(file).pipe(Effect.mapError(refused))).trim()
  if (key === "") return yield* refusal("The key file is empty", "no-key", "a secret, or no file: a new one is created")
  return Redacted.make(key)
})
