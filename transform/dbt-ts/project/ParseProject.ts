/** From the files of a project to its manifest: every node with its configuration and what it depends on. */
import { Effect } from "effect"
import { globalNames } from "../context/GlobalNames.ts"
import { MacroLibrary, parseFile } from "../context/MacroLibrary.ts"
import { type ContextBase, nodeScope } from "../context/NodeContext.ts"
import { Relation } from "../context/Relation.ts"
import { renderSettings, renderValue } from "../context/RenderSettings.ts"
import type { Template } from "../jinja/Ast.ts"
import { Dict } from "../jinja/Dict.ts"
import { Jinja, runStep } from "../jinja/Jinja.ts"
import { fromHost, toHost } from "../jinja/Json.ts"
import { str } from "../jinja/Print.ts"
import type { Scope } from "../jinja/Scope.ts"
import type { TemplateError } from "../jinja/TemplateError.ts"
import type { Value } from "../jinja/Value.ts"
import { ProjectError } from "../ProjectError.ts"
import { defaultTarget, type Target, type TransformOptions } from "../TransformOptions.ts"
import { genericTestHash, genericTestName } from "./GenericTestName.ts"
import type { Manifest, Node, ResourceType, Source, TestMetadata } from "./Node.ts"
import { mergeConfig, type NodeConfig, type Settings } from "./NodeConfig.ts"
import type { ProjectFile } from "./ProjectFile.ts"
import { type ProjectFolder, type ProjectText, reading, readProjectFolder } from "./ProjectFolder.ts"
import { type Properties, type PropertyFile, parsePropertyFile, type WrittenTest } from "./PropertyFile.ts"

/** A parsed project: what compiling and running need. */
export interface Project {
  readonly manifest: Manifest
  readonly file: ProjectFile
  readonly base: ContextBase
  readonly target: Target
  readonly templates: ReadonlyMap<string, Template>
  readonly seedText: ReadonlyMap<string, string>
}

/** Where test settings may stand beside the arguments of a generic test. */
const testSettings = [
  "severity",
  "tags",
  "enabled",
  "where",
  "limit",
  "warn_if",
  "error_if",
  "fail_calc",
  "store_failures",
  "meta",
  "schema",
  "alias"
]

interface Draft {
  readonly node: Omit<Node, "dependsOn">
  readonly template: Template | undefined
}

interface Parsing {
  readonly base: ContextBase
  readonly file: ProjectFile
  readonly target: Target
  readonly globalScope: Scope
}

interface Identity {
  readonly uniqueId: string
  readonly resourceType: ResourceType
  readonly name: string
  readonly path: string
  readonly originalFilePath: string
  readonly fqn: ReadonlyArray<string>
  readonly rawCode: string
  readonly properties: Properties | undefined
  readonly test?: TestMetadata | undefined
}

const withoutEnding = (path: string): string => path.replace(/\.[^./]*$/, "")
const baseName = (path: string): string => withoutEnding(path.split("/").at(-1) as string)

const fqnOf = (project: string, below: string): ReadonlyArray<string> => [project, ...withoutEnding(below).split("/")]

/** Renders a node once without a store: that is how its dependencies and its own settings are heard. */
const listen = (parsing: Parsing, identity: Identity, template: Template, properties: Settings) =>
  Effect.gen(function* () {
    const refs: Array<string> = []
    const sources: Array<readonly [string, string]> = []
    let heard: Settings = {}
    const self = new Relation(parsing.target.schema, identity.name)
    const { scope } = nodeScope(parsing.base, {
      ref: (name) => {
        if (!refs.includes(name)) refs.push(name)
        return self
      },
      source: (source, table) => {
        if (!sources.some(([s, t]) => s === source && t === table)) sources.push([source, table])
        return self
      },
      config: properties,
      heard: (settings) => {
        heard = { ...heard, ...(toHost(settings) as Settings) }
      },
      this: self,
      model: { name: identity.name, unique_id: identity.uniqueId, resource_type: identity.resourceType, config: {} }
    })
    if (identity.test !== undefined) yield* setArguments(parsing.base.jinja, scope, identity.test)
    yield* parsing.base.jinja.render(identity.originalFilePath, template, scope)
    return { refs, sources, heard }
  })

const looksLikeCall = /^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$/

