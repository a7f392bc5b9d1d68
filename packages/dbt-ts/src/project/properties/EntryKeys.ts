/** The keys that entries of property files may have. */
import { isSettings } from "../files/Yaml.ts"
import type { Settings } from "../Settings.ts"

/** The lists that a property file may have. */
export const propertyKeys = [
  "models",
  "seeds",
  "snapshots",
  "sources",
  "macros",
  "data_tests",
  "analyses",
  "exposures",
  "groups",
  "unit_tests"
] as const

export type PropertyKey = (typeof propertyKeys)[number]

export type Warn = (subject: string, message: string) => void

const list = (words: string): ReadonlyArray<string> => words.trim().split(/\s+/)

const described = list("name description meta docs config")
const tested = [...described, ...list("data_tests tests columns constraints data_type")]
const aged = list("freshness loaded_at_field loaded_at_query quoting tags")

type Nested = "columns" | "tables" | "versions"

/** Keys by kind. An unknown key of a unit test is refused where it is read. */
const keysOf: Readonly<Record<Exclude<PropertyKey, "unit_tests"> | Nested, ReadonlySet<string>>> = {
  models: new Set([
    ...tested,
    ...list("access group contract latest_version versions deprecation_date time_spine quote_columns")
  ]),
  seeds: new Set([...tested, ...list("group quote_columns access")]),
  snapshots: new Set([...tested, ...list("group quote_columns access relation")]),
  sources: new Set([...described, ...aged, ...list("database schema loader tables")]),
  macros: new Set([...described, "arguments"]),
  data_tests: new Set(described),
  analyses: new Set([...described, ...list("columns access group")]),
  exposures: new Set([...described, ...list("type owner label maturity tags url depends_on")]),
  groups: new Set([...described, "owner"]),
  // The adapter reads `codec` and `ttl`. dbt keeps other keys in the manifest.
  columns: new Set([...tested, ...list("quote tags granularity codec ttl include exclude")]),
  tables: new Set([...tested, ...aged, ...list("identifier external")]),
  versions: new Set([...tested, ...list("v defined_in access deprecation_date")])
}

const isNested = (key: string): key is Nested => key === "columns" || key === "tables" || key === "versions"

/** Warns of each key of an entry, and of what is below it, that has no meaning: probably a spelling mistake. */
export const warnOfKeys = (warn: Warn, file: string, kind: PropertyKey | Nested, entry: Settings): void => {
  if (kind === "unit_tests") return
  for (const [key, value] of Object.entries(entry)) {
    if (!keysOf[kind].has(key)) {
      const { name = entry["v"] ?? entry["include"] ?? "" } = entry
      warn(file, `'${key}' of '${String(name)}' is not a key of ${kind} and means nothing`)
    } else if (isNested(key) && Array.isArray(value))
      for (const each of value) if (isSettings(each)) warnOfKeys(warn, file, key, each)
  }
}
