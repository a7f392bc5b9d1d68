/**
 * Passwords of the embedded broker's own identities. Generated once, kept in an owner-only file, set in the broker at each start.
 */
import { randomBytes } from "node:crypto"
import { Redacted, Schema } from "effect"
import { readTextFile, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"

const Stored = Schema.fromJsonString(Schema.Struct({ admin: Schema.String, pipeline: Schema.String }))

export interface KafkaSecrets {
  readonly admin: Redacted.Redacted<string>
  readonly pipeline: Redacted.Redacted<string>
}

/** Returns 192 random bits in base64url, which needs no quoting. */
export const randomSecret = (): string => randomBytes(24).toString("base64url")

export const kafkaSecrets = (path: string): KafkaSecrets => {
  const text = readTextFile(path)
  const stored =
    text === undefined ? { admin: randomSecret(), pipeline: randomSecret() } : Schema.decodeSync(Stored)(text)
  if (text === undefined) writeOwnerOnlyFile(path, `${JSON.stringify(stored)}\n`)
  return { admin: Redacted.make(stored.admin), pipeline: Redacted.make(stored.pipeline) }
}