/** Gives a generic test its arguments, each rendered in the test's own scope. */
export const setArguments = Effect.fn("ParseProject.setArguments")(function* (
  jinja: Jinja,
  scope: Scope,
  test: TestMetadata
) {
  const args = new Dict()
  for (const [name, written] of test.kwargs) {
    const value = typeof written === "string" && looksLikeCall.test(written) ? `{{ ${written} }}` : written
    args.set(name, name === "column_name" ? value : yield* renderValue(jinja, scope, `argument '${name}'`, value))
  }
  scope.set("_dbt_generic_test_kwargs", args)
})

/** Database and table name, by the macros that a project may replace. */
const placeOf = (parsing: Parsing, identity: Identity, config: NodeConfig) =>
  Effect.gen(function* () {
    const model = { name: identity.name, fqn: [...identity.fqn], resource_type: identity.resourceType, config }
    const { macros } = nodeScope(parsing.base, {
      ref: () => new Relation(undefined, undefined),
      source: () => new Relation(undefined, undefined),
      config,
      this: null,
      model
    })
    const ask = (macro: string, custom: unknown): Effect.Effect<string, TemplateError> =>
      Effect.map(
        runStep(macro, () => {
          const found = macros.get(macro)
          if (found === undefined) throw new Error(`there is no macro ${macro}`)
          return found.call([fromHost(custom ?? null), fromHost(model)], new Map())
        }),
        (value: Value) => str(value).trim()
      )
    return {
      schema: yield* ask("generate_schema_name", config.schema),
      alias: yield* ask("generate_alias_name", config.alias)
    }
  })

const draft = (parsing: Parsing, identity: Identity) =>
  Effect.gen(function* () {
    const { file, base, globalScope } = parsing
    const template =
      identity.resourceType === "seed"
        ? undefined
        : yield* reading(() => parseFile(identity.originalFilePath, identity.rawCode))
    const where = identity.originalFilePath
    const trees = { model: file.models, seed: file.seeds, test: file.tests }
    const projectFile = yield* renderSettings(base.jinja, globalScope, "dbt_project.yml", trees[identity.resourceType])
    const properties = yield* renderSettings(base.jinja, globalScope, where, identity.properties?.config ?? {})
    const said =
      template === undefined
        ? { refs: [], sources: [], heard: {} }
        : yield* listen(parsing, identity, template, properties as Settings)
    const config = yield* reading(() =>
      mergeConfig(identity.uniqueId, identity.resourceType, identity.fqn, {
        projectFile: projectFile as Settings,
        properties: properties as Settings,
        inFile: said.heard
      })
    )
    const place = yield* placeOf(parsing, identity, config)
    const { properties: written, test, ...rest } = identity
    const node = {
      ...rest,
      ...place,
      description: written?.description ?? "",
      columns: written?.columns ?? new Map(),
      config,
      refs: said.refs,
      sources: said.sources,
      test
    }
    return { node, template } satisfies Draft
  })

/** What dbt writes as the code of a generic test: settings stand after the macro, so they win over the macro's own. */
const genericTestCode = (name: string, namespace: string | undefined, config: Settings): string => {
  const order = [...testSettings, ...Object.keys(config)]
  const shown = (value: unknown): string =>
    typeof value === "string" ? `"${value.replaceAll('"', '\\"')}"` : str(fromHost(value))
  const keys = [...new Set(order)].filter((key) => config[key] !== undefined && config[key] !== null)
  const own = keys.length === 0 ? "" : `{{ config(${keys.map((key) => `${key}=${shown(config[key])}`).join(",")}) }}`
  return `{{ ${namespace === undefined ? "" : `${namespace}.`}test_${name}(**_dbt_generic_test_kwargs) }}${own}`
}

