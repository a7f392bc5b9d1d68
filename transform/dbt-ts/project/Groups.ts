/** `groups:` of property files: owners of models, and who may use private ones. */
import { refuse } from "../ProjectError.ts"
import { isSettings, plain, settings } from "./files/Yaml.ts"
import type { Group } from "./Node.ts"
import type { Settings } from "./NodeConfig.ts"
import type { PropertyEntry } from "./properties/PropertyFile.ts"

export const readGroup = ({ packageName, file, entry, name }: PropertyEntry): Group => {
  const owner = settings(file.path, "owner", entry["owner"])
  if (owner["name"] === undefined && owner["email"] === undefined) {
    refuse(file.path, `the owner of group '${name}' needs a 'name' or an 'email'`)
  }
  const config = settings(file.path, "config", entry["config"])
  return {
    uniqueId: `group.${packageName}.${name}`,
    name,
    packageName,
    owner: plain(owner) as Settings,
    description: String(entry["description"] ?? ""),
    originalFilePath: file.path,
    config: plain({ meta: isSettings(config["meta"]) ? config["meta"] : {} }) as Settings
  }
}
