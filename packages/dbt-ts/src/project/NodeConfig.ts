/** Configuration of a node and the order in which dbt gathers it from its places. */
import { refuse } from "../ProjectError.ts"
import { checkConfig } from "./config/CheckConfig.ts"
import { type ConfiguredType, defaults, treeOf } from "./config/ConfigFields.ts"
import { hookNames, updateConfig } from "./config/MergeConfig.ts"
import type { ProjectFile } from "./files/ProjectFile.ts"
import { isSettings } from "./files/Yaml.ts"
import type { Settings } from "./Settings.ts"

/** Merged configuration by dbt's keys, with every key of the kind, null by default. */
export interface NodeConfig extends Settings {
  readonly enabled: boolean
  readonly materialized: string
  readonly schema?: unknown
  readonly alias?: unknown
  readonly tags: ReadonlyArray<string>
  readonly meta: Settings
}

/**
 * Returns the levels of a tree in `dbt_project.yml` that reach a node, the whole tree first and then folder by folder along
 * its `fqn`. Keys with `+` are settings, and so is what is not a mapping.
 */
const levels = (tree: Settings, fqn: ReadonlyArray<string>): ReadonlyArray<Settings> => {
  const found: Array<Settings> = []
  let level: unknown = tree
  for (const step of ["", ...fqn]) {
    if (step !== "") level = isSettings(level) ? level[step] : undefined
    if (!isSettings(level)) break
    const own: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(level)) {
      if (key.startsWith("+")) own[key.slice(1).trim()] = value
      else if (!isSettings(value)) own[key] = value
    }
    found.push(own)
  }
  return found
}

export interface ConfigPlaces {
  /** `dbt_project.yml` of the package that the node is in, and that of the project which is built. */
  readonly own: ProjectFile
  readonly root: ProjectFile
  /** `config:` of the node in a property file. */
  readonly properties: Settings
  /** `config(…)` in the file itself. */
  readonly inFile: Settings
}

/** Every place's settings, the nearest last: those of the project which is built win over a package's own files. */
const places = (
  trees: "trees" | "unrenderedTrees",
  type: ConfiguredType,
  fqn: ReadonlyArray<string>,
  { own, root, properties, inFile }: ConfigPlaces
): ReadonlyArray<Settings> => [
  ...levels(own[trees][treeOf[type]] ?? {}, fqn),
  properties,
  inFile,
  ...(own === root ? [] : levels(root[trees][treeOf[type]] ?? {}, fqn))
]

/** A hook is a text, the JSON of one, or a mapping of `sql` and `transaction`. */
const hook = (subject: string, written: unknown): Settings => {
  let value = written
  if (typeof written === "string") {
    try {
      value = JSON.parse(written)
    } catch {
      value = { sql: written }
    }
  }
  if (!isSettings(value) || typeof value["sql"] !== "string") return refuse(subject, "a hook needs its 'sql'")
  return { sql: value["sql"], transaction: value["transaction"] ?? true, index: value["index"] ?? null }
}

const finished = (subject: string, type: ConfiguredType, merged: Settings): Settings => {
  const config: Record<string, unknown> = { ...merged }
  for (const key of ["pre-hook", "post-hook"]) {
    const value = config[key]
    if (Array.isArray(value)) config[key] = value.map((each) => hook(subject, each))
  }
  for (const key of ["docs", "contract", "snapshot_meta_column_names", "freshness"]) {
    const otherwise = defaults[type][key]
    if (isSettings(otherwise) && isSettings(config[key])) config[key] = { ...otherwise, ...config[key] }
  }
  if (type === "model") {
    const freshness = config["freshness"]
    if (!isSettings(freshness) || !("build_after" in freshness)) config["freshness"] = null
  }
  if (type === "test") {
    const stored = config["store_failures_as"]
    if (stored === null) {
      const wanted = config["store_failures"]
      config["store_failures_as"] = wanted === null ? null : wanted === true ? "table" : "ephemeral"
    } else config["store_failures"] = stored !== "ephemeral"
  }
  return config
}

const merge = (subject: string, type: ConfiguredType, fqn: ReadonlyArray<string>, from: ConfigPlaces): Settings =>
  places("trees", type, fqn, from).reduce(
    (earlier, later) => updateConfig(subject, type, earlier, later),
    defaults[type]
  )

const checked = (subject: string, type: ConfiguredType, merged: Settings): NodeConfig => {
  const config = finished(subject, type, merged)
  checkConfig(subject, type, config)
  return config as NodeConfig
}

/** Gathers the configuration of what is described in property files alone. */
export const gatherConfig = (
  subject: string,
  type: ConfiguredType,
  fqn: ReadonlyArray<string>,
  from: ConfigPlaces
): NodeConfig => checked(subject, type, merge(subject, type, fqn, from))

export interface GatheredConfig {
  readonly config: NodeConfig
  /** The settings that name its table: here a null of the nearest place counts. */
  readonly naming: Settings
}

/**
 * Gathers the configuration of a node. dbt gathers it three times, with more places each time, and keeps what it had where a
 * nearer place sets a setting that dbt knows to null.
 */
export const gatherNodeConfig = (
  subject: string,
  type: ConfiguredType,
  fqn: ReadonlyArray<string>,
  from: ConfigPlaces
): GatheredConfig => {
  const naming = merge(subject, type, fqn, from)
  const merged: Record<string, unknown> = { ...naming }
  if ([from.properties, from.inFile].some((place) => Object.values(place).includes(null))) {
    for (const before of [
      { ...from, properties: {} },
      { ...from, properties: {}, inFile: {} }
    ]) {
      const earlier = merge(subject, type, fqn, before)
      for (const key of Object.keys(defaults[type])) merged[key] ??= earlier[key]
    }
  }
  return { config: checked(subject, type, merged), naming }
}

/** Returns what was written at those places, `dbt_project.yml` before its templates were rendered: nothing is merged. */
export const unrenderedConfig = (type: ConfiguredType, fqn: ReadonlyArray<string>, from: ConfigPlaces): Settings =>
  Object.assign({}, ...places("unrenderedTrees", type, fqn, { ...from, inFile: hookNames(from.inFile) }))
