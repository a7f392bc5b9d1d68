/** Stands before every build of a model: what would expose a class that it may not is not built. */
import { Effect } from "effect"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { fromTemplate, ProjectError } from "../ProjectError.ts"
import type { Node } from "../project/Node.ts"
import type { Project } from "../project/ParseProject.ts"
import { reading } from "../project/ProjectFolder.ts"
import { type Compiled, type CompileError, type Compiler, makeCompiler } from "../run/Compile.ts"
import { classesOf } from "./Flow.ts"
import { hookViolations } from "./hookViolations.ts"
import { listeningWarehouse } from "./listeningWarehouse.ts"
import { markedProject } from "./MarkedMacros.ts"
import { strongest } from "./NodePrivacy.ts"
import { type PrivacyClass, strongestFirst } from "./PrivacyClass.ts"
import { privacyPath } from "./PrivacyPath.ts"
import { isGoverned, lowerings } from "./PrivacySettings.ts"
import { type CompiledModel, privacyLookup } from "./privacyOf.ts"
import { seedColumns } from "./seedColumns.ts"
import { violations } from "./violations.ts"

/** What a manifest tells of one column. */
export interface ColumnPrivacy {
  readonly class: PrivacyClass
  readonly classes: ReadonlyArray<PrivacyClass>
  /** The way of the class from the column to a source; empty for an open column. */
  readonly path: ReadonlyArray<string>
}

export interface PrivacyGuard {
  /** Compiles a model or snapshot so that `check` knows what its macros marked and its template asked; as it is without a guard. */
  readonly compile: ((node: Node) => Effect.Effect<Compiled, CompileError>) | undefined
  /** Unique ids of the ephemeral models that were put into what it compiled. */
  readonly used: ReadonlySet<string>
  /** Fails for a model or snapshot whose SQL would expose what it may not, with the way by which it came. */
  readonly check: (node: Node) => Effect.Effect<void, ProjectError>
  /** Renders a hook of a model, and fails for one that would put into a table what it may not hold. */
  readonly renderText: Compiler["renderText"] | undefined
  /** By unique id and column, of the nodes that were checked and of what they read. */
  readonly columns: () => ReadonlyMap<string, ReadonlyMap<string, ColumnPrivacy>>
  /** Unique ids of models whose YAML is believed instead of their SQL, each with why. */
  readonly trusted: () => ReadonlyMap<string, string>
}

/** Of a project that says nothing of privacy, and of a verb that builds no model. */
export const noGuard: PrivacyGuard = {
  compile: undefined,
  renderText: undefined,
  used: new Set(),
  check: () => Effect.void,
  columns: () => new Map(),
  trusted: () => new Map()
}

/** The columns that the tables of the sources have, of those that are there. */
const storedColumns = Effect.fn("PrivacyGuard.storedColumns")(function* (project: Project) {
  const warehouse = yield* Warehouse
  const sources = [...project.manifest.sources.values()]
  const databases = [...new Set(sources.map(({ schema }) => schema))]
  const rows = yield* warehouse.query<Record<"database" | "table" | "name", string>>(
    "select database, table, name from system.columns where database in {databases:Array(String)} order by position",
    { params: { databases } }
  )
  const found = new Map<string, Array<string>>()
  for (const { uniqueId, schema, identifier } of sources) {
    const names = rows.filter(({ database, table }) => database === schema && table === identifier)
    if (names.length > 0)
      found.set(
        uniqueId,
        names.map(({ name }) => name)
      )
  }
  return found
})

/** What a template or the project's YAML does wrong is told in a project's words. */
const projectly = <A>(effect: Effect.Effect<A, CompileError>): Effect.Effect<A, ProjectError> =>
  Effect.mapError(effect, (error) => (error._tag === "TemplateError" ? fromTemplate(error) : error))

const words = (error: CompileError): string =>
  error._tag === "TemplateError" ? fromTemplate(error).message : error.message

