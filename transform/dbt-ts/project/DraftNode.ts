/** One node while its project is parsed: rendered once to hear what it depends on and how it is configured. */
import { createHash } from "node:crypto"
import { isDeepStrictEqual } from "node:util"
import { Effect } from "effect"
import { parseFile } from "../context/MacroLibrary.ts"
import { type ContextBase, nodeScope } from "../context/NodeContext.ts"
import { Relation } from "../context/Relation.ts"
import { renderSettings } from "../context/RenderSettings.ts"
import type { Template } from "../jinja/Ast.ts"
import { runStep } from "../jinja/Jinja.ts"
import { fromHost, toHost } from "../jinja/Json.ts"
import { str } from "../jinja/Print.ts"
import type { Scope } from "../jinja/Scope.ts"
import type { TemplateError } from "../jinja/TemplateError.ts"
import type { Value } from "../jinja/Value.ts"
import type { Target } from "../TransformOptions.ts"
import type { Node, RefTarget, ResourceType, TestMetadata } from "./Node.ts"
import { mergeConfig, type NodeConfig, type Settings } from "./NodeConfig.ts"
import type { ProjectFile } from "./ProjectFile.ts"
import { reading } from "./ProjectFolder.ts"
import type { Properties } from "./PropertyFile.ts"
import { setArguments } from "./TestArguments.ts"

export interface Draft {
  readonly node: Omit<Node, "dependsOn">
  readonly template: Template | undefined
}

export interface Parsing {
  readonly base: ContextBase
  readonly file: ProjectFile
  readonly target: Target
  readonly globalScope: Scope
}

export interface Identity {
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

/** Renders a node once without a store: that is how its dependencies and its own settings are heard. */
const listen = (parsing: Parsing, identity: Identity, template: Template, properties: Settings) =>
  Effect.gen(function* () {
    const refs: Array<RefTarget> = []
    const sources: Array<readonly [string, string]> = []
    let heard: Settings = {}
    const self = new Relation(parsing.target.schema, identity.name)
    const { scope } = nodeScope(parsing.base, {
      ref: (target) => {
        if (!refs.some((each) => isDeepStrictEqual(each, target))) refs.push(target)
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

/** Reads a node to the end of what its own files say. */
export const draftNode = (parsing: Parsing, identity: Identity) =>
  Effect.gen(function* () {
    const { file, base, globalScope } = parsing
    const template =
      identity.resourceType === "seed"
        ? undefined
        : yield* reading(() => parseFile(identity.originalFilePath, identity.rawCode))
    const where = identity.originalFilePath
    const trees = { model: file.models, seed: file.seeds, test: file.tests, snapshot: {}, analysis: {}, operation: {} }
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
      packageName: parsing.file.name,
      version: undefined,
      latestVersion: undefined,
      group: undefined,
      access: "protected" as const,
      constraints: [],
      patchPath: written?.file,
      unrenderedConfig: identity.properties?.config ?? {},
      checksum: createHash("sha256").update(identity.rawCode).digest("hex"),
      dependsOnMacros: [],
      config,
      refs: said.refs,
      sources: said.sources,
      test
    }
    return { node, template } satisfies Draft
  })
