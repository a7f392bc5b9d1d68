/** `sources:` of property files: tables that the project reads and does not build. */
import { refuse } from "../ProjectError.ts"
import { freshnessOf, mergeFreshness } from "../project/Freshness.ts"
import { isSettings, listOf, optionalText, plain, settings, words } from "../project/files/Yaml.ts"
import type { Source } from "../project/Node.ts"
import { gatherConfig, unrenderedConfig } from "../project/NodeConfig.ts"
import { fqnOf } from "../project/NodePath.ts"
import { type WrittenColumn, writtenColumns } from "../project/properties/Columns.ts"
import { nameOf, type PropertyEntry } from "../project/properties/PropertyFile.ts"
import { type WrittenTest, writtenTests } from "../project/properties/WrittenTest.ts"
import type { Settings } from "../project/Settings.ts"
import { fileOf, type Parsing } from "./Parsing.ts"

export interface SourceDraft {
  readonly source: Source
  readonly enabled: boolean
  readonly tests: ReadonlyArray<WrittenTest>
  readonly columns: ReadonlyArray<WrittenColumn>
  /** Tags that its tests have. */
  readonly testTags: ReadonlyArray<string>
  readonly quoteColumns: boolean | undefined
}

const metaOf = (file: string, raw: Settings): Settings => ({
  ...settings(file, "meta", raw["meta"]),
  ...(isSettings(settings(file, "config", raw["config"])["meta"])
    ? (settings(file, "config", raw["config"])["meta"] as Settings)
    : {})
})

const tagsOf = (file: string, raw: Settings): ReadonlyArray<string> => [
  ...words(file, "tags", raw["tags"]),
  ...words(file, "tags", settings(file, "config", raw["config"])["tags"])
]

/** Returns a setting next to `config:` or in it. */
const either = (file: string, raw: Settings, key: string): string | undefined =>
  optionalText(raw[key]) ?? optionalText(settings(file, "config", raw["config"])[key])

const written = (file: string, raw: Settings, key: string): boolean =>
  key in raw || optionalText(settings(file, "config", raw["config"])[key]) !== undefined

/** Returns the column or query for the time of arrival: the table's own, else its source's. */
const loadedAt = (file: string, source: Settings, table: Settings, name: string) => {
  for (const [raw, owner] of [[source, "source"] as const, [table, "table"] as const]) {
    if (either(file, raw, "loaded_at_field") !== undefined && either(file, raw, "loaded_at_query") !== undefined) {
      refuse(file, `the ${owner} '${name}' has both loaded_at_field and loaded_at_query`)
    }
    if (either(file, raw, "loaded_at_field") === "") refuse(file, `loaded_at_field of '${name}' is empty`)
  }
  const own = written(file, table, "loaded_at_field")
  return {
    loaded_at_field: (own ? either(file, table, "loaded_at_field") : either(file, source, "loaded_at_field")) ?? null,
    loaded_at_query:
      either(file, table, "loaded_at_query") ?? (own ? undefined : either(file, source, "loaded_at_query")) ?? null
  }
}

const quotingOf = (file: string, source: Settings, table: Settings): Settings => ({
  database: null,
  schema: null,
  identifier: null,
  column: null,
  ...settings(file, "quoting", source["quoting"]),
  ...settings(file, "quoting", table["quoting"])
})

/** Returns the location of an external table; unknown keys are kept. */
const externalOf = (file: string, value: unknown): unknown => {
  if (value === undefined || value === null) return null
  const none = { location: null, file_format: null, row_format: null, tbl_properties: null, partitions: null }
  return { ...none, ...(plain(settings(file, "external", value)) as Settings) }
}

const draft = (parsing: Parsing, { packageName, file, entry, written: asWritten }: PropertyEntry, value: unknown) => {
  const table = settings(file.path, "tables", value)
  const sourceName = nameOf(file.path, "a source", entry)
  const name = nameOf(file.path, `a table of source '${sourceName}'`, table)
  const fqn = [...fqnOf(packageName, file.below).slice(0, -1), sourceName, name]
  const meta = { ...metaOf(file.path, entry), ...metaOf(file.path, table) }
  const tags = [...new Set([...tagsOf(file.path, entry), ...tagsOf(file.path, table)])].toSorted()
  const configOf = (raw: Settings): Settings => settings(file.path, "config", raw["config"])
  const { freshness: _, ...merged } = { ...configOf(entry), ...configOf(table) }
  const freshness = mergeFreshness(file.path, [
    entry["freshness"],
    configOf(entry)["freshness"],
    table["freshness"],
    configOf(table)["freshness"]
  ])
  const places = {
    own: fileOf(parsing, packageName),
    root: parsing.root,
    properties: plain({
      ...merged,
      ...(freshness === undefined ? {} : { freshness }),
      ...loadedAt(file.path, entry, table, `${sourceName}.${name}`),
      meta,
      tags
    }) as Settings,
    inFile: {}
  }
  const config = gatherConfig(file.path, "source", fqn, places)
  const schema = optionalText(entry["schema"])
  const source: Source = {
    uniqueId: `source.${packageName}.${sourceName}.${name}`,
    packageName,
    sourceName,
    name,
    identifier: optionalText(table["identifier"]) ?? name,
    schema: schema ?? sourceName,
    database: optionalText(entry["database"]) ?? "",
    description: optionalText(table["description"]) ?? "",
    sourceDescription: optionalText(entry["description"]) ?? "",
    columns: new Map(writtenColumns(file.path, name, table["columns"]).map(({ column }) => [column.name, column])),
    tags: config.tags,
    originalFilePath: file.path,
    fqn,
    loader: optionalText(entry["loader"]) ?? "",
    meta: config.meta,
    sourceMeta: plain(metaOf(file.path, entry)) as Settings,
    loadedAtField: optionalText(config["loaded_at_field"]),
    loadedAtQuery: optionalText(config["loaded_at_query"]),
    freshness: freshnessOf(config["freshness"]),
    config,
    unrenderedConfig: unrenderedConfig("source", fqn, places),
    unrenderedDatabase: optionalText(asWritten["database"]),
    unrenderedSchema: optionalText(asWritten["schema"]),
    quoting: quotingOf(file.path, entry, table),
    external: externalOf(file.path, table["external"])
  }
  return {
    source,
    enabled: config.enabled,
    tests: writtenTests(file.path, table),
    columns: writtenColumns(file.path, name, table["columns"]),
    testTags: [...words(file.path, "tags", entry["tags"]), ...words(file.path, "tags", table["tags"])],
    quoteColumns: typeof table["quote_columns"] === "boolean" ? table["quote_columns"] : undefined
  } satisfies SourceDraft
}

/** Every table of a source in a property file. */
export const readSource = (parsing: Parsing, from: PropertyEntry): ReadonlyArray<SourceDraft> => {
  const { file, entry } = from
  if ("overrides" in entry) refuse(file.path, `'overrides' of the source '${from.name}' is not supported`)
  return listOf(file.path, "tables", entry["tables"]).map((table) => draft(parsing, from, table))
}
