/** Checks each model before it is built, and refuses one that would expose a class it may not. */
import { Effect } from "effect"
import type { CompiledModel } from "../lineage/derivePrivacy.ts"
import { classesOf } from "../lineage/Flow.ts"
import { loweredClasses } from "../lineage/loweredClasses.ts"
import { markedProject } from "../lineage/MarkedMacros.ts"
import { strongest } from "../lineage/NodePrivacy.ts"
import { type PrivacyClass, strongestFirst } from "../lineage/PrivacyClass.ts"
import { privacyPath } from "../lineage/PrivacyPath.ts"
import { isGoverned, lowerings, modelPrivacy, shownClasses } from "../lineage/PrivacySettings.ts"
import { privacyLookup } from "../lineage/privacyLookup.ts"
import { statementViolations } from "../lineage/statementViolations.ts"
import { violations } from "../lineage/violations.ts"
import { fromTemplate, ProjectError } from "../ProjectError.ts"
import type { Project } from "../parse/ParseProject.ts"
import type { Node } from "../project/Node.ts"
import { reading } from "../project/Reading.ts"
import { ClickHouse, literal, refusedStatement } from "../store/ClickHouse.ts"
import type { Compiled, CompileError, Compiler } from "./Compile.ts"
import { isBuilt, makeMarkedCompiler } from "./MarkedCompiler.ts"

export interface ColumnPrivacy {
  readonly class: PrivacyClass
  readonly classes: ReadonlyArray<PrivacyClass>
  /** Classes that its values were lowered from on the way. */
  readonly lowered: ReadonlyArray<PrivacyClass>
  /** The way of the class from the column to a source; empty for an open column. */
  readonly path: ReadonlyArray<string>
}

export interface PrivacyGuard {
  /** Compiles a model or snapshot and records for `check` what its macros marked and its template queried; undefined without a guard. */
  readonly compile?: (node: Node) => Effect.Effect<Compiled, CompileError>
  /** Unique ids of the ephemeral models that were put into what it compiled. */
  readonly used: ReadonlySet<string>
  /** Fails for a model or snapshot whose SQL would expose what it may not, and reports the path of the data. */
  readonly check: (node: Node) => Effect.Effect<void, ProjectError>
  /** Fails for a test whose failing rows are to be kept although neither it nor the project permits to show their classes. */
  readonly checkStored: (node: Node) => Effect.Effect<void, ProjectError>
  /** The SQL of what is shown to an operator; fails for what may not be seen. Nothing without a guard. */
  readonly showSql?: (node: Node) => Effect.Effect<string, CompileError>
  /** The project and the store as an operation may use them: its statements are looked at before they are sent. */
  readonly oversee?: (
    name: string,
    node: Node
  ) => Effect.Effect<{ readonly project: Project; readonly clickhouse: ClickHouse["Service"] }, CompileError>
  /** Renders a hook of a model or of the project, and fails for one that would put into a table what it may not hold. */
  readonly renderText?: Compiler["renderText"]
  /** By unique id and column, of the nodes that were checked and of what they read. */
  readonly columns: () => ReadonlyMap<string, ReadonlyMap<string, ColumnPrivacy>>
  /** Unique ids of models whose classes come from their YAML instead of their SQL, with the reason. */
  readonly trusted: () => ReadonlyMap<string, string>
}

/** For a project without privacy settings, and for a command that builds no model. */
export const noGuard: PrivacyGuard = {
  checkStored: () => Effect.void,
  used: new Set(),
  check: () => Effect.void,
  columns: () => new Map(),
  trusted: () => new Map()
}

