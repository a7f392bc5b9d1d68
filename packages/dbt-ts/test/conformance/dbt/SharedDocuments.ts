/** What of dbt's documents two runners share: all but times, versions, invocation ids and what the adapter's own macros are called. */

type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }
type Fields = { readonly [key: string]: Json }

const never = new Set([
  "created_at",
  "compiled_path",
  "build_path",
  "compiled_code",
  "extra_ctes",
  "root_path",
  "primary_key",
  "compiled",
  "extra_ctes_injected",
  "defer_relation"
])

const sortedKeys = (value: Json): Json =>
  Array.isArray(value)
    ? value.map(sortedKeys)
    : value !== null && typeof value === "object"
      ? Object.fromEntries(
          Object.entries(value as Fields)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([k, v]) => [k, sortedKeys(v)])
        )
      : value

/** Macros of the project and its packages; dbt's own are known by other names elsewhere. */
const isOwnMacro = (id: Json): boolean => typeof id === "string" && !/^macro\.(?:dbt|dbt_clickhouse)\./.test(id)

const sortedTexts = (list: ReadonlyArray<Json>): ReadonlyArray<Json> => [...list].sort()

/** While dbt-clickhouse builds a table with settings, it adds one of its own to those that the manifest shows. */
const withoutOwnSetting = (config: Json | undefined): Json | undefined => {
  const settings = (config as Fields | undefined)?.["settings"]
  if (settings === null || settings === undefined) return config
  const { replicated_deduplication_window: _, ...own } = settings as Fields
  return { ...(config as Fields), settings: own }
}

const node = (fields: Fields): Fields => {
  const kept: Record<string, Json> = Object.fromEntries(Object.entries(fields).filter(([key]) => !never.has(key)))
  for (const key of ["config", "unrendered_config"]) {
    const config = withoutOwnSetting(kept[key])
    if (config !== undefined) kept[key] = config
  }
  const dependsOn = kept["depends_on"] as { macros?: ReadonlyArray<Json>; nodes?: ReadonlyArray<Json> } | undefined
  return dependsOn === undefined
    ? kept
    : {
        ...kept,
        depends_on: {
          macros: sortedTexts((dependsOn.macros ?? []).filter(isOwnMacro)),
          ...(dependsOn.nodes === undefined ? {} : { nodes: sortedTexts(dependsOn.nodes) })
        }
      }
}

const each = (of: Json | undefined, map: (fields: Fields) => Json): Fields =>
  Object.fromEntries(Object.entries((of ?? {}) as Fields).map(([key, value]) => [key, map(value as Fields)]))

/** Nodes, sources and the like by unique id; parents and children sorted. */
export const sharedManifest = (manifest: Fields): Json => {
  const macros = Object.entries((manifest["macros"] ?? {}) as Fields).filter(([id]) => isOwnMacro(id))
  const docs = Object.entries((manifest["docs"] ?? {}) as Fields).filter(([id]) => !id.startsWith("doc.dbt."))
  const lists = (of: Json | undefined) => each(of, (list) => sortedTexts(list as unknown as ReadonlyArray<Json>))
  return sortedKeys({
    nodes: each(manifest["nodes"], node),
    sources: each(manifest["sources"], node),
    exposures: each(manifest["exposures"], node),
    unit_tests: each(manifest["unit_tests"], node),
    // dbt gives a group the configuration of models, which means nothing there.
    groups: each(manifest["groups"], ({ config, ...group }) => ({
      ...group,
      meta: (config as Fields | undefined)?.["meta"] ?? {}
    })),
    macros: each(Object.fromEntries(macros), node),
    docs: each(Object.fromEntries(docs), node),
    disabled: Object.fromEntries(
      Object.entries((manifest["disabled"] ?? {}) as Fields).map(([id, list]) => [
        id,
        (list as ReadonlyArray<Fields>).map(node)
      ])
    ),
    selectors: manifest["selectors"] ?? {},
    parent_map: lists(manifest["parent_map"]),
    child_map: lists(manifest["child_map"])
  })
}

/** Columns, types and comments of each node and source. */
export const sharedCatalog = (catalog: Fields): Json =>
  sortedKeys({ nodes: catalog["nodes"] ?? {}, sources: catalog["sources"] ?? {} })

/** Status and criteria of each source; its ages change with the clock. */
export const sharedSources = (document: Fields): Json => ({
  results: Object.fromEntries(
    (document["results"] as ReadonlyArray<Fields>).map((result) => [
      String(result["unique_id"]),
      sortedKeys({ status: result["status"] ?? null, criteria: result["criteria"] ?? null })
    ])
  )
})
