/** Property files meet the nodes that they describe. */
import { refuse } from "../ProjectError.ts"
import { sha256 } from "./files/Sha256.ts"
import { isSettings } from "./files/Yaml.ts"
import { type Identity, type NodePatch, patchPathOf, plainPatch } from "./Identity.ts"
import { fqnOf } from "./NodePath.ts"
import type { Warn } from "./properties/EntryKeys.ts"
import type { Patch } from "./properties/Patch.ts"
import { newestVersion, type WrittenVersion } from "./properties/Versions.ts"
import type { ResourceType } from "./ResourceType.ts"
import type { Settings } from "./Settings.ts"
import { staticReference } from "./StaticReference.ts"

const kinds: Readonly<Record<string, ResourceType>> = {
  models: "model",
  seeds: "seed",
  snapshots: "snapshot",
  analyses: "analysis",
  data_tests: "test"
}

/** dbt's deep merge: mappings key by key, and the lists of the more specific one before those of the other. */
const deepMerge = (earlier: Settings, later: Settings): Settings => {
  const merged: Record<string, unknown> = { ...earlier }
  for (const [key, value] of Object.entries(later)) {
    const before = merged[key]
    if (isSettings(value)) merged[key] = deepMerge(isSettings(before) ? before : {}, value)
    else if (Array.isArray(value) && Array.isArray(before)) merged[key] = [...value, ...before]
    else merged[key] = value
  }
  return merged
}

const versionedName = (name: string, { v, definedIn }: WrittenVersion): string => definedIn ?? `${name}_v${v}`

/** Returns the properties of one version of a model. */
const versionPatch = (patch: Patch, version: WrittenVersion): NodePatch => ({
  patchPath: patchPathOf(patch),
  packageName: patch.from.packageName,
  description: version.description === "" ? patch.description : version.description,
  config: deepMerge(patch.config, version.config),
  columns: [...patch.columns.filter(({ column }) => version.includes(column.name)), ...version.columns].map(
    ({ column }) => column
  ),
  constraints: version.constraints.length > 0 ? version.constraints : patch.constraints,
  deprecationDate: version.deprecationDate
})

const versioned = (found: Identity, patch: Patch, version: WrittenVersion): Identity => ({
  ...found,
  uniqueId: `model.${found.packageName}.${patch.name}.v${version.v}`,
  name: patch.name,
  fqn: [...found.fqn.slice(0, -1), patch.name, `v${version.v}`],
  version: version.v,
  latestVersion: patch.latestVersion ?? newestVersion(patch.versions),
  patch: versionPatch(patch, version)
})

/** A snapshot without a file is all rows of what it names. */
const yamlSnapshot = (patch: Patch): Identity => {
  const { file, packageName } = patch.from
  const relation = patch.relation as string
  const reference = staticReference(relation)
  if (reference === undefined) {
    return refuse(file.path, `'${relation}' of the snapshot '${patch.name}' is neither ref() nor source()`)
  }
  return {
    uniqueId: `snapshot.${packageName}.${patch.name}`,
    resourceType: "snapshot",
    packageName,
    name: patch.name,
    path: `${file.below}/${patch.name}.sql`,
    originalFilePath: file.path,
    fqn: [...fqnOf(packageName, file.below).slice(0, -1), patch.name],
    rawCode: `select * from {{ ${relation} }}`,
    checksum: sha256(file.text),
    known: {
      refs: reference.kind === "ref" ? [reference.target] : [],
      sources: reference.kind === "source" ? [reference.source] : [],
      macros: []
    }
  }
}

/** Adds the properties of property files to the nodes; warns about properties of missing nodes. */
export const patchNodes = (
  identities: ReadonlyArray<Identity>,
  patches: ReadonlyArray<Patch>,
  warn: Warn
): ReadonlyArray<Identity> => {
  const nodes = [...identities, ...patches.filter(({ relation }) => relation !== undefined).map(yamlSnapshot)]
  const patched = new Map<Identity, Identity>()
  const byName = Map.groupBy(nodes, (each) => `${each.resourceType} ${each.name}`)
  const indexOf = (patch: Patch, name: string, kind: ResourceType): Identity | undefined => {
    const ofName = byName.get(`${kind} ${name}`) ?? []
    const own = ofName.find((each) => each.packageName === patch.from.packageName)
    return own ?? (ofName.length === 1 ? ofName[0] : undefined)
  }
  const give = (found: Identity, made: Identity): void => {
    const other = patched.get(found)
    if (other !== undefined) {
      refuse(made.patch?.patchPath ?? "", `'${made.name}' is described twice, also in ${other.patch?.patchPath}`)
    }
    patched.set(found, made)
  }
  for (const patch of patches) {
    const kind = kinds[patch.from.key] as ResourceType
    const missing = (name: string) =>
      warn(patch.from.file.path, `describes the ${kind} '${name}', which does not exist`)
    if (patch.versions.length === 0) {
      const found = indexOf(patch, patch.name, kind)
      if (found === undefined) missing(patch.name)
      else give(found, { ...found, patch: plainPatch(patch) })
      continue
    }
    const latest = patch.latestVersion ?? newestVersion(patch.versions)
    for (const version of patch.versions) {
      const name = versionedName(patch.name, version)
      // The latest version may be in the file without a number.
      const found = indexOf(patch, name, kind) ?? (version.v === latest ? indexOf(patch, patch.name, kind) : undefined)
      if (found === undefined) missing(name)
      else give(found, versioned(found, patch, version))
    }
  }
  return nodes.map((node) => patched.get(node) ?? node)
}