/** Returns the columns that the tables of the sources have, of those that are there. */
const storedColumns = Effect.fn("PrivacyGuard.storedColumns")(function* (project: Project) {
  const clickhouse = yield* ClickHouse
  const sources = [...project.manifest.sources.values()]
  const databases = [...new Set(sources.map(({ schema }) => schema))]
  const rows = yield* clickhouse.query<Record<"database" | "table" | "name", string>>(
    `select database, table, name from system.columns where database in [${databases.map(literal).join(", ")}] order by position`
  )
  const found = new Map<string, Array<string>>()
  for (const { uniqueId, schema, identifier } of sources) {
    const names = rows.filter(({ database, table }) => database === schema && table === identifier)
    const columns = names.map(({ name }) => name)
    if (names.length > 0) found.set(uniqueId, columns)
  }
  return found
})

/** Converts errors of templates and of the project's YAML. */
const asProject = <A>(effect: Effect.Effect<A, CompileError>): Effect.Effect<A, ProjectError> =>
  Effect.mapError(effect, (error) => (error._tag === "TemplateError" ? fromTemplate(error) : error))

const words = (error: CompileError): string =>
  error._tag === "TemplateError" ? fromTemplate(error).message : error.message

/** Returns the macros that may lower a class. Fails for one that the project itself lacks, or that a package has too. */
const registeredLowerings = Effect.fn("PrivacyGuard.lowerings")(function* ({ manifest, file }: Project) {
  const registered = yield* asProject(reading(() => lowerings(file.vars)))
  for (const { name } of registered) {
    const owners = [...manifest.macros.values()].filter((macro) => macro.name === name)
    if (owners.length === 1 && owners[0]?.packageName === manifest.projectName) continue
    const reason = `privacy_lowerings names '${name}': the project itself must have one macro of that name, and no package`
    return yield* new ProjectError({ subject: "dbt_project.yml", reason })
  }
  return registered
})

/** Returns the names of a seed's columns, from the first line of its file. */
const seedColumns = (seed: Node, text: string): ReadonlyArray<string> => {
  const delimiter = typeof seed.config["delimiter"] === "string" ? seed.config["delimiter"] : ","
  const first = text.replace(/^\ufeff/, "").split(/\r?\n/, 1)[0] ?? ""
  return first.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, "$1"))
}

const seedColumnsOf = ({ manifest, seedText }: Project) =>
  new Map(
    [...seedText].flatMap(([id, text]) => {
      const seed = manifest.nodes.get(id)
      return seed === undefined ? [] : [[id, seedColumns(seed, text)] as const]
    })
  )

type Lookup = ReturnType<typeof privacyLookup>

/** Returns the classes of every column that is known, each with the way from the column to a source. */
const columnsOf = (manifest: Project["manifest"], known: Lookup["known"]): ReturnType<PrivacyGuard["columns"]> =>
  new Map(
    [...known].map(([id, each]) => [
      id,
      new Map(
        [...each.columns].map(([name, flow]) => {
          const privacy = strongest(flow)
          const path = privacy === "open" ? [] : privacyPath(manifest, known, flow, privacy)
          const lowered = loweredClasses(known, flow)
          return [name, { class: privacy, classes: strongestFirst(classesOf(flow)), lowered, path }]
        })
      )
    ])
  )

const trustedOf = (known: Lookup["known"]): ReturnType<PrivacyGuard["trusted"]> =>
  new Map(
    [...known.values()].flatMap((each) => (each.trusted === undefined ? [] : [[each.uniqueId, each.trusted] as const]))
  )