const genericTest = (
  parsing: Parsing,
  attached: { readonly uniqueId: string; readonly name: string; readonly call: string; readonly isSource: boolean },
  file: string,
  columnName: string | undefined,
  written: WrittenTest
): Effect.Effect<Draft, ProjectError | TemplateError> =>
  Effect.gen(function* () {
    const [first, second] = written.name.split(".")
    const namespace = second === undefined ? undefined : first
    const name = second ?? (first as string)
    const { config: ownConfig, description, name: givenName, arguments: nested, ...rest } = written.settings
    const config: Record<string, unknown> = { ...(ownConfig as Settings | undefined) }
    const args: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(rest)) {
      if (testSettings.includes(key)) config[key] = value
      else args[key] = value
    }
    if (parsing.file.argumentsProperty) Object.assign(args, nested as Settings | undefined)
    else if (nested !== undefined) {
      return yield* new ProjectError({
        subject: file,
        reason: `'arguments' of test '${written.name}' needs the flag require_generic_test_arguments_property`
      })
    }
    const kwargs = new Map<string, Value>()
    if (columnName !== undefined) kwargs.set("column_name", columnName)
    for (const [key, value] of Object.entries(args)) kwargs.set(key, fromHost(value))
    kwargs.set("model", `{{ get_where_subquery(${attached.call}) }}`)
    const type = [namespace, attached.isSource ? `source_${name}` : name].filter((part) => part !== undefined).join("_")
    const { short, full } =
      typeof givenName === "string"
        ? { short: givenName, full: givenName }
        : genericTestName(type, attached.name, kwargs)
    const test: TestMetadata = { name, namespace, kwargs, columnName, attachedTo: attached.uniqueId }
    const below = file.split("/").slice(1).join("/")
    const ownSettings = short === full ? config : { ...config, alias: config["alias"] ?? short }
    const uniqueId = `test.${parsing.file.name}.${full}.${genericTestHash(full, test)}`
    return yield* draft(parsing, {
      uniqueId,
      resourceType: "test",
      name: full,
      path: `${short}.sql`,
      originalFilePath: file,
      fqn: [...fqnOf(parsing.file.name, below).slice(0, -1), full],
      rawCode: genericTestCode(name, namespace, ownSettings),
      properties: {
        file,
        name: full,
        description: String(description ?? ""),
        config: ownSettings,
        columns: new Map(),
        tests: [],
        columnTests: []
      },
      test
    })
  })

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
            fqn: [file.name, ...below, each.sourceName, each.name]
          }
        ]
      })
  )

/** Finds what `ref` and `source` name. */
const resolve = (
  drafts: ReadonlyArray<Draft>,
  sources: ReadonlyMap<string, Source>,
  project: string
): Effect.Effect<ReadonlyMap<string, Node>, ProjectError> =>
  Effect.gen(function* () {
    const enabled = drafts.filter(({ node }) => node.config.enabled)
    const referable = new Map<string, string>()
    for (const { node } of enabled) {
      if (node.resourceType === "test") continue
      if (referable.has(node.name)) {
        return yield* new ProjectError({ subject: node.uniqueId, reason: "another node has the same name" })
      }
      referable.set(node.name, node.uniqueId)
    }
    const disabled = new Set(drafts.filter(({ node }) => !node.config.enabled).map(({ node }) => node.name))
    const nodes = new Map<string, Node>()
    for (const { node } of enabled) {
      // A test of something that is switched off is switched off with it.
      if (node.test !== undefined && node.refs.some((ref) => disabled.has(ref))) continue
      const dependsOn: Array<string> = []
      for (const name of node.refs) {
        const id = referable.get(name)
        if (id === undefined) {
          const why = disabled.has(name) ? "is disabled" : "was not found"
          return yield* new ProjectError({ subject: node.uniqueId, reason: `depends on '${name}' which ${why}` })
        }
        dependsOn.push(id)
      }
      for (const [source, table] of node.sources) {
        const id = `source.${project}.${source}.${table}`
        if (!sources.has(id)) {
          return yield* new ProjectError({
            subject: node.uniqueId,
            reason: `depends on source '${source}.${table}' which was not found`
          })
        }
        dependsOn.push(id)
      }
      if (nodes.has(node.uniqueId)) {
        return yield* new ProjectError({ subject: node.uniqueId, reason: "is defined twice" })
      }
      nodes.set(node.uniqueId, { ...node, dependsOn })
    }
    return nodes
  })

const draftFiles = (
  parsing: Parsing,
  resourceType: ResourceType,
  files: ReadonlyArray<ProjectText>,
  properties: ReadonlyMap<string, Properties>
): Effect.Effect<ReadonlyArray<Draft>, ProjectError | TemplateError> =>
  Effect.forEach(files, ({ path, below, text }) => {
    const name = baseName(below)
    const { name: project } = parsing.file
    return draft(parsing, {
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
  const nodes = yield* resolve(drafts, sources, folder.project.name)
  const templates = new Map(
    drafts.flatMap(({ node, template }) => (template === undefined ? [] : [[node.uniqueId, template] as const]))
  )
  return {
    manifest: { projectName: folder.project.name, nodes, sources },
    file: folder.project,
    base: { ...parsingBase, jinja: new Jinja() },
    target,
    templates,
    seedText: new Map(folder.seeds.map(({ below, text }) => [`seed.${folder.project.name}.${baseName(below)}`, text]))
  } satisfies Project
})
