/**
 * dbt-ts: dbt's verbs over a dbt project for ClickHouse, as plain effects over the `Warehouse`.
 *
 * A project that cannot be read, or that asks for what is not supported, is a `ProjectError` before anything is built.
 * What goes wrong with one node is that node's result; the report's `failed` counts them.
 */
import { Clock, Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { CompactResult } from "./context/QueryTable.ts"
import { choose as chooseItems } from "./graph/Choose.ts"
import { connectTests, Graph } from "./graph/Graph.ts"
import { asProjectError, ProjectError } from "./ProjectError.ts"
import type { Node, ResourceType } from "./project/Node.ts"
import { type Project, parseProject } from "./project/ParseProject.ts"
import { writeArtefacts } from "./run/Artefacts.ts"
import { makeCompiler } from "./run/Compile.ts"
import { blocks, type NodeResult } from "./run/NodeResult.ts"
import { createSchemas, runNode, skipNode } from "./run/RunNode.ts"
import { schedule } from "./run/Scheduler.ts"
import { targetPathOf } from "./TargetPath.ts"
import type { TransformOptions } from "./TransformOptions.ts"

export { type Listed, ls } from "./List.ts"
export type { TransformOptions } from "./TransformOptions.ts"

export interface TransformReport {
  readonly results: ReadonlyArray<NodeResult>
  /** Nodes that ended as `fail`, `error` or `skipped`. */
  readonly failed: number
  readonly seconds: number
}

type Verb = "build" | "run" | "test" | "compile"

const kindsOf: Readonly<Record<Verb, ReadonlyArray<ResourceType>>> = {
  build: ["model", "seed", "test"],
  run: ["model"],
  test: ["test"],
  compile: ["model", "test"]
}

interface Chosen {
  readonly project: Project
  readonly graph: Graph
  readonly nodes: ReadonlyArray<Node>
}

const choose = Effect.fn("Transform.choose")(function* (options: TransformOptions, kinds: ReadonlyArray<ResourceType>) {
  const project = yield* asProjectError(parseProject(options))
  const graph = new Graph(project.manifest)
  const order = graph.inOrder()
  if (order === undefined)
    return yield* new ProjectError({ subject: "project", reason: "models depend on each other in a circle" })
  const all = [...kinds, ...(kinds.includes("test") ? ["unit_test"] : [])]
  const targetPath = targetPathOf(options, project.file)
  const { ids, warnings } = yield* asProjectError(
    chooseItems(options, project.manifest, graph, targetPath, { all, byDefault: all })
  )
  yield* Effect.forEach(warnings, (words) => options.onWarning?.(words) ?? Effect.void)
  if (kinds.includes("test") && kinds.includes("model")) connectTests(graph, project.manifest)
  const { nodes } = project.manifest
  return {
    project,
    graph,
    nodes: (graph.inOrder() ?? order).flatMap((id) => {
      const node = ids.has(id) ? nodes.get(id) : undefined
      return node !== undefined && kinds.includes(node.resourceType) ? [node] : []
    })
  } satisfies Chosen
})

const execute = Effect.fn("Transform.execute")(function* (verb: Verb, options: TransformOptions) {
  const start = yield* Clock.currentTimeMillis
  const chosen = yield* choose(options, kindsOf[verb])
  const { project, graph } = chosen
  // Ephemeral models live in what uses them: there is nothing to build.
  const nodes = chosen.nodes.filter(({ config }) => verb === "compile" || config.materialized !== "ephemeral")
  const compiler = yield* makeCompiler(project)
  if (verb === "build" || verb === "run") yield* createSchemas(nodes)
  let done = 0
  const tell = (result: NodeResult): Effect.Effect<NodeResult> =>
    Effect.suspend(() => {
      done++
      const { name, resourceType, status, seconds } = result
      const rows = result.rows ?? result.failures
      const progress = { done, of: nodes.length, name, resourceType, status, rows, seconds }
      return Effect.as(options.onProgress?.(progress) ?? Effect.void, result)
    })
  const nodeOf = (id: string): Node => project.manifest.nodes.get(id) as Node
  const results = yield* schedule({
    graph,
    order: nodes.map((node) => node.uniqueId),
    threads: project.target.threads,
    run: (id) => Effect.flatMap(runNode(project, compiler, nodeOf(id), verb === "compile"), tell),
    skip: (id) => Effect.flatMap(skipNode(nodeOf(id)), tell)
  })
  const now = yield* Clock.currentTimeMillis
  const seconds = (now - start) / 1000
  const ephemerals = new Map<string, string>()
  for (const node of chosen.nodes) {
    if (node.config.materialized !== "ephemeral") continue
    // What is wrong with one is told by every model that uses it.
    const compiled = yield* Effect.option(compiler.compile(node))
    if (compiled._tag === "Some") ephemerals.set(node.uniqueId, compiled.value.sql)
  }
  const targetPath = targetPathOf(options, project.file)
  yield* writeArtefacts({ verb, project, graph, results, ephemerals, seconds, now, targetPath })
  return { results, failed: results.filter(({ status }) => blocks(status)).length, seconds } satisfies TransformReport
})

/** Models and seeds, each followed by its tests; what depends on a failed one is skipped. */
export const build = (options: TransformOptions) => execute("build", options)

/** Models alone. */
export const run = (options: TransformOptions) => execute("run", options)

/** Tests alone, on what is there. */
export const test = (options: TransformOptions) => execute("test", options)

/** Writes `target/compiled` and builds nothing. Templates that query the store do so. */
export const compile = (options: TransformOptions) => execute("compile", options)

export interface ShowOptions extends TransformOptions {
  /** Rows at most; -1 gives all. dbt's default is 5. */
  readonly limit?: number | undefined
}

export interface Shown {
  readonly name: string
  readonly columns: ReadonlyArray<{ readonly name: string; readonly type: string }>
  /** By column name; 64-bit integers as numbers. */
  readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>
}

const wide = /^(?:Nullable\()?U?Int(?:64|128|256)\)?$/

/** The rows that the one chosen model's query gives now, as dbt's `show` does; a seed's rows are read from its table. */
export const show = Effect.fn("Transform.show")(function* (options: ShowOptions) {
  const { project, nodes } = yield* choose(options, ["model", "seed"])
  const [node, ...others] = nodes
  if (node === undefined || others.length > 0) {
    return yield* new ProjectError({
      subject: "show",
      reason: `needs one model, and the selection has ${nodes.length}`
    })
  }
  const { compile: compileNode } = yield* makeCompiler(project)
  const { sql } = yield* asProjectError(compileNode(node))
  const limit = options.limit ?? 5
  const from = node.resourceType === "seed" ? `select * from \`${node.schema}\`.\`${node.alias}\`` : sql
  const statement = limit < 0 ? from : `select * from (\n${from}\n) limit ${Math.trunc(limit)}`
  const warehouse = yield* Warehouse
  const bytes = yield* warehouse.queryBytes(statement, "JSONCompact")
  const { meta, data } = JSON.parse(new TextDecoder().decode(bytes)) as CompactResult
  const value = (type: string | undefined, cell: unknown): unknown =>
    typeof cell === "string" && wide.test(type ?? "") ? Number(cell) : cell
  return {
    name: node.name,
    columns: meta,
    rows: data.map((row) => Object.fromEntries(meta.map(({ name, type }, index) => [name, value(type, row[index])])))
  } satisfies Shown
})
