/** The two users of the embedded store's HTTP door; passwords are made once and kept in an owner-only file. */
import { join } from "node:path"
import { Redacted, Schema } from "effect"
import { randomSecret } from "../kafka/KafkaSecrets.ts"
import { readTextFile, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import type { DoorUsers } from "../warehouse/door/DoorAccess.ts"

const Stored = Schema.fromJsonString(Schema.Struct({ reader: Schema.String, writer: Schema.String }))

export const doorSecretsFile = (data: string): string => join(data, "secrets", "clickhouse.json")

export const doorUsers = (
  data: string
): Required<DoorUsers> & { readonly writer: NonNullable<DoorUsers["writer"]> } => {
  const text = readTextFile(doorSecretsFile(data))
  const stored =
    text === undefined ? { reader: randomSecret(), writer: randomSecret() } : Schema.decodeSync(Stored)(text)
  if (text === undefined) writeOwnerOnlyFile(doorSecretsFile(data), `${JSON.stringify(stored)}\n`)
  return {
    reader: { name: "reader", password: Redacted.make(stored.reader) },
    writer: { name: "corridor", password: Redacted.make(stored.writer) }
  }
}
