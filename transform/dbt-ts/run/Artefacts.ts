/** The files that dbt's viewers read: `manifest.json` (v12), `run_results.json` (v6), `compiled/`, `run/`. */
import { Effect, FileSystem } from "effect"
import type { Graph } from "../graph/Graph.ts"
import { ProjectError } from "../ProjectError.ts"
import type { Column, Node } from "../project/Node.ts"
import type { Project } from "../project/ParseProject.ts"
import { relationOf } from "./Compile.ts"
import type { NodeResult } from "./NodeResult.ts"

const columnsDocument = (columns: ReadonlyMap<string, Column>) =>
  Object.fromEntries(
    [...columns.values()].map((column) => [
      column.name,
      {
        name: column.name,
        description: column.description,
        meta: column.meta,
        data_type: column.dataType ?? null,
        constraints: [],
        quote: null,
        tags: column.tags
      }
    ])
  )

const relationName = (node: Node): string | null =>
  node.resourceType === "test" || node.config.materialized === "ephemeral" ? null : relationOf(node).print()

const nodeDocument = (project: Project, node: Node, compiled: string | undefined) => ({
  database: "",
  schema: node.schema,
  name: node.name,
  resource_type: node.resourceType,
  package_name: project.manifest.projectName,
  path: node.path,
  original_file_path: node.originalFilePath,
  unique_id: node.uniqueId,
  fqn: node.fqn,
  alias: node.alias,
  config: node.config,
  tags: node.config.tags,
  description: node.description,
  columns: columnsDocument(node.columns),
  meta: node.config.meta,
  depends_on: { macros: [], nodes: node.dependsOn },
  refs: node.refs.map((ref) => ({ name: ref.name, package: ref.package ?? null, version: ref.version ?? null })),
  sources: node.sources,
  relation_name: relationName(node),
  raw_code: node.rawCode,
  language: "sql",
  ...(compiled === undefined ? {} : { compiled: true, compiled_code: compiled, extra_ctes_injected: true }),
  ...(node.test === undefined
    ? {}
    : {
        column_name: node.test.columnName ?? null,
        attached_node: node.test.attachedTo,
        test_metadata: { name: node.test.name, namespace: node.test.namespace ?? null }
      })
})

const manifestDocument = (
  project: Project,
  graph: Graph,
  compiled: ReadonlyMap<string, string>,
  generatedAt: string
) => ({
  metadata: {
    dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json",
    dbt_version: "1.10.0",
    generated_at: generatedAt,
    project_name: project.manifest.projectName,
    adapter_type: "clickhouse",
    env: {}
  },
  nodes: Object.fromEntries(
    [...project.manifest.nodes.values()].map((node) => [
      node.uniqueId,
      nodeDocument(project, node, compiled.get(node.uniqueId))
    ])
  ),
  sources: Object.fromEntries(
    [...project.manifest.sources.values()].map((source) => [
      source.uniqueId,
      {
        database: "",
        schema: source.schema,
        name: source.name,
        resource_type: "source",
        package_name: project.manifest.projectName,
        path: source.originalFilePath,
        original_file_path: source.originalFilePath,
        unique_id: source.uniqueId,
        fqn: source.fqn,
        source_name: source.sourceName,
        source_description: source.sourceDescription,
        identifier: source.identifier,
        description: source.description,
        columns: columnsDocument(source.columns),
        tags: source.tags,
        relation_name: `\`${source.schema}\`.\`${source.identifier}\``
      }
    ])
  ),
  macros: Object.fromEntries(
    project.base.library.ownMacros().map(({ path, name }) => {
      const uniqueId = `macro.${project.manifest.projectName}.${name}`
      return [uniqueId, { name, unique_id: uniqueId, resource_type: "macro", original_file_path: path }]
    })
  ),
  docs: {},
  exposures: {},
  metrics: {},
  groups: {},
  selectors: {},
  disabled: {},
  semantic_models: {},
  unit_tests: {},
  saved_queries: {},
  parent_map: Object.fromEntries(graph.ids.map((id) => [id, project.manifest.nodes.get(id)?.dependsOn ?? []])),
  child_map: Object.fromEntries(graph.ids.map((id) => [id, [...graph.children(id)]]))
})

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()

const resultDocument = (project: Project, result: NodeResult) => {
  const node = project.manifest.nodes.get(result.uniqueId)
  const timing = { started_at: iso(result.startedAt), completed_at: iso(result.startedAt + result.seconds * 1000) }
  return {
    status: result.status,
    timing: [{ name: "execute", ...timing }],
    thread_id: "main",
    execution_time: result.seconds,
    adapter_response: result.rows === undefined ? {} : { rows_affected: result.rows },
    message: result.message,
    failures: result.failures ?? null,
    unique_id: result.uniqueId,
    compiled: result.compiled !== undefined,
    compiled_code: result.compiled ?? null,
    relation_name: node === undefined ? null : relationName(node),
    batch_results: null
  }
}

/** Where a node's SQL lies below `compiled/` and `run/`. */
const sqlPath = (project: Project, node: Node): string =>
  node.test === undefined
    ? `${project.manifest.projectName}/${node.originalFilePath}`
    : `${project.manifest.projectName}/${node.originalFilePath}/${node.path}`

export interface Finished {
  readonly verb: string
  readonly project: Project
  readonly graph: Graph
  readonly results: ReadonlyArray<NodeResult>
  /** SQL of ephemeral models by unique id. */
  readonly ephemerals: ReadonlyMap<string, string>
  readonly seconds: number
  /** Milliseconds since 1970. */
  readonly now: number
  readonly targetPath: string
}

export const writeArtefacts = Effect.fn("Artefacts.write")(
  function* (finished: Finished) {
    const { project, results, targetPath } = finished
    const fs = yield* FileSystem.FileSystem
    const write = Effect.fn("Artefacts.file")(function* (path: string, text: string) {
      yield* fs.makeDirectory(path.slice(0, path.lastIndexOf("/")), { recursive: true })
      yield* fs.writeFileString(path, text)
    })
    const compiled = new Map([
      ...finished.ephemerals,
      ...results.flatMap(({ uniqueId, compiled: sql }) => (sql === undefined ? [] : [[uniqueId, sql] as const]))
    ])
    const generatedAt = iso(finished.now)
    const manifest = manifestDocument(project, finished.graph, compiled, generatedAt)
    yield* write(`${targetPath}/manifest.json`, JSON.stringify(manifest))
    if (finished.verb !== "ls") {
      const document = {
        metadata: {
          dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json",
          dbt_version: "1.10.0",
          generated_at: generatedAt,
          env: {}
        },
        results: results.map((result) => resultDocument(project, result)),
        elapsed_time: finished.seconds,
        args: { which: finished.verb }
      }
      yield* write(`${targetPath}/run_results.json`, JSON.stringify(document))
    }
    for (const [id, sql] of compiled) {
      const node = project.manifest.nodes.get(id)
      if (node !== undefined) yield* write(`${targetPath}/compiled/${sqlPath(project, node)}`, sql)
    }
    for (const { uniqueId, statements } of results) {
      const node = project.manifest.nodes.get(uniqueId)
      if (node === undefined || statements.length === 0) continue
      yield* write(`${targetPath}/run/${sqlPath(project, node)}`, statements.join(";\n\n"))
    }
  },
  Effect.catchTag("PlatformError", (error) =>
    Effect.fail(new ProjectError({ subject: "target folder", reason: error.message }))
  )
)
