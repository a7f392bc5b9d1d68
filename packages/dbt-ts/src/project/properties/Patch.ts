/** The properties of a model, seed, snapshot, analysis or test in a property file. */
import { refuse } from "../../ProjectError.ts"
import { listOf, settings } from "../files/Yaml.ts"
import type { Constraint } from "../Node.ts"
import type { Settings } from "../Settings.ts"
import { constraints, type WrittenColumn, writtenColumns } from "./Columns.ts"
import { nameOf, type PropertyEntry } from "./PropertyFile.ts"
import { readVersions, type WrittenVersion } from "./Versions.ts"
import { type WrittenTest, writtenTests } from "./WrittenTest.ts"

export interface Patch {
  readonly from: PropertyEntry
  readonly name: string
  readonly description: string
  /** Its `config:`, and the equivalent keys next to it. */
  readonly config: Settings
  readonly columns: ReadonlyArray<WrittenColumn>
  readonly tests: ReadonlyArray<WrittenTest>
  readonly constraints: ReadonlyArray<Constraint>
  readonly quoteColumns: boolean | undefined
  readonly deprecationDate: string | undefined
  readonly versions: ReadonlyArray<WrittenVersion>
  readonly latestVersion: string | number | undefined
  /** `relation:` of a snapshot that has no file. */
  readonly relation: string | undefined
}

/** Settings that can be next to `config:` or in it, not in both. */
const lifted = ["meta", "docs", "group", "contract", "access"]

const liftConfig = (file: string, owner: string, raw: Settings): Settings => {
  const config: Record<string, unknown> = { ...settings(file, "config", raw["config"]) }
  for (const key of lifted) {
    if (raw[key] === undefined) continue
    if (key in config) refuse(file, `'${key}' of '${owner}' is given in 'config' and next to it: give it once`)
    config[key] = raw[key]
  }
  return config
}

const date = (value: unknown): string | undefined => {
  if (value === undefined || value === null) return undefined
  const text = String(value)
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}T00:00:00+00:00`
  return /[+-]\d\d:\d\d$|Z$/.test(text) ? text : `${text}+00:00`
}

export const readPatch = (from: PropertyEntry): Patch => {
  const { entry: raw, name } = from
  const file = from.file.path
  const latest = raw["latest_version"]
  const versions = readVersions(file, name, raw, date)
  if (latest !== undefined && latest !== null && !versions.some(({ v }) => v === latest)) {
    refuse(file, `latest_version ${String(latest)} of '${name}' is not one of its versions`)
  }
  return {
    from,
    name: nameOf(file, from.key, raw),
    description: String(raw["description"] ?? ""),
    config: liftConfig(file, name, raw),
    columns: writtenColumns(file, name, listOf(file, "columns", raw["columns"])),
    tests: writtenTests(file, raw),
    constraints: constraints(file, name, raw["constraints"]),
    quoteColumns: typeof raw["quote_columns"] === "boolean" ? raw["quote_columns"] : undefined,
    deprecationDate: date(raw["deprecation_date"]),
    versions,
    latestVersion: versions.length === 0 ? undefined : ((latest ?? undefined) as string | number | undefined),
    relation: typeof raw["relation"] === "string" ? raw["relation"] : undefined
  }
}
