/** Rendering a node once without a store: that is how its dependencies and its own settings are heard. */
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
export interface Heard {
  readonly refs: Array<RefTarget>
  readonly sources: Array<readonly [string, string]>
  readonly macros: Set<string>
  call: Settings
}

export interface Listener {
  readonly heard: Heard
  readonly scope: Scope
}

/** A scope that records everything a template refers to. */
export const listener = (parsing: Parsing, identity: Identity): Listener => {
  const heard: Heard = {
    refs: [...(identity.known?.refs ?? [])],
    sources: [...(identity.known?.sources ?? [])],
    macros: new Set(identity.known?.macros ?? []),
    call: identity.call ?? {}
  }
  const self = new Relation(parsing.target.schema, identity.name)
  const { scope } = nodeScope(parsing.base, {
    ref: (target) => {
      heard.refs.push(target)
      return self
    },
    source: (source, table) => {
      heard.sources.push([source, table])
      return self
    },
    config: {},
    heard: (settings: Dict) => {
      heard.call = mergeCalls(identity.uniqueId, heard.call, toHost(settings) as Settings)
    },
    heardMacro: (uniqueId) => heard.macros.add(uniqueId),
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
  return { heard, scope }
}

/** Renders the node's own code. */
export const listen = Effect.fn("ListenNode.listen")(function* (
  parsing: Parsing,
  identity: Identity,
  template: Template,
  { scope }: Listener
) {
  if (identity.test !== undefined) yield* setArguments(parsing.base.jinja, scope, identity.test)
  yield* parsing.base.jinja.render(identity.originalFilePath, template, scope)
})

/** Renders hooks, which may depend on more than the node itself. */
export const listenToHooks = Effect.fn("ListenNode.listenToHooks")(function* (
  parsing: Parsing,
  identity: Identity,
  hooks: ReadonlyArray<string>,
  { scope }: Listener
) {
  for (const sql of hooks) {
    const template = yield* reading(() => parseFile(identity.originalFilePath, sql))
    yield* parsing.base.jinja.render(identity.originalFilePath, template, scope)
  }
})