export const makePrivacyGuard = Effect.fn("PrivacyGuard.make")(function* (project: Project, empty = false) {
  const { manifest } = project
  if (!(yield* projectly(reading(() => isGoverned(manifest))))) return noGuard
  const registered = yield* projectly(reading(() => lowerings(project.file.vars)))
  for (const { name } of registered) {
    const owners = [...manifest.macros.values()]
      .filter((macro) => macro.name === name)
      .map((macro) => macro.packageName)
    if (owners.length === 1 && owners[0] === manifest.projectName) continue
    const reason = `privacy_lowerings names '${name}': the project itself must have one macro of that name, and no package`
    return yield* new ProjectError({ subject: "dbt_project.yml", reason })
  }
  const marked = yield* markedProject(project, new Set(registered.map(({ name }) => name)))
  const warehouse = yield* Warehouse
  const compiled = new Map<string, CompiledModel>()
  const lookup = privacyLookup({
    manifest,
    compiled,
    lowerings: new Map(registered.map((each) => [marked.markerOf(each.name), each])),
    seedColumns: new Map(
      [...project.seedText].flatMap(([id, text]) => {
        const seed = manifest.nodes.get(id)
        return seed === undefined ? [] : [[id, seedColumns(seed, text)] as const]
      })
    ),
    stored: yield* storedColumns(project)
  })

  const used = new Set<string>()

  const compile = (node: Node): Effect.Effect<Compiled, CompileError> =>
    Effect.gen(function* () {
      const asked: Array<string> = []
      const listening = listeningWarehouse(warehouse, (sql) => asked.push(sql))
      const compileIn = (each: Project) =>
        Effect.flatMap(Effect.provideService(makeCompiler(each, empty), Warehouse, listening), (compiler) =>
          compiler.compile(node)
        )
      const { sql, ephemerals } = yield* compileIn(marked.project)
      const isIncremental = node.config.materialized === "incremental"
      const first = isIncremental ? (yield* compileIn(marked.firstRun)).sql : undefined
      compiled.set(node.uniqueId, { sql, first, asked })
      lookup.forget(node.uniqueId)
      for (const id of ephemerals) used.add(id)
      return { sql: marked.plain(sql), ephemerals }
    })

  /** Compiles what the node reads, down to the sources. */
  const compileParents = (node: Node): Effect.Effect<void, CompileError> =>
    Effect.forEach(
      node.dependsOn.flatMap((id) => manifest.nodes.get(id) ?? []),
      (parent) =>
        Effect.gen(function* () {
          if (compiled.has(parent.uniqueId) || !["model", "snapshot"].includes(parent.resourceType)) return
          yield* compileParents(parent)
          yield* compile(parent)
        }),
      { discard: true }
    )

  const check = Effect.fn("PrivacyGuard.check")(function* (node: Node) {
    if (node.resourceType !== "model" && node.resourceType !== "snapshot") return
    const refuse = (reason: string) => new ProjectError({ subject: node.originalFilePath, reason })
    yield* Effect.mapError(compileParents(node), (error) => refuse(`privacy: ${words(error)}`))
    yield* projectly(reading(() => lookup.look(node)))
    const wrong = yield* projectly(reading(() => violations(manifest, node, lookup.known)))
    if (wrong.length > 0) return yield* refuse(wrong.join("\n"))
  })

  const hooks = yield* makeCompiler(marked.project, empty)
  const renderText: Compiler["renderText"] = Effect.fn("PrivacyGuard.renderText")(function* (node, where, text, names) {
    const sql = yield* hooks.renderText(node, where, text, names)
    const { known, surroundings } = lookup
    const wrong = yield* reading(() => hookViolations(manifest, node, sql, known, surroundings))
    if (wrong.length > 0) return yield* new ProjectError({ subject: where, reason: wrong.join("\n") })
    return marked.plain(sql)
  })

  const columns: PrivacyGuard["columns"] = () =>
    new Map(
      [...lookup.known].map(([id, each]) => [
        id,
        new Map(
          [...each.columns].map(([name, flow]) => {
            const privacy = strongest(flow)
            const path = privacy === "open" ? [] : privacyPath(manifest, lookup.known, flow, privacy)
            return [name, { class: privacy, classes: strongestFirst(classesOf(flow)), path }]
          })
        )
      ])
    )

  const trusted: PrivacyGuard["trusted"] = () =>
    new Map(
      [...lookup.known.values()].flatMap((each) =>
        each.trusted === undefined ? [] : [[each.uniqueId, each.trusted] as const]
      )
    )
  return { compile, used, check, renderText, columns, trusted } satisfies PrivacyGuard
})
