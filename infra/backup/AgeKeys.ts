/**
 * Keys of age (https://age-encryption.org/v1), to which backups and key files are encrypted: a recipient is public, its identity is secret and is
 * kept offline. Both the X25519 keys (`age1…`) and the hybrid ones against quantum computers (`age1pq1…`) are accepted.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { Decrypter, Encrypter, generateIdentity, identityToRecipient } from "age-encryption"
import { Effect } from "effect"
import { BackupRefused } from "./Manifest.ts"

/** Encrypts to one or several recipients. */
export interface Sealing {
  readonly recipients: ReadonlyArray<string>
  readonly seal: (bytes: Uint8Array) => Promise<Uint8Array>
}

/** Decrypts with an identity. */
export interface Opening {
  /** Rejects if the bytes are not encrypted to the identity, or were changed. */
  readonly open: (bytes: Uint8Array) => Promise<Uint8Array>
  /** The key that signs the backups which the identity is for, if its file names one. */
  readonly signer: string | undefined
}

/** Returns the encryption to recipients. Fails for a text that is not a recipient, without repeating it: it may be a secret by mistake. */
export const sealingTo = (recipients: ReadonlyArray<string>): Effect.Effect<Sealing, BackupRefused> =>
  Effect.try({
    try: () => {
      const encrypter = new Encrypter()
      for (const recipient of recipients) encrypter.addRecipient(recipient)
      return { recipients: recipients.toSorted(), seal: (bytes: Uint8Array) => encrypter.encrypt(bytes) }
    },
    catch: () =>
      new BackupRefused({
        message: "That is no public key of age. It begins with age1; 'corridor backup keygen' makes one."
      })
  })

const signerLine = /^# signer: ([A-Za-z0-9_-]{43})$/m

/** Reads an identity file as age and `backup keygen` write it. */
export const readIdentity = (file: string): Effect.Effect<Opening, BackupRefused> =>
  Effect.try({
    try: () => {
      const text = readFileSync(file, "utf8")
      const decrypter = new Decrypter()
      const secrets = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"))
      for (const secret of secrets) decrypter.addIdentity(secret.trim())
      if (secrets.length === 0) throw new Error()
      return { open: (bytes: Uint8Array) => decrypter.decrypt(bytes), signer: signerLine.exec(text)?.[1] }
    },
    // Without the cause, which could quote the secret.
    catch: () =>
      new BackupRefused({
        message:
          "The file of --identity cannot be read or holds no identity of age (a line that begins with AGE-SECRET-KEY-)."
      })
  })

/** Makes a key pair. `text` is the identity file, which names the signer of the backups that will be encrypted to it. */
export const makeIdentity = Effect.fn("AgeKeys.makeIdentity")(function* (signer: string) {
  const identity = yield* Effect.promise(() => generateIdentity())
  const recipient = yield* Effect.promise(() => identityToRecipient(identity))
  return { identity, recipient, text: `# public key: ${recipient}\n# signer: ${signer}\n${identity}\n` }
})

/** Writes an identity into a new owner-only file. */
export const writeIdentity = (file: string, text: string): Effect.Effect<void, BackupRefused> =>
  Effect.try({
    try: () => writeFileSync(file, text, { mode: 0o600, flag: "wx", flush: true }),
    catch: () => new BackupRefused({ message: `${file} exists or cannot be written. Name a new file.` })
  })
