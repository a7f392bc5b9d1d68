/** The two users of the embedded store's HTTP server. Their passwords are generated once and kept in an owner-only file. */
import { join } from "node:path"
import { Redacted, Schema } from "effect"
import { randomSecret } from "../kafka/KafkaSecrets.ts"
import { readTextFile, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import type { HttpUsers } from "../warehouse/http/HttpUsers.ts"

const Stored = Schema.fromJsonString(Schema.Struct({ reader: Schema.String, writer: Schema.String }))

export const httpSecretsFile = (data: string): string => join(data, "secrets", "clickhouse.json")

export const httpUsers = (
  data: string
): Required<HttpUsers> & { readonly writer: NonNullable<HttpUsers["writer"]> } => {
  const text = readTextFile(httpSecretsFile(data))
  const stored =
    text === undefined ? { reader: randomSecret(), writer: randomSecret() } : Schema.decodeSync(Stored)(text)
  if (text === undefined) writeOwnerOnlyFile(httpSecretsFile(data), `${JSON.stringify(stored)}\n`)
  return {
    reader: { name: "reader", password: Redacted.make(stored.reader) },
    writer: { name: "corridor", password: Redacted.make(stored.writer) }
  }
}
