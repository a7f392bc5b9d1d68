/** The users of the embedded schema registry. Everyone on this machine can read it, without a password: the schemas are public. */
import { join } from "node:path"
import { Redacted } from "effect"
import { randomSecret, storedSecrets } from "../process/storedSecrets.ts"
import type { RegistryUser } from "./ApicurioRegistry.ts"

export interface RegistryUsers {
  /** May change it. */
  readonly writer: RegistryUser
  /** The account with which the gate reads. Drawn at each start. */
  readonly reader: RegistryUser
}

export const registryUsers = (data: string): RegistryUsers => ({
  writer: { name: "corridor", password: storedSecrets(join(data, "secrets", "registry.json"), ["writer"]).writer },
  reader: { name: "reader", password: Redacted.make(randomSecret()) }
})
