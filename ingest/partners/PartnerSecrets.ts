/**
 * A partner's secrets: its Kafka password and its own key. Only the partner has the key if it made it itself. The installation keeps the password, with
 * which the portal sends for the partner, and the keys of partners that `partner add` created, in owner-only files.
 */
import { randomBytes } from "node:crypto"
import { dirname } from "node:path"
import { Effect, FileSystem, Path, Redacted, Schema } from "effect"
import type { Identity } from "../../ports/EventLog.ts"
import { orUnreadable, readInputIfAny } from "../../ports/files/InputFile.ts"
import { makeOutputFolder, writeOutput } from "../../ports/files/OutputFile.ts"
import { keyOfText } from "./keyOfText.ts"
import type { PartnerId } from "./PartnerId.ts"

/** The installation does not have this secret of a partner. `message` says which and what to do. */
export class PartnerSecretsMissing extends Schema.TaggedError<PartnerSecretsMissing>()("PartnerSecretsMissing", {
  message: Schema.String
}) {}

export interface PartnerSecrets {
  readonly identity: Identity
  /** 32 bytes, which make first pseudonyms and record ids. They allow linking the partner's records to its cases. */
  readonly key: Redacted.Redacted<Uint8Array>
}

const SecretsFile = Schema.fromJsonString(
  Schema.Struct({ username: Schema.String, password: Schema.String, key: Schema.optionalKey(Schema.String) })
)

const fileOf = Effect.fn("PartnerSecrets.fileOf")(function* (folder: string, partner: PartnerId) {
  const path = yield* Path.Path
  return path.join(folder, "partners", `${partner}.json`)
})

/** Writes the secrets. Those of a partner that makes its own key have none. */
export const keepSecrets = Effect.fn("PartnerSecrets.keep")(function* (
  folder: string,
  partner: PartnerId,
  secrets: Omit<PartnerSecrets, "key"> & Partial<PartnerSecrets>
) {
  const file = yield* fileOf(folder, partner)
  yield* makeOutputFolder(dirname(file))
  const text = yield* Schema.encodeEffect(SecretsFile)({
    username: secrets.identity.username,
    password: Redacted.value(secrets.identity.password),
    ...(secrets.key === undefined ? {} : { key: Buffer.from(Redacted.value(secrets.key)).toString("base64") })
  })
  yield* writeOutput(file, `${text}\n`, { replace: true })
})

const readFile = Effect.fn("PartnerSecrets.readFile")(function* (folder: string, partner: PartnerId) {
  const fs = yield* FileSystem.FileSystem
  const file = yield* fileOf(folder, partner)
  const failure = (message: string) => () => new PartnerSecretsMissing({ message })
  if (!(yield* Effect.orElseSucceed(fs.exists(file), () => true)))
    return yield* failure(
      `Partner ${partner} has no credentials in ${folder}. If 'partner list' shows the partner, restore partners/${partner}.json there from a backup. Otherwise create it with 'partner add ${partner} --type T --name N'.`
    )()
  return yield* fs
    .readFileString(file)
    .pipe(
      Effect.flatMap(Schema.decodeUnknownEffect(SecretsFile)),
      Effect.mapError(
        failure(
          `The credentials of partner ${partner} are damaged or may not be read: partners/${partner}.json in the key folder. Restore the file from a backup.`
        )
      )
    )
})

/** Reads the Kafka identity that sends to the partner's topic. */
export const readIdentity = Effect.fn("PartnerSecrets.readIdentity")(function* (folder: string, partner: PartnerId) {
  const { username, password } = yield* readFile(folder, partner)
  return { username, password: Redacted.make(password) } satisfies Identity
})

/** Reads the partner's secrets. Fails if the partner keeps its key itself. */
export const readSecrets = Effect.fn("PartnerSecrets.read")(function* (folder: string, partner: PartnerId) {
  const { username, password, key } = yield* readFile(folder, partner)
  if (key === undefined)
    return yield* new PartnerSecretsMissing({
      message: `Partner ${partner} keeps its key itself, so this needs to be done where the key is: in the portal, or with --server.`
    })
  return {
    identity: { username, password: Redacted.make(password) },
    key: Redacted.make(new Uint8Array(Buffer.from(key, "base64")))
  } satisfies PartnerSecrets
})

/**
 * Reads the partner's own key from a file, or makes it there: the server never has it. Returns the key, and whether it is new.
 */
export const readOrMakeKey = Effect.fn("PartnerSecrets.readOrMakeKey")(function* (file: string) {
  const there = yield* orUnreadable(() => readInputIfAny(file))
  if (there === undefined) {
    const key = randomBytes(32)
    yield* makeOutputFolder(dirname(file))
    yield* writeOutput(file, `${key.toString("base64")}\n`, { replace: false })
    return { key: Redacted.make(new Uint8Array(key)), isNew: true }
  }
  const text = keyOfText(there)
  if (text === undefined)
    return yield* new PartnerSecretsMissing({
      message: "The key file does not hold a key: 32 bytes as base64, alone or as the property key of a JSON object."
    })
  return { key: Redacted.make(new Uint8Array(Buffer.from(text, "base64"))), isNew: false }
})

/** Destroys the partner's secrets, if there are any. */
export const destroySecrets = Effect.fn("PartnerSecrets.destroy")(function* (folder: string, partner: PartnerId) {
  const fs = yield* FileSystem.FileSystem
  const file = yield* fileOf(folder, partner)
  if (!(yield* fs.exists(file))) return
  const { size } = yield* fs.stat(file)
  const opened = yield* fs.open(file, { flag: "r+" })
  yield* opened.writeAll(new Uint8Array(Number(size)))
  yield* opened.sync
  yield* fs.remove(file)
}, Effect.scoped)
