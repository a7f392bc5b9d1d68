/** `groups:` of property files: owners of models, and who may use private ones. */
import { refuse } from "../ProjectError.ts"
import { plain, settings } from "../project/files/Yaml.ts"
import type { Group } from "../project/Node.ts"
import { gatherConfig } from "../project/NodeConfig.ts"
import { fqnOf } from "../project/NodePath.ts"
import type { PropertyEntry } from "../project/properties/PropertyFile.ts"
import type { Settings } from "../project/Settings.ts"
import { fileOf, type Parsing } from "./Parsing.ts"

export const readGroup = (parsing: Parsing, { packageName, file, entry, name }: PropertyEntry): Group => {
  const owner = settings(file.path, "owner", entry["owner"])
  if (owner["name"] === undefined && owner["email"] === undefined) {
    refuse(file.path, `the owner of group '${name}' needs a 'name' or an 'email'`)
  }
  const fqn = [...fqnOf(packageName, file.below).slice(0, -1), name]
  const properties = plain(settings(file.path, "config", entry["config"])) as Settings
  const places = { own: fileOf(parsing, packageName), root: parsing.root, properties, inFile: {} }
  return {
    uniqueId: `group.${packageName}.${name}`,
    name,
    packageName,
    owner: plain(owner) as Settings,
    description: String(entry["description"] ?? ""),
    originalFilePath: file.path,
    // dbt gives groups what models of their folder are configured with.
    config: gatherConfig(file.path, "group", fqn, places)
  }
}
