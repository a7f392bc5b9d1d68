/** `exposures:` of property files: what uses models outside of the project. */
import { refuse } from "../ProjectError.ts"
import { listOf, optionalText, plain, settings, words } from "../project/files/Yaml.ts"
import type { Exposure, RefTarget } from "../project/Node.ts"
import { gatherConfig, unrenderedConfig } from "../project/NodeConfig.ts"
import { fqnOf } from "../project/NodePath.ts"
import type { PropertyEntry } from "../project/properties/PropertyFile.ts"
import type { Settings } from "../project/Settings.ts"
import { staticReference } from "../project/StaticReference.ts"
import { fileOf, type Parsing } from "./Parsing.ts"

const keys = new Set("name type owner description label maturity meta tags url depends_on config".split(" "))

const oneOf = (file: string, key: string, value: unknown, allowed: ReadonlyArray<string>): string =>
  typeof value === "string" && allowed.includes(value)
    ? value
    : refuse(file, `'${key}' of an exposure must be one of ${allowed.join(", ")}`)

const ownerOf = (file: string, name: string, value: unknown): Settings => {
  const owner = settings(file, "owner", value)
  return optionalText(owner["name"]) === undefined && optionalText(owner["email"]) === undefined
    ? refuse(file, `the owner of exposure '${name}' needs a 'name' or an 'email'`)
    : owner
}

const dependencies = (file: string, name: string, value: unknown) => {
  const refs: Array<RefTarget> = []
  const sources: Array<readonly [string, string]> = []
  for (const line of words(file, "depends_on", value)) {
    if (/^\s*metric\s*\(/.test(line))
      refuse(file, `metrics, as in 'depends_on' of exposure '${name}', are not supported`)
    const found = staticReference(line)
    if (found === undefined) return refuse(file, `'${line}' of exposure '${name}' is neither ref() nor source()`)
    if (found.kind === "ref") refs.push(found.target)
    else sources.push(found.source)
  }
  return { refs, sources }
}

export type ExposureDraft = Omit<Exposure, "dependsOn">

export const readExposure = (parsing: Parsing, { packageName, file, entry, name }: PropertyEntry): ExposureDraft => {
  for (const key of Object.keys(entry)) {
    if (!keys.has(key)) refuse(file.path, `'${key}' of exposure '${name}' is not supported`)
  }
  const fqn = [...fqnOf(packageName, file.below).slice(0, -1), name]
  const own = fileOf(parsing, packageName)
  const properties = plain(settings(file.path, "config", entry["config"])) as Settings
  const places = { own, root: parsing.root, properties, inFile: {} }
  const config = gatherConfig(file.path, "exposure", fqn, places)
  const tree = own.trees["exposures"] ?? {}
  const tags = [
    ...new Set([
      ...words(file.path, "tags", tree["tags"]),
      ...words(file.path, "tags", entry["tags"]),
      ...words(file.path, "tags", config.tags)
    ])
  ].toSorted()
  const meta = plain({
    ...settings(file.path, "meta", tree["meta"]),
    ...settings(file.path, "meta", entry["meta"]),
    ...config.meta
  }) as Settings
  listOf(file.path, "depends_on", entry["depends_on"])
  return {
    uniqueId: `exposure.${packageName}.${name}`,
    name,
    packageName,
    type: oneOf(file.path, "type", entry["type"], ["dashboard", "notebook", "analysis", "ml", "application"]),
    owner: plain(ownerOf(file.path, name, entry["owner"])) as Settings,
    description: optionalText(entry["description"]) ?? "",
    label: optionalText(entry["label"]),
    maturity:
      optionalText(entry["maturity"]) === undefined
        ? undefined
        : oneOf(file.path, "maturity", entry["maturity"], ["low", "medium", "high"]),
    url: optionalText(entry["url"]),
    tags,
    meta,
    config: { ...config, tags, meta },
    unrenderedConfig: unrenderedConfig("exposure", fqn, places),
    path: file.below,
    originalFilePath: file.path,
    fqn,
    ...dependencies(file.path, name, entry["depends_on"])
  }
}
