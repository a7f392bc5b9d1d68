/** From a node's template to the SQL that ClickHouse gets. */
import { Effect } from "effect"
import type { AdapterStore } from "../context/AdapterStore.ts"
import { type NodeScope, nodeScope, queryFailure } from "../context/NodeContext.ts"
import { exactNumbers } from "../context/ReadCell.ts"
import { Relation } from "../context/Relation.ts"
import { fail, type TemplateError } from "../jinja/TemplateError.ts"
import type { Value } from "../jinja/Value.ts"
import type { ProjectError } from "../ProjectError.ts"
import type { Project } from "../parse/ParseProject.ts"
import { parseFile } from "../project/files/ParseFile.ts"
import { type Node, type RefTarget, sourceSchema } from "../project/Node.ts"
import { reading } from "../project/Reading.ts"
import { setArguments } from "../project/TestArguments.ts"
import { ClickHouse } from "../store/ClickHouse.ts"
import { injectCtes } from "./InjectCtes.ts"
import { modelDocument } from "./ModelDocument.ts"
import { lasting } from "./NodeStore.ts"

export interface Compiled {
  readonly sql: string
  /** Unique ids of the ephemeral models that were inserted. */
  readonly ephemerals: ReadonlyArray<string>
}

export type CompileError = TemplateError | ProjectError

/** Named by the model's alias. */
export const cteOf = (node: Node): string => `__dbt__cte__${node.alias}`

/** Returns what `ref` puts in place of a node: its table or view, or the name of a common table expression if it is ephemeral. */
export const relationOf = (node: Node): Relation =>
  node.config.materialized === "ephemeral"
    ? new Relation(undefined, cteOf(node), "cte")
    : new Relation(node.schema, node.alias, node.config.materialized === "view" ? "view" : "table")

/** Returns what `this` is: of no type, and of an ephemeral model the place that it would have. */
const selfOf = (node: Node): Relation => new Relation(node.schema, node.alias)

/** How templates ask the store. */
const templateStore = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const settings = { ...lasting, ...exactNumbers }
  const store: AdapterStore = {
    rows: (sql) => Effect.mapError(clickhouse.query<Record<string, unknown>>(sql), queryFailure),
    compact: (sql) => Effect.mapError(clickhouse.queryCompact(sql, settings), queryFailure)
  }
  return store
})

/** Overrides for `ref` and `source` in a template. */
export interface References {
  readonly ref: (node: Node) => Relation
  readonly source: (uniqueId: string) => Relation | undefined
}

export interface Compiler {
  readonly compile: (node: Node) => Effect.Effect<Compiled, CompileError>
  /** Unique ids of the ephemeral models that were put into others. */
  readonly used: ReadonlySet<string>
  /** A node's own SQL, before ephemeral models are put in, in a scope that may be changed first. */
  readonly renderIn: (node: Node, scope: NodeScope) => Effect.Effect<string, CompileError>
  /** Renders any text, such as a hook, in the node's scope with additional names. */
  readonly renderText: (
    node: Node,
    where: string,
    text: string,
    names?: Readonly<Record<string, Value>>
  ) => Effect.Effect<string, CompileError>
  /** What the node's template sees. */
  readonly scopeOf: (node: Node, references?: References, self?: Value) => NodeScope
}

/** A relation that gives its columns and no rows: what `ref` and `source` are in a run with `empty`. */
class EmptyRelation extends Relation {
  override print(): string {
    return `(select * from ${super.print()} where false limit 0)`
  }
}

const matches = (node: Node, { name, package: owner, version }: RefTarget): boolean =>
  node.name === name &&
  (owner === undefined || node.packageName === owner) &&
  (version === undefined ? node.version === node.latestVersion : String(node.version) === String(version))

/** Returns the compiler of a project's nodes. With `empty`, references select no row. */
export const makeCompiler = Effect.fn("Compile.makeCompiler")(function* (project: Project, empty = false) {
  const store = yield* templateStore
  const { nodes, sources } = project.manifest
  const used = new Set<string>()
  const limited = (relation: Relation): Relation =>
    empty ? new EmptyRelation(relation.schema, relation.identifier, relation.type) : relation
  const asProject: References = {
    ref: (node) => limited(relationOf(node)),
    source: (id) => {
      const found = sources.get(id)
      return found === undefined ? undefined : limited(new Relation(sourceSchema(found), found.identifier, "table"))
    }
  }

  const scopeOf = (node: Node, references = asProject, self: Value = selfOf(node)): NodeScope => {
    const parents = node.dependsOn.flatMap((id) => nodes.get(id) ?? [])
    return nodeScope(project.base, {
      ref: (target) =>
        references.ref(
          parents.find((parent) => matches(parent, target)) ??
            fail(`ref('${target.name}') was not seen while the project was parsed; name it in a comment: -- depends_on`)
        ),
      source: (source, table) => {
        const id = node.dependsOn.find((each) => each.startsWith("source.") && each.endsWith(`.${source}.${table}`))
        return (
          (id === undefined ? undefined : references.source(id)) ??
          fail(`source('${source}', '${table}') was not seen while the project was parsed`)
        )
      },
      config: node.config,
      this: self,
      model: modelDocument(node),
      store
    })
  }

  const renderIn = Effect.fn("Compile.renderIn")(function* (node: Node, { scope }: NodeScope) {
    const known = project.templates.get(node.uniqueId)
    const template = known ?? (yield* reading(() => parseFile(node.originalFilePath, node.rawCode)))
    if (node.test !== undefined) yield* setArguments(project.base.jinja, scope, node.test)
    return yield* project.base.jinja.render(node.originalFilePath, template, scope)
  })

  /** Returns the node's own SQL and the ephemeral models that it named, in the order in which it did. */
  const render = Effect.fn("Compile.render")(function* (node: Node) {
    const named = new Set<Node>()
    const scope = scopeOf(node, {
      ...asProject,
      ref: (parent) => {
        if (parent.config.materialized === "ephemeral") named.add(parent)
        return asProject.ref(parent)
      }
    })
    return { sql: yield* renderIn(node, scope), named: [...named] }
  })

  /** Ephemeral models that are named, deepest first, each once, with their own SQL. */
  const ctesOf = (named: ReadonlyArray<Node>): Effect.Effect<ReadonlyMap<Node, string>, CompileError> =>
    Effect.gen(function* () {
      const found = new Map<Node, string>()
      for (const node of named) {
        if (found.has(node)) continue
        const own = yield* render(node)
        for (const [inner, sql] of yield* ctesOf(own.named)) found.set(inner, sql)
        found.set(node, own.sql)
      }
      return found
    })

  const compile = Effect.fn("Compile.compile")(function* (node: Node) {
    if (node.resourceType === "seed") return { sql: "", ephemerals: [] }
    const { sql, named } = yield* render(node)
    const ctes = yield* ctesOf(named)
    const texts = [...ctes].map(([each, text]) => [cteOf(each), text] as const)
    const ephemerals = [...ctes.keys()].map(({ uniqueId }) => uniqueId)
    for (const id of ephemerals) used.add(id)
    return { sql: injectCtes(sql, texts), ephemerals }
  })

  const renderText: Compiler["renderText"] = Effect.fn("Compile.renderText")(function* (node, where, text, names = {}) {
    const template = yield* reading(() => parseFile(where, text))
    const { scope } = scopeOf(node)
    for (const [name, value] of Object.entries(names)) scope.set(name, value)
    return yield* project.base.jinja.render(where, template, scope)
  })
  return { compile, used, renderIn, renderText, scopeOf } satisfies Compiler
})