export const makePrivacyGuard = Effect.fn("PrivacyGuard.make")(function* (project: Project, empty = false) {
  const { manifest } = project
  if (!(yield* asProject(reading(() => isGoverned(manifest))))) return noGuard
  const registered = yield* registeredLowerings(project)
  const marked = yield* markedProject(project, new Set(registered.map(({ name }) => name)))
  const clickhouse = yield* ClickHouse
  const compiled = new Map<string, CompiledModel>()
  const lookup = privacyLookup({
    manifest,
    compiled,
    lowerings: new Map(registered.map((each) => [marked.markerOf(each.name), each])),
    seedColumns: seedColumnsOf(project),
    stored: yield* storedColumns(project)
  })
  const { used, listen, compile, compileParents } = makeMarkedCompiler({
    project,
    marked,
    clickhouse,
    compiled,
    empty,
    onCompiled: lookup.forget
  })

  const check = Effect.fn("PrivacyGuard.check")(function* (node: Node) {
    if (!isBuilt(node)) return
    const refuse = (reason: string) => new ProjectError({ subject: node.originalFilePath, reason })
    yield* Effect.mapError(compileParents(node), (error) => refuse(`privacy: ${words(error)}`))
    yield* asProject(reading(() => lookup.look(node)))
    const wrong = yield* asProject(reading(() => violations(manifest, node, lookup.known)))
    if (wrong.length > 0) return yield* refuse(wrong.join("\n"))
  })

  const shown = yield* asProject(reading(() => shownClasses(project.file.vars)))
  const violationsOf = (who: string, sql: string, queries: ReadonlyArray<string>, seen?: ReadonlySet<PrivacyClass>) => {
    const { known, surroundings } = lookup
    return reading(() => statementViolations({ manifest, who, sql, queries, shown: seen, known, surroundings }))
  }

  const renderText: Compiler["renderText"] = Effect.fn("PrivacyGuard.renderText")(function* (node, where, text, names) {
    const { queries, compiler } = yield* listen()
    const sql = yield* compiler.renderText(node, where, text, names)
    yield* compileParents(node)
    const isHook = node.resourceType === "operation"
    const wrong = yield* violationsOf(isHook ? node.name : `a hook of ${node.name}`, sql, queries)
    if (wrong.length > 0) return yield* new ProjectError({ subject: where, reason: wrong.join("\n") })
    return marked.plain(sql)
  })

  /** Returns the SQL of a query whose rows are shown or stored and may have these classes. */
  const shownSql = Effect.fn("PrivacyGuard.shownSql")(function* (
    node: Node,
    who: string,
    may: ReadonlySet<PrivacyClass>
  ) {
    yield* compileParents(node)
    // An incremental model may read what it has: its own columns must be known by its SQL, too.
    if (isBuilt(node)) yield* compile(node)
    const { queries, compiler } = yield* listen()
    const { sql } = yield* compiler.compile(node)
    const wrong = yield* violationsOf(who, sql, queries, may)
    if (wrong.length > 0) return yield* new ProjectError({ subject: node.originalFilePath, reason: wrong.join("\n") })
    return marked.plain(sql)
  })

  const checkStored = Effect.fn("PrivacyGuard.checkStored")(function* (node: Node) {
    const own = yield* asProject(reading(() => modelPrivacy(node)?.mayExpose))
    yield* asProject(shownSql(node, `the table of ${node.name}'s failing rows`, own ?? shown))
  })

  const showSql = (node: Node) => shownSql(node, `show of ${node.name}`, shown)

  /** Returns the store as an operation may use it. */
  const oversee = Effect.fn("PrivacyGuard.oversee")(function* (name: string, node: Node) {
    yield* compileParents(node)
    const look = (sql: string) =>
      Effect.gen(function* () {
        const wrong = yield* Effect.orDie(violationsOf(`operation ${name}`, sql, [], shown))
        if (wrong.length > 0) return yield* refusedStatement(wrong.join("\n"))
        return marked.plain(sql)
      })
    const overseen: ClickHouse["Service"] = {
      query: (sql, settings) => Effect.flatMap(look(sql), (plain) => clickhouse.query(plain, settings)),
      queryCompact: (sql, settings) => Effect.flatMap(look(sql), (plain) => clickhouse.queryCompact(plain, settings)),
      command: (sql, settings) => Effect.flatMap(look(sql), (plain) => clickhouse.command(plain, settings))
    }
    return { project: marked.project, clickhouse: overseen }
  })

  const columns = () => columnsOf(manifest, lookup.known)
  const trusted = () => trustedOf(lookup.known)
  return { compile, used, check, checkStored, showSql, oversee, renderText, columns, trusted } satisfies PrivacyGuard
})
