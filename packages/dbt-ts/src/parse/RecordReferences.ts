/** Renders a node once without a store, and records what it refers to and its own settings. */
import { Effect } from "effect"
import { nodeScope } from "../context/NodeContext.ts"
import { Relation } from "../context/Relation.ts"
import type { Template } from "../jinja/Ast.ts"
import { toHost } from "../jinja/Json.ts"
import type { Scope } from "../jinja/Scope.ts"
import type { Dict } from "../jinja/Value.ts"
import { mergeCalls } from "../project/config/MergeConfig.ts"
import { parseFile } from "../project/files/ParseFile.ts"
import { type Identity, identityDocument } from "../project/Identity.ts"
import type { RefTarget } from "../project/Node.ts"
import { reading } from "../project/Reading.ts"
import type { Settings } from "../project/Settings.ts"
import { setArguments } from "../project/TestArguments.ts"
import type { Parsing } from "./Parsing.ts"

/** What a template declared about its node. */
export interface References {
  readonly refs: Array<RefTarget>
  readonly sources: Array<readonly [string, string]>
  readonly macros: Set<string>
  call: Settings
}

export interface Recorder {
  readonly references: References
  readonly scope: Scope
}

/** Returns a scope that records everything a template refers to. */
export const recorder = (parsing: Parsing, identity: Identity): Recorder => {
  const references: References = {
    refs: [...(identity.known?.refs ?? [])],
    sources: [...(identity.known?.sources ?? [])],
    macros: new Set(identity.known?.macros ?? []),
    call: identity.call ?? {}
  }
  const self = new Relation(parsing.target.schema, identity.name)
  const { scope } = nodeScope(parsing.base, {
    ref: (target) => {
      references.refs.push(target)
      return self
    },
    source: (source, table) => {
      references.sources.push([source, table])
      return self
    },
    config: {},
    onConfig: (settings: Dict) => {
      references.call = mergeCalls(identity.uniqueId, references.call, toHost(settings) as Settings)
    },
    onMacro: (uniqueId) => references.macros.add(uniqueId),
    this: identity.resourceType === "operation" ? null : self,
    model: {
      ...identityDocument(identity),
      schema: parsing.target.schema,
      alias: identity.name,
      database: "",
      version: identity.version ?? null,
      raw_code: identity.rawCode,
      config: {}
    }
  })
  return { references, scope }
}

/** Renders the node's own code. */
export const renderNode = Effect.fn("RecordReferences.renderNode")(function* (
  parsing: Parsing,
  identity: Identity,
  template: Template,
  { scope }: Recorder
) {
  if (identity.test !== undefined) yield* setArguments(parsing.base.jinja, scope, identity.test)
  yield* parsing.base.jinja.render(identity.originalFilePath, template, scope)
})

/** Renders hooks, which may depend on more than the node itself. */
export const renderHooks = Effect.fn("RecordReferences.renderHooks")(function* (
  parsing: Parsing,
  identity: Identity,
  hooks: ReadonlyArray<string>,
  { scope }: Recorder
) {
  for (const sql of hooks) {
    const template = yield* reading(() => parseFile(identity.originalFilePath, sql))
    yield* parsing.base.jinja.render(identity.originalFilePath, template, scope)
  }
})
