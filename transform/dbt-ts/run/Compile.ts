/** From a node's template to the SQL that ClickHouse gets. */
import { Effect } from "effect"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { type NodeScope, nodeScope, queryFailure, type TemplateStore } from "../context/NodeContext.ts"
import type { CompactResult } from "../context/QueryTable.ts"
import { Relation } from "../context/Relation.ts"
import { fail, type TemplateError } from "../jinja/TemplateError.ts"
import type { ProjectError } from "../ProjectError.ts"
import type { Node } from "../project/Node.ts"
import type { Project } from "../project/ParseProject.ts"
import { setArguments } from "../project/TestArguments.ts"
import { injectCtes } from "./InjectCtes.ts"

export interface Compiled {
  readonly sql: string
  /** Unique ids of the ephemeral models that were put in. */
  readonly ephemerals: ReadonlyArray<string>
}

export const relationOf = (node: Node): Relation =>
  node.config.materialized === "ephemeral"
    ? new Relation(undefined, `__dbt__cte__${node.name}`, "cte")
    : new Relation(node.schema, node.alias, node.config.materialized === "view" ? "view" : "table")

/** How templates ask the store. */
const templateStore = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  const store: TemplateStore = {
    rows: (sql) => Effect.mapError(warehouse.query<Record<string, unknown>>(sql), queryFailure),
    compact: (sql) =>
      Effect.mapError(
        Effect.map(
          warehouse.queryBytes(sql, "JSONCompact"),
          (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as CompactResult
        ),
        queryFailure
      )
  }
  return store
})

/** Compiles the nodes of one run. */
export interface Compiler {
  readonly compile: (node: Node) => Effect.Effect<Compiled, TemplateError | ProjectError>
}

export const makeCompiler = Effect.fn("Compile.makeCompiler")(function* (project: Project) {
  const store = yield* templateStore
  const { nodes, sources, projectName } = project.manifest

  const scopeOf = (node: Node): NodeScope =>
    nodeScope(project.base, {
      ref: ({ name }) => {
        const id = node.refs.some((each) => each.name === name)
          ? node.dependsOn.find((each) => nodes.get(each)?.name === name)
          : fail(`ref('${name}') was not seen while the project was parsed; name it in a comment: -- depends_on`)
        return relationOf(nodes.get(id as string) as Node)
      },
      source: (source, table) => {
        const found = sources.get(`source.${projectName}.${source}.${table}`)
        if (found === undefined || !node.sources.some(([s, t]) => s === source && t === table)) {
          return fail(`source('${source}', '${table}') was not seen while the project was parsed`)
        }
        return new Relation(found.schema, found.identifier, "table")
      },
      config: node.config,
      this: relationOf(node),
      model: modelDocument(node),
      store
    })

  /** The node's own SQL, before ephemeral models are put in. */
  const render = Effect.fn("Compile.render")(function* (node: Node) {
    const template = project.templates.get(node.uniqueId) ?? []
    const { scope } = scopeOf(node)
    if (node.test !== undefined) yield* setArguments(project.base.jinja, scope, node.test)
    return yield* project.base.jinja.render(node.originalFilePath, template, scope)
  })

  const ephemeralParents = (node: Node): ReadonlyArray<Node> =>
    node.dependsOn.flatMap((id) => {
      const parent = nodes.get(id)
      return parent?.config.materialized === "ephemeral" ? [parent] : []
    })

  /** Ephemeral models below `node`, deepest first, each once, with their own SQL. */
  const ctesOf = (node: Node): Effect.Effect<ReadonlyMap<string, string>, TemplateError | ProjectError> =>
    Effect.gen(function* () {
      const found = new Map<string, string>()
      for (const parent of ephemeralParents(node)) {
        for (const [id, sql] of yield* ctesOf(parent)) found.set(id, sql)
        if (!found.has(parent.uniqueId)) found.set(parent.uniqueId, yield* render(parent))
      }
      return found
    })

  const compile = Effect.fn("Compile.compile")(function* (node: Node) {
    if (node.resourceType === "seed") return { sql: "", ephemerals: [] }
    const sql = yield* render(node)
    const ctes = yield* ctesOf(node)
    const texts = [...ctes].map(([id, text]) => [`__dbt__cte__${(nodes.get(id) as Node).name}`, text] as const)
    return { sql: injectCtes(sql, texts), ephemerals: [...ctes.keys()] }
  })
  return { compile } satisfies Compiler
})

/** The node as `model` gives it to templates. */
export const modelDocument = (node: Node): Readonly<Record<string, unknown>> => ({
  name: node.name,
  unique_id: node.uniqueId,
  resource_type: node.resourceType,
  schema: node.schema,
  database: "",
  alias: node.alias,
  path: node.path,
  original_file_path: node.originalFilePath,
  fqn: [...node.fqn],
  tags: [...node.config.tags],
  config: node.config,
  description: node.description,
  columns: Object.fromEntries([...node.columns].map(([name, column]) => [name, { ...column }])),
  depends_on: { nodes: [...node.dependsOn] },
  raw_code: node.rawCode
})
