/** Parts of a `manifest.json` that two runners of one project share. */

// biome-ignore lint/suspicious/noExplicitAny: a document of another program
export type Json = Record<string, any>

/** Keys that depend on the run, the machine or the time. */
const passing = new Set(["created_at", "root_path", "generated_at", "invocation_id", "invocation_started_at"])

const kept = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(kept)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !passing.has(key))
      .map(([key, each]) => [key, kept(each)])
  )
}

const parts = ["nodes", "sources", "exposures", "unit_tests", "groups", "docs", "macros", "disabled", "group_map"]

/** dbt's own macros and docs are not compared: only what the project and its packages define. */
const isOwn = (id: string): boolean => !/^(macro|doc)\.dbt(_clickhouse)?\./.test(id)

const sortedById = (part: Json): Json =>
  Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))

/** dbt leaves tests of what is switched off among its nodes, switched off as well; they are no nodes here. */
const withOrphans = (manifest: Json): Json => {
  const off = Object.entries(manifest["nodes"] as Json).filter(([, node]) => node["config"]["enabled"] === false)
  const on = Object.entries(manifest["nodes"] as Json).filter(([, node]) => node["config"]["enabled"] !== false)
  const disabled = { ...manifest["disabled"], ...Object.fromEntries(off.map(([id, node]) => [id, [node]])) }
  return { ...manifest, nodes: Object.fromEntries(on), disabled }
}

export const own = (manifest: Json): Json => {
  const all = kept(withOrphans(manifest)) as Json
  const ofPart = (part: string): Json =>
    Object.fromEntries(Object.entries(all[part] as Json).filter(([id]) => isOwn(id)))
  return Object.fromEntries(parts.map((part) => [part, sortedById(ofPart(part))]))
}

/** dbt's version, then one document a line. */
export const toLines = (dbt: string, manifest: Json): string => {
  const documents = Object.entries(manifest).flatMap(([part, all]) =>
    Object.entries(all as Json).map(([id, document]) => ({ part, id, document }))
  )
  return [{ dbt }, ...documents].map((line) => `${JSON.stringify(line)}\n`).join("")
}

export const fromLines = (text: string): { readonly dbt: string; readonly manifest: Json } => {
  const [head, ...documents] = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Json)
  const manifest: Json = Object.fromEntries(parts.map((part) => [part, {}]))
  for (const { part, id, document } of documents as ReadonlyArray<Json>) manifest[part][id] = document
  return { dbt: head?.["dbt"], manifest }
}
