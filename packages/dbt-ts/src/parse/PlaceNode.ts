/** Database and table of a node, by the macros that a project may replace. */
import { Effect } from "effect"
import { nodeScope } from "../context/NodeContext.ts"
import { Relation } from "../context/Relation.ts"
import { runStep } from "../jinja/Jinja.ts"
import { fromHost } from "../jinja/Json.ts"
import { str } from "../jinja/Print.ts"
import { fail, type TemplateError } from "../jinja/TemplateError.ts"
import type { Value } from "../jinja/Value.ts"
import { type Identity, identityDocument } from "../project/Identity.ts"
import type { NodeConfig } from "../project/NodeConfig.ts"
import type { Settings } from "../project/Settings.ts"
import type { Parsing } from "./Parsing.ts"

const nowhere = () => new Relation(undefined, undefined)

export const placeNode = Effect.fn("PlaceNode.place")(function* (
  parsing: Parsing,
  identity: Identity,
  config: NodeConfig,
  naming: Settings
) {
  const node = {
    ...identityDocument(identity),
    version: identity.version ?? null,
    tags: [...config.tags],
    config
  }
  const { root } = parsing.base
  // The macros see what the project sees, not what the node's package sees.
  const model = { ...node, package_name: root }
  const { macros } = nodeScope(parsing.base, { ref: nowhere, source: nowhere, config, this: null, model })
  const ask = (name: string, custom: unknown): Effect.Effect<string, TemplateError> =>
    Effect.map(
      runStep(name, () => {
        const macro = macros.naming(name, identity.packageName)
        if (macro === undefined) return fail(`there is no macro ${name}`)
        return macro.call([fromHost(custom ?? null), fromHost(node)], new Map())
      }),
      (value: Value) => str(value).trim()
    )
  const schema = yield* ask("generate_schema_name", naming["schema"])
  const target = identity.resourceType === "snapshot" ? naming["target_schema"] : undefined
  return {
    schema: typeof target === "string" && target !== "" ? target : schema,
    alias: yield* ask("generate_alias_name", naming["alias"])
  }
})
