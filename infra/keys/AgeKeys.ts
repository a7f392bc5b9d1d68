/**
 * Keys of age (https://age-encryption.org/v1), to which backups and key files are encrypted: a recipient is public, its identity is secret. Both the
 * X25519 keys (`age1…`) and the hybrid ones against quantum computers (`age1pq1…`) are accepted.
 */
import { armor, Decrypter, Encrypter, generateIdentity, identityToRecipient } from "age-encryption"
import { Effect, Redacted, Schema } from "effect"
import { readInput, unreadable } from "../../ports/files/InputFile.ts"
import { writeOutput } from "../../ports/files/OutputFile.ts"
import { passphraseCost } from "./passphraseCost.ts"

/** The key is none of age, cannot be read, or does not fit. `message` says what to do, and contains no key. */
export class AgeKeyRefused extends Schema.TaggedError<AgeKeyRefused>()("AgeKeyRefused", {
  message: Schema.String
}) {}

/** Encrypts to one or several recipients. */
export interface Sealing {
  readonly recipients: ReadonlyArray<string>
  readonly seal: (bytes: Uint8Array) => Promise<Uint8Array>
}

/** Decrypts with an identity. */
export interface AgeIdentity {
  /** Rejects if the bytes are not encrypted to the identity, or were changed. */
  readonly open: (bytes: Uint8Array) => Promise<Uint8Array>
  readonly recipient: string
  /** The key that signs the backups which the identity is for, if its file names one. */
  readonly signer: string | undefined
}

const refuse = (message: string) => new AgeKeyRefused({ message })

/** Returns the encryption to recipients. Fails for a text that is not a recipient, without repeating it: it may be a secret by mistake. */
export const sealingTo = (recipients: ReadonlyArray<string>): Effect.Effect<Sealing, AgeKeyRefused> =>
  Effect.try({
    try: () => {
      const encrypter = new Encrypter()
      for (const recipient of recipients) encrypter.addRecipient(recipient)
      return { recipients: recipients.toSorted(), seal: (bytes: Uint8Array) => encrypter.encrypt(bytes) }
    },
    catch: () => refuse("That is not an age public key. It begins with age1; 'corridor backup keygen' makes one.")
  })

const armored = "-----BEGIN AGE ENCRYPTED FILE-----"
const binary = "age-encryption.org/v1"

/** Returns the text of an identity file, decrypted if it is encrypted with a passphrase. */
const identityText = Effect.fn("AgeKeys.identityText")(function* (
  file: string,
  passphrase: Effect.Effect<Redacted.Redacted<string>, AgeKeyRefused>
) {
  const bytes = yield* Effect.try({
    try: () => readInput(file),
    catch: (error) => refuse(unreadable(error))
  })
  const text = bytes.toString()
  const isArmored = text.startsWith(armored)
  if (!isArmored && !text.startsWith(binary)) return text
  const secret = yield* passphrase
  return yield* Effect.tryPromise({
    try: () => {
      const decrypter = new Decrypter()
      decrypter.addPassphrase(Redacted.value(secret))
      return decrypter.decrypt(isArmored ? armor.decode(text) : bytes, "text")
    },
    catch: () => refuse("The passphrase does not open the file of the age identity.")
  })
})

const signerLine = /^# signer: ([A-Za-z0-9_-]{43})$/m

/** Reads an identity file as age, `age -p` and `backup keygen` write it. */
export const readIdentity = Effect.fn("AgeKeys.readIdentity")(function* (
  file: string,
  passphrase: Effect.Effect<Redacted.Redacted<string>, AgeKeyRefused>
) {
  const text = yield* identityText(file, passphrase)
  const secrets = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
  // Without the cause, which could quote the secret.
  const noIdentity = refuse(
    "The file of the identity holds no identity of age: a line that begins with AGE-SECRET-KEY-."
  )
  const decrypter = yield* Effect.try({
    try: () => {
      const made = new Decrypter()
      for (const secret of secrets) made.addIdentity(secret)
      return made
    },
    catch: () => noIdentity
  })
  const recipient = yield* Effect.tryPromise({
    try: () => identityToRecipient(secrets[0] ?? ""),
    catch: () => noIdentity
  })
  return {
    open: (bytes) => decrypter.decrypt(bytes),
    recipient,
    signer: signerLine.exec(text)?.[1]
  } satisfies AgeIdentity
})

/** Makes a key pair. `text` is the identity file, which names the signer of the backups that will be encrypted to it. */
export const makeIdentity = Effect.fn("AgeKeys.makeIdentity")(function* (signer?: string) {
  const identity = yield* Effect.promise(() => generateIdentity())
  const recipient = yield* Effect.promise(() => identityToRecipient(identity))
  const signed = signer === undefined ? "" : `# signer: ${signer}\n`
  return { identity, recipient, text: `# public key: ${recipient}\n${signed}${identity}\n` }
})

/** Writes an identity into a new owner-only file, encrypted if there is a passphrase. */
export const writeIdentity = Effect.fn("AgeKeys.writeIdentity")(function* (
  file: string,
  text: string,
  passphrase?: Redacted.Redacted<string>
) {
  const sealed = yield* Effect.promise(async () => {
    if (passphrase === undefined) return text
    const encrypter = new Encrypter()
    encrypter.setScryptWorkFactor(passphraseCost.logN)
    encrypter.setPassphrase(Redacted.value(passphrase))
    return `${armor.encode(await encrypter.encrypt(text))}\n`
  })
  yield* writeOutput(file, sealed, { replace: false })
})
