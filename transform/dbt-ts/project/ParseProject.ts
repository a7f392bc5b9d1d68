/** From the files of a project to its manifest: every node with its configuration and what it depends on. */
import { Effect } from "effect"
import { globalNames } from "../context/GlobalNames.ts"
import { MacroLibrary } from "../context/MacroLibrary.ts"
import type { ContextBase } from "../context/NodeContext.ts"
import type { Template } from "../jinja/Ast.ts"
import { Jinja } from "../jinja/Jinja.ts"
import type { TemplateError } from "../jinja/TemplateError.ts"
import { ProjectError } from "../ProjectError.ts"
import { defaultTarget, type Target, type TransformOptions } from "../TransformOptions.ts"
import { type Draft, draftNode, type Parsing } from "./DraftNode.ts"
import { genericTest } from "./GenericTest.ts"
import type { Manifest, ResourceType, Source } from "./Node.ts"
import { baseName, fqnOf } from "./NodePath.ts"
import type { ProjectFile } from "./ProjectFile.ts"
import { type ProjectFolder, type ProjectText, reading, readProjectFolder } from "./ProjectFolder.ts"
import { type Properties, type PropertyFile, parsePropertyFile } from "./PropertyFile.ts"
import { resolveReferences } from "./ResolveReferences.ts"

/** A parsed project: what compiling and running need. */
export interface Project {
  readonly manifest: Manifest
  readonly file: ProjectFile
  readonly base: ContextBase
  readonly target: Target
  readonly templates: ReadonlyMap<string, Template>
  readonly seedText: ReadonlyMap<string, string>
}

const byName = <A extends Properties>(all: ReadonlyArray<A>): Effect.Effect<ReadonlyMap<string, A>, ProjectError> =>
  Effect.gen(function* () {
    const found = new Map<string, A>()
    for (const each of all) {
      if (found.has(each.name)) {
        return yield* new ProjectError({ subject: each.file, reason: `'${each.name}' is described twice` })
      }
      found.set(each.name, each)
    }
    return found
  })

const readSources = (file: ProjectFile, properties: ReadonlyArray<PropertyFile>): ReadonlyMap<string, Source> =>
  new Map(
    properties
      .flatMap((each) => each.sources)
      .map((each) => {
        const uniqueId = `source.${file.name}.${each.sourceName}.${each.name}`
        const below = each.file.split("/").slice(1, -1)
        return [
          uniqueId,
          {
            uniqueId,
            sourceName: each.sourceName,
            name: each.name,
            identifier: each.identifier,
            schema: each.schema,
            description: each.description,
            sourceDescription: each.sourceDescription,
            columns: each.columns,
            tags: each.tags,
            originalFilePath: each.file,
            fqn: [file.name, ...below, each.sourceName, each.name],
            packageName: file.name,
            loader: "",
            meta: {},
            sourceMeta: {},
            loadedAtField: undefined,
            loadedAtQuery: undefined,
            freshness: undefined
          }
        ]
      })
  )

const draftFiles = (
  parsing: Parsing,
  resourceType: ResourceType,
  files: ReadonlyArray<ProjectText>,
  properties: ReadonlyMap<string, Properties>
): Effect.Effect<ReadonlyArray<Draft>, ProjectError | TemplateError> =>
  Effect.forEach(files, ({ path, below, text }) => {
    const name = baseName(below)
    const { name: project } = parsing.file
    return draftNode(parsing, {
      uniqueId: `${resourceType}.${project}.${name}`,
      resourceType,
      name,
      path: below,
      originalFilePath: path,
      fqn: fqnOf(project, below),
      rawCode: resourceType === "seed" ? "" : text.trim(),
      properties: properties.get(name)
    })
  })

const draftAll = (parsing: Parsing, folder: ProjectFolder, propertyFiles: ReadonlyArray<PropertyFile>) =>
  Effect.gen(function* () {
    const kinds = [
      ["model", folder.models, yield* byName(propertyFiles.flatMap((each) => each.models))],
      ["seed", folder.seeds, yield* byName(propertyFiles.flatMap((each) => each.seeds))],
      ["test", folder.singularTests, yield* byName(propertyFiles.flatMap((each) => each.singularTests))]
    ] as const
    const drafts: Array<Draft> = []
    const tests: Array<Effect.Effect<Draft, ProjectError | TemplateError>> = []
    for (const [kind, files, properties] of kinds) {
      const made = yield* draftFiles(parsing, kind, files, properties)
      drafts.push(...made)
      for (const [name, each] of properties) {
        const owner = made.find(({ node }) => node.name === name)
        if (owner === undefined) {
          return yield* new ProjectError({
            subject: each.file,
            reason: `describes ${kind} '${name}' which is not there`
          })
        }
        const attached = { uniqueId: owner.node.uniqueId, name, call: `ref('${name}')`, isSource: false }
        for (const test of each.tests) tests.push(genericTest(parsing, attached, each.file, undefined, test))
        for (const [column, test] of each.columnTests) {
          tests.push(genericTest(parsing, attached, each.file, column, test))
        }
      }
    }
    for (const each of propertyFiles.flatMap((file) => file.sources)) {
      const attached = {
        uniqueId: `source.${parsing.file.name}.${each.sourceName}.${each.name}`,
        name: `${each.sourceName}_${each.name}`,
        call: `source('${each.sourceName}', '${each.name}')`,
        isSource: true
      }
      for (const test of each.tests) tests.push(genericTest(parsing, attached, each.file, undefined, test))
      for (const [column, test] of each.columnTests) {
        tests.push(genericTest(parsing, attached, each.file, column, test))
      }
    }
    return [...drafts, ...(yield* Effect.all(tests))]
  })

/** Reads and parses the project. Nothing is asked of the store. */
export const parseProject = Effect.fn("ParseProject.parse")(function* (options: TransformOptions) {
  const folder = yield* readProjectFolder(options.projectDir)
  const target = options.target ?? defaultTarget
  const library = yield* reading(() => new MacroLibrary(folder.project.name, folder.macros))
  const globals = globalNames(folder.project, options, target)
  const parsingBase = { jinja: new Jinja({ lenient: true }), library, globals }
  const parsing: Parsing = {
    base: parsingBase,
    file: folder.project,
    target,
    globalScope: parsingBase.jinja.scope(globals)
  }
  const propertyFiles = yield* Effect.forEach(folder.properties, ({ path, text }) =>
    reading(() => parsePropertyFile(path, text))
  )
  const sources = readSources(folder.project, propertyFiles)
  const drafts = yield* draftAll(parsing, folder, propertyFiles)
  const nodes = yield* resolveReferences(drafts, sources, folder.project.name)
  const templates = new Map(
    drafts.flatMap(({ node, template }) => (template === undefined ? [] : [[node.uniqueId, template] as const]))
  )
  return {
    manifest: {
      projectName: folder.project.name,
      nodes,
      sources,
      exposures: new Map(),
      unitTests: new Map(),
      docs: new Map(),
      groups: new Map(),
      macros: new Map(),
      disabled: new Map()
    },
    file: folder.project,
    base: { ...parsingBase, jinja: new Jinja() },
    target,
    templates,
    seedText: new Map(folder.seeds.map(({ below, text }) => [`seed.${folder.project.name}.${baseName(below)}`, text]))
  } satisfies Project
})
