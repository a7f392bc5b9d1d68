/** Secrets of the embedded servers: generated once, kept as a JSON object in an owner-only file. */
import { randomBytes } from "node:crypto"
import { Option, Redacted, Schema } from "effect"
import { readTextFile, writeOwnerOnlyFile } from "./OwnerOnlyFile.ts"
import { Unavailable } from "./Unavailable.ts"

/** Returns 192 random bits in base64url, which needs no quoting. */
export const randomSecret = (): string => randomBytes(24).toString("base64url")

const Stored = Schema.fromJsonString(Schema.Record(Schema.String, Schema.String))

/** Returns a problem that says how to continue without the file: its content is only used between processes of this machine. */
export const damagedSecret = (path: string): Unavailable =>
  new Unavailable({
    part: "secrets",
    message: `The file ${path} is damaged. Stop the stack and delete the file: the next start makes a new one, and nothing else depends on it.`
  })

/** Returns the secrets of these names, which are made if there is no file. Throws `Unavailable` if the file is damaged. */
export const storedSecrets = <const Name extends string>(
  path: string,
  names: ReadonlyArray<Name>
): Readonly<Record<Name, Redacted.Redacted<string>>> => {
  const text = readTextFile(path)
  const stored: Readonly<Record<string, string>> =
    text === undefined
      ? Object.fromEntries(names.map((name) => [name, randomSecret()]))
      : Option.getOrElse(Schema.decodeUnknownOption(Stored)(text), () => ({}))
  if (names.some((name) => (stored[name] ?? "") === "")) throw damagedSecret(path)
  if (text === undefined) writeOwnerOnlyFile(path, `${JSON.stringify(stored)}\n`)
  return Object.fromEntries(names.map((name) => [name, Redacted.make(stored[name] as string)])) as Record<
    Name,
    Redacted.Redacted<string>
  >
}
