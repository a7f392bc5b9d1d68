/** Compiles models with marked macros, and keeps what the privacy lookup reads: their SQL and the queries of their templates. */
import { Effect } from "effect"
import type { CompiledModel } from "../lineage/derivePrivacy.ts"
import type { markedProject } from "../lineage/MarkedMacros.ts"
import type { Project } from "../parse/ParseProject.ts"
import type { Node } from "../project/Node.ts"
import { ClickHouse } from "../store/ClickHouse.ts"
import { type Compiled, type CompileError, makeCompiler } from "./Compile.ts"

/** Returns whether a node becomes a table or view with columns of others: a model or snapshot. */
export const isBuilt = ({ resourceType }: Node): boolean => resourceType === "model" || resourceType === "snapshot"

export type Marked = Effect.Success<ReturnType<typeof markedProject>>

export interface MarkedCompilerOptions {
  readonly project: Project
  readonly marked: Marked
  readonly clickhouse: ClickHouse["Service"]
  /** Models by unique id, which `compile` fills. */
  readonly compiled: Map<string, CompiledModel>
  /** Called when a model was compiled. */
  readonly onCompiled: (id: string) => void
  readonly empty: boolean
}

/** Reports each query of a template to `onQuery`: its result may be printed into the SQL as a constant. */
const recordQueries = (clickhouse: ClickHouse["Service"], onQuery: (sql: string) => void): ClickHouse["Service"] => ({
  ...clickhouse,
  queryCompact: (sql, settings) => {
    onQuery(sql)
    return clickhouse.queryCompact(sql, settings)
  }
})

/** Returns the compiler of a project with marked macros. What it compiles is added to `compiled`, each model once. */
export const makeMarkedCompiler = ({
  project,
  marked,
  clickhouse,
  compiled,
  onCompiled,
  empty
}: MarkedCompilerOptions) => {
  /** Unique ids of the ephemeral models that were put into what was compiled. */
  const used = new Set<string>()

  /** Returns a compiler of a form of the project. The queries that its templates execute are added to `queries`. */
  const compilerOf = (form: Project, queries: Array<string>) =>
    Effect.provideService(
      makeCompiler(form, empty),
      ClickHouse,
      recordQueries(clickhouse, (sql) => queries.push(sql))
    )

  /** Returns a compiler whose macros sign their markers, and the queries that its templates execute. */
  const listen = Effect.fn("MarkedCompiler.listen")(function* () {
    const queries: Array<string> = []
    return { queries, compiler: yield* compilerOf(marked.project, queries) }
  })

  const compile = Effect.fn("MarkedCompiler.compile")(function* (node: Node): Effect.fn.Return<Compiled, CompileError> {
    const queries: Array<string> = []
    const { sql, ephemerals } = yield* (yield* compilerOf(marked.project, queries)).compile(node)
    const isIncremental = node.config.materialized === "incremental"
    const first = isIncremental ? (yield* (yield* compilerOf(marked.firstRun, queries)).compile(node)).sql : undefined
    compiled.set(node.uniqueId, { sql, first, queries })
    onCompiled(node.uniqueId)
    for (const id of ephemerals) used.add(id)
    return { sql: marked.plain(sql), ephemerals }
  })

  /** Compiles what the node reads, down to the sources. */
  const compileParents = (node: Node): Effect.Effect<void, CompileError> =>
    Effect.forEach(
      node.dependsOn.flatMap((id) => project.manifest.nodes.get(id) ?? []).filter(isBuilt),
      (parent) =>
        Effect.suspend(() =>
          compiled.has(parent.uniqueId) ? Effect.void : Effect.andThen(compileParents(parent), compile(parent))
        ),
      { discard: true }
    )

  return { used, listen, compile, compileParents }
}
