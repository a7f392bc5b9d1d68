/** The user of the embedded schema registry that may change it. Everyone who reaches its port can read it: the schemas are public. */
import { join } from "node:path"
import { storedSecrets } from "../process/storedSecrets.ts"
import type { RegistryUser } from "./ApicurioRegistry.ts"

export const registryWriter = (data: string): RegistryUser => {
  const { writer } = storedSecrets(join(data, "secrets", "registry.json"), ["writer"])
  return { name: "corridor", password: writer }
}
