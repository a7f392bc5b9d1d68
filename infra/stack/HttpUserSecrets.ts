/** The two users of the embedded store's HTTP server. */
import { join } from "node:path"
import { storedSecrets } from "../process/storedSecrets.ts"
import type { HttpUsers } from "../warehouse/http/HttpUsers.ts"

export const httpSecretsFile = (data: string): string => join(data, "secrets", "clickhouse.json")

export const httpUsers = (
  data: string
): Required<HttpUsers> & { readonly writer: NonNullable<HttpUsers["writer"]> } => {
  const { reader, writer } = storedSecrets(httpSecretsFile(data), ["reader", "writer"])
  return { reader: { name: "reader", password: reader }, writer: { name: "corridor", password: writer } }
}
