/** Configuration of a node and the rules by which dbt merges it from its three places. */
import { refuse } from "../ProjectError.ts"
import type { ResourceType } from "./Node.ts"

export type Settings = Readonly<Record<string, unknown>>

/** Merged configuration; keys as dbt names them. */
export interface NodeConfig extends Settings {
  readonly enabled: boolean
  readonly materialized: string
  readonly schema?: unknown
  readonly alias?: unknown
  readonly tags: ReadonlyArray<string>
  readonly meta: Settings
}

const everywhere = ["enabled", "alias", "schema", "tags", "meta", "description", "docs", "materialized"]

const supported: Readonly<Record<ResourceType, ReadonlySet<string>>> = {
  model: new Set([
    ...everywhere,
    "engine",
    "order_by",
    "partition_by",
    "primary_key",
    "ttl",
    "settings",
    "query_settings"
  ]),
  seed: new Set([...everywhere, "engine", "order_by", "partition_by", "column_types", "delimiter", "quote_columns"]),
  test: new Set([...everywhere, "severity", "where", "limit", "warn_if", "error_if", "fail_calc"]),
  snapshot: new Set(everywhere),
  analysis: new Set(everywhere),
  operation: new Set(everywhere)
}

/** Keys that say nothing new at these values, so that a project may write dbt's own defaults out. */
const harmless: Settings = { store_failures: false, persist_docs: {}, on_schema_change: "ignore", group: null }

const materializations: Readonly<Record<ResourceType, ReadonlyArray<string>>> = {
  model: ["view", "table", "ephemeral"],
  seed: ["seed"],
  test: ["test"],
  snapshot: ["snapshot"],
  analysis: ["view"],
  operation: ["view"]
}

const list = (value: unknown): ReadonlyArray<string> =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value.map(String) : [String(value)]

const isSettings = (value: unknown): value is Settings =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A later value takes the place of an earlier one, but tags add up and `meta` is merged key by key. */
const mergeTwo = (earlier: Settings, later: Settings): Settings => {
  const merged: Record<string, unknown> = { ...earlier }
  for (const [key, value] of Object.entries(later)) {
    if (key === "tags") merged[key] = [...list(merged[key]), ...list(value)]
    else if (key === "meta") merged[key] = { ...(merged[key] as Settings | undefined), ...(value as Settings) }
    else merged[key] = value
  }
  return merged
}

/**
 * The settings of `dbt_project.yml` that reach a node, folder by folder along its `fqn`. Keys with `+` are settings,
 * and so are keys that are no folder; the nearer folder wins.
 */
const fromProjectFile = (tree: Settings, fqn: ReadonlyArray<string>): Settings => {
  let merged: Settings = {}
  let level: unknown = tree
  for (const step of ["", ...fqn]) {
    if (step !== "") level = isSettings(level) ? level[step] : undefined
    if (!isSettings(level)) break
    const own: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(level)) {
      if (key.startsWith("+")) own[key.slice(1)] = value
      else if (!isSettings(value)) own[key] = value
    }
    merged = mergeTwo(merged, own)
  }
  return merged
}

export interface ConfigPlaces {
  /** The tree of the node's kind in `dbt_project.yml`. */
  readonly projectFile: Settings
  /** `config:` beside the node in a property file. */
  readonly properties: Settings
  /** `config(…)` in the file itself. */
  readonly inFile: Settings
}

/** Merges the places, the nearest last, and refuses by name what is not supported. */
export const mergeConfig = (
  subject: string,
  resourceType: ResourceType,
  fqn: ReadonlyArray<string>,
  places: ConfigPlaces
): NodeConfig => {
  // Where failing rows of tests would be stored; dbt's manifest names it whether or not they are.
  const first: Settings = resourceType === "test" ? { schema: "dbt_test__audit" } : {}
  const merged = [fromProjectFile(places.projectFile, fqn), places.properties, places.inFile].reduce(mergeTwo, first)
  for (const [key, value] of Object.entries(merged)) {
    if (supported[resourceType].has(key)) continue
    if (key in harmless && JSON.stringify(harmless[key]) === JSON.stringify(value)) continue
    refuse(subject, `the config '${key}' of a ${resourceType} is not supported`)
  }
  const materialized = String(merged["materialized"] ?? (resourceType === "model" ? "view" : resourceType))
  if (!materializations[resourceType].includes(materialized)) {
    refuse(subject, `the materialization '${materialized}' of a ${resourceType} is not supported`)
  }
  return {
    ...merged,
    materialized,
    enabled: merged["enabled"] !== false,
    tags: [...new Set(list(merged["tags"]))],
    meta: isSettings(merged["meta"]) ? merged["meta"] : {}
  }
}
