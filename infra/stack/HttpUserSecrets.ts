/** The two users of the embedded store's HTTP server. */
import { join } from "node:path"
import { storedSecrets } from "../process/storedSecrets.ts"
import type { HttpUsers } from "../warehouse/http/HttpUsers.ts"

/** Returns the path of the file with the users' passwords. */
export const httpSecretsFile = (data: string): string => join(data, "secrets", "clickhouse.json")

/** Returns both users. Their passwords are made at the first call and kept in an owner-only file. */
export const httpUsers = (
  data: string
): Required<HttpUsers> & { readonly writer: NonNullable<HttpUsers["writer"]> } => {
  const { reader, writer } = storedSecrets(httpSecretsFile(data), ["reader", "writer"])
  return { reader: { name: "reader", password: reader }, writer: { name: "corridor", password: writer } }
}
