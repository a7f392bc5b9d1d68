/** From the files of a project to its manifest: every node with its configuration and what it depends on. */
import { Clock, Effect } from "effect"
import { GlobalNames, projectFileNames } from "../context/GlobalNames.ts"
import { MacroLibrary } from "../context/MacroLibrary.ts"
import type { ContextBase } from "../context/NodeContext.ts"
import { type Invocation, makeInvocation } from "../Invocation.ts"
import type { Template } from "../jinja/Ast.ts"
import { Jinja } from "../jinja/Jinja.ts"
import { ProjectError, refuse } from "../ProjectError.ts"
import { readDocs } from "../project/Docs.ts"
import type { PackageFolder } from "../project/files/PackageFolder.ts"
import { readPackages } from "../project/files/Packages.ts"
import type { ProjectFile } from "../project/files/ProjectFile.ts"
import { isSettings } from "../project/files/Yaml.ts"
import type { Doc, Manifest } from "../project/Node.ts"
import { type PropertyEntry, readPropertyFile } from "../project/properties/PropertyFile.ts"
import { reading } from "../project/Reading.ts"
import { defaultTarget, type Target, type TransformOptions } from "../TransformOptions.ts"
import { collectNodes } from "./CollectNodes.ts"
import { describeAll } from "./DescribeAll.ts"
import type { Parsing } from "./Parsing.ts"

/** Something that dbt warns of while it reads a project. */
export interface ProjectWarning {
  readonly subject: string
  readonly message: string
}

/** A parsed project: what compiling and running need. */
export interface Project {
  readonly manifest: Manifest
  readonly file: ProjectFile
  /** The project and the packages that it uses, by name. */
  readonly packages: ReadonlyMap<string, PackageFolder>
  readonly base: ContextBase
  readonly target: Target
  readonly templates: ReadonlyMap<string, Template>
  readonly seedText: ReadonlyMap<string, string>
  readonly warnings: ReadonlyArray<ProjectWarning>
  /** The caller's options, and what `flags:` of the project sets where the caller does not. */
  readonly options: TransformOptions
  readonly invocation: Invocation
}

const readEntries = Effect.fnUntraced(function* (parsing: Parsing) {
  const entries: Array<PropertyEntry> = []
  for (const [name, folder] of parsing.packages) {
    for (const file of folder.properties) {
      const { jinja } = parsing.base
      entries.push(...(yield* readPropertyFile(jinja, parsing.fileScope(name), name, file, parsing.warn)))
    }
  }
  return entries
})

const readAllDocs = Effect.fnUntraced(function* (parsing: Parsing) {
  const docs = new Map<string, Doc>()
  for (const [name, folder] of parsing.packages) {
    for (const [id, doc] of yield* readDocs(parsing.base.jinja, name, folder.docs)) docs.set(id, doc)
  }
  return docs
})

/** dbt puts the comment into every statement, where the store's owner looks for it; here statements have none. */
const checkQueryComment = ({ queryComment }: ProjectFile): void => {
  const comment = isSettings(queryComment) ? queryComment["comment"] : queryComment
  if (comment !== undefined && comment !== null && comment !== "")
    refuse(
      "dbt_project.yml",
      "'query-comment' is not supported: statements carry no comment; remove it or set it to null"
    )
}

const withDefaults = (given: TransformOptions, { callerDefaults }: ProjectFile): TransformOptions => ({
  ...given,
  failFast: given.failFast === true || callerDefaults.failFast,
  warnError: given.warnError === true || callerDefaults.warnError,
  indirectSelection: given.indirectSelection ?? callerDefaults.indirectSelection
})

/** Reads and parses the project, without the store. Fails with a `ProjectError` or `TemplateError`. */
export const parseProject = Effect.fn("ParseProject.parse")(function* (given: TransformOptions) {
  const target = given.target ?? defaultTarget
  const invocation = given.invocation ?? (yield* makeInvocation(yield* Clock.currentTimeMillis))
  const jinja = new Jinja({ lenient: true, hidesOwnMacros: true })
  const strict = new Jinja({ hidesOwnMacros: true })
  const fileContext = { jinja: strict, scope: strict.scope(projectFileNames(given, target, invocation)) }
  const folders = yield* readPackages(fileContext, given.projectDir)
  const packages = new Map(folders.map((folder) => [folder.file.name, folder]))
  if (packages.size < folders.length) {
    return yield* new ProjectError({ subject: "packages.yml", reason: "two packages have one name" })
  }
  const [{ file: root }] = folders as [PackageFolder]
  yield* reading(() => checkQueryComment(root))
  const options = withDefaults(given, root)
  const macroPackages = folders.map(({ file, macros }) => ({ name: file.name, files: macros }))
  const library = yield* reading(() => new MacroLibrary(root.name, macroPackages, root.dispatch))
  const globals = new GlobalNames(
    options,
    target,
    invocation,
    root,
    [...packages.values()].map(({ file }) => file)
  )
  const warnings: Array<ProjectWarning> = []
  const fileScopes = new Map([...packages.keys()].map((name) => [name, strict.scope(globals.of(name))]))
  const parsing: Parsing = {
    base: { jinja, library, globals, root: root.name },
    target,
    now: invocation.startedAt,
    root,
    packages,
    fileScope: (name) => fileScopes.get(name) ?? fileContext.scope,
    warn: (subject, message) => void warnings.push({ subject, message })
  }
  const entries = yield* readEntries(parsing)
  const docs = yield* readAllDocs(parsing)
  const collected = yield* collectNodes(parsing, entries)
  const manifest = yield* describeAll(parsing, docs, { projectName: root.name, docs, ...collected.manifest })
  const [first] = warnings
  if (options.warnError === true && first !== undefined) {
    return yield* new ProjectError({ subject: first.subject, reason: first.message })
  }
  yield* Effect.forEach(
    warnings,
    ({ subject, message }) => options.onWarning?.(`${subject}: ${message}`) ?? Effect.void
  )
  return {
    manifest,
    file: root,
    packages,
    base: { ...parsing.base, jinja: strict, manifest },
    target,
    templates: collected.templates,
    seedText: collected.seedText,
    warnings,
    options,
    invocation
  } satisfies Project
})
