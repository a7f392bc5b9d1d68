/** What the pages show, read from `manifest.json`, `catalog.json` and `run_results.json`: ours or real dbt's. */
import { type Document, record } from "../Documents.ts"
import type { Edge } from "./Layers.ts"

export interface DocsColumn {
  readonly name: string
  /** The type in the store, or the declared one if the table is not built. */
  readonly type: string | undefined
  readonly description: string
  /** Privacy class, derived through the SQL, and the path of the data that gives it. */
  readonly privacy: string | undefined
  readonly privacyPath: ReadonlyArray<string>
  readonly tests: ReadonlyArray<string>
}

export interface DocsTest {
  readonly name: string
  readonly columns: string | undefined
  readonly severity: string
  /** The results of the last run, if there was one. */
  readonly status: string | undefined
}

export interface DocsNode {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly package: string
  readonly path: string
  readonly description: string
  /** Rows of facts: what it is built as, where it is. */
  readonly facts: ReadonlyArray<readonly [string, string]>
  readonly tags: ReadonlyArray<string>
  readonly columns: ReadonlyArray<DocsColumn>
  readonly tests: ReadonlyArray<DocsTest>
  readonly raw: string | undefined
  readonly compiled: string | undefined
  readonly parents: ReadonlyArray<string>
  readonly children: ReadonlyArray<string>
}

export interface DocsProject {
  readonly name: string
  /** The project's `__overview__` block. */
  readonly overview: string | undefined
  readonly generatedAt: string | undefined
  readonly nodes: ReadonlyMap<string, DocsNode>
  readonly edges: ReadonlyArray<Edge>
}

export interface DocsDocuments {
  readonly manifest: Document
  readonly catalog?: Document | undefined
  readonly runResults?: Document | undefined
}

const entries = (value: unknown): ReadonlyArray<readonly [string, Document]> =>
  Object.entries(record(value)).map(([key, each]) => [key, record(each)])
const texts = (value: unknown): ReadonlyArray<string> => (Array.isArray(value) ? value.map(String) : [])
const text = (value: unknown): string | undefined =>
  value === null || value === undefined || value === "" ? undefined : String(value)

const shown = ["model", "seed", "snapshot", "source", "exposure", "analysis"]

const testsOf = (manifest: Document, results: ReadonlyMap<string, string>) => {
  const all = [...entries(manifest["nodes"]), ...entries(manifest["unit_tests"])]
  const tests = all.filter(([, each]) => ["test", "unit_test"].includes(String(each["resource_type"])))
  return Map.groupBy(
    tests.flatMap(([id, each]) =>
      texts(record(each["depends_on"])["nodes"])
        // A test of several nodes belongs to the node at which it is written.
        .filter((parent) => text(each["attached_node"]) === undefined || each["attached_node"] === parent)
        .map((parent) => ({
          parent,
          column: text(each["column_name"]),
          test: {
            name: text(record(each["test_metadata"])["name"]) ?? String(each["name"]),
            columns: text(each["column_name"]),
            severity:
              each["resource_type"] === "unit_test"
                ? "unit test"
                : String(record(each["config"])["severity"] ?? "error").toLowerCase(),
            // A test that was only compiled has no result.
            status: results.get(id) === "success" ? undefined : results.get(id)
          }
        }))
    ),
    ({ parent }) => parent
  )
}

type Tests = ReturnType<typeof testsOf>

const privacyOf = (column: Document): Pick<DocsColumn, "privacy" | "privacyPath"> => {
  const privacy = record(column["meta"])["corridor_privacy"]
  if (typeof privacy === "string") return { privacy, privacyPath: [] }
  const { class: name, path } = record(privacy) as { readonly class?: unknown; readonly path?: unknown }
  return { privacy: text(name), privacyPath: texts(path) }
}

const columnsOf = (id: string, node: Document, stored: Document, tests: Tests): ReadonlyArray<DocsColumn> => {
  const [described, built] = [record(node["columns"]), record(stored["columns"])]
  const order = (name: string) => Number(record(built[name])["index"] ?? Number.POSITIVE_INFINITY)
  const names = [...new Set([...Object.keys(built), ...Object.keys(described)])].sort(
    (a, b) => order(a) - order(b) || 0
  )
  return names.map((name) => {
    const column = record(described[name])
    return {
      name,
      type: text(record(built[name])["type"]) ?? text(column["data_type"]),
      description: String(column["description"] ?? ""),
      ...privacyOf(column),
      tests: (tests.get(id) ?? []).flatMap((each) => (each.column === name ? [each.test.name] : []))
    }
  })
}

const factsOf = (node: Document, stored: Document): DocsNode["facts"] => {
  const config = record(node["config"])
  const facts: ReadonlyArray<readonly [string, string | undefined]> = [
    ["Built as", text(config["materialized"])],
    ["Table", text(node["relation_name"])],
    ["In the store", stored["metadata"] === undefined ? undefined : text(record(stored["metadata"])["type"])],
    ["Group", text(node["group"])],
    ["Access", node["access"] === "protected" ? undefined : text(node["access"])],
    ["Version", text(node["version"])],
    ["Owner", text(record(node["owner"])["name"]) ?? text(record(node["owner"])["email"])],
    ["Maturity", text(node["maturity"])],
    ["Address", text(node["url"])],
    ["Arrives by", text(node["loader"])]
  ]
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}

const nameOf = (node: Document): string => {
  if (node["resource_type"] === "source") return `${node["source_name"]}.${node["name"]}`
  const version = text(node["version"])
  return `${node["name"]}${version === undefined || node["resource_type"] !== "model" ? "" : ` v${version}`}`
}

export const docsProject = ({ manifest, catalog, runResults }: DocsDocuments): DocsProject => {
  const list = runResults?.["results"]
  const results = new Map(
    (Array.isArray(list) ? list.map(record) : []).map((each) => [String(each["unique_id"]), String(each["status"])])
  )
  const tests = testsOf(manifest, results)
  const stored = { ...record(catalog?.["nodes"]), ...record(catalog?.["sources"]) }
  const all = ["nodes", "sources", "exposures"].flatMap((kind) => entries(manifest[kind]))
  const visible = all.filter(([, node]) => shown.includes(String(node["resource_type"])))
  const ids = new Set(visible.map(([id]) => id))
  const edges = visible.flatMap(([to, node]) =>
    [...new Set(texts(record(node["depends_on"])["nodes"]))]
      .filter((from) => ids.has(from))
      .map((from) => ({ from, to }))
  )
  const nodes = visible.map(([id, node]): DocsNode => {
    const inStore = record(stored[id])
    return {
      id,
      name: nameOf(node),
      kind: String(node["resource_type"]),
      package: String(node["package_name"]),
      path: String(node["original_file_path"]),
      description: String(node["description"] ?? ""),
      facts: factsOf(node, inStore),
      tags: texts(node["tags"]),
      columns: columnsOf(id, node, inStore, tests),
      tests: (tests.get(id) ?? []).map((each) => each.test),
      raw: text(node["raw_code"]),
      compiled: text(node["compiled_code"]),
      parents: edges.filter((edge) => edge.to === id).map((edge) => edge.from),
      children: edges.filter((edge) => edge.from === id).map((edge) => edge.to)
    }
  })
  const { project_name: name, generated_at: generatedAt } = record(manifest["metadata"])
  const overview = record(record(manifest["docs"])[`doc.${String(name)}.__overview__`])
  return {
    name: String(name),
    overview: text(overview["block_contents"]),
    generatedAt: text(generatedAt),
    nodes: new Map(nodes.map((node) => [node.id, node])),
    edges
  }
}
