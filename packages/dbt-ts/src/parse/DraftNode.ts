/** One node while its project is parsed: rendered once, configured and named. */
import { Effect } from "effect"
import type { Template } from "../jinja/Ast.ts"
import { refuse } from "../ProjectError.ts"
import { modelContract } from "../project/Contract.ts"
import { parseFile } from "../project/files/ParseFile.ts"
import { plain } from "../project/files/Yaml.ts"
import type { Identity } from "../project/Identity.ts"
import type { Hook, Node } from "../project/Node.ts"
import { gatherNodeConfig, type NodeConfig, unrenderedConfig } from "../project/NodeConfig.ts"
import { reading } from "../project/Reading.ts"
import type { Settings } from "../project/Settings.ts"
import { staticReference } from "../project/StaticReference.ts"
import { fileOf, type Parsing } from "./Parsing.ts"
import { placeNode } from "./PlaceNode.ts"
import { recorder, renderHooks, renderNode } from "./RecordReferences.ts"

export interface Draft {
  readonly node: Omit<Node, "dependsOn">
  readonly template: Template | undefined
}

const hooksOf = (config: NodeConfig): ReadonlyArray<string> =>
  ["pre-hook", "post-hook"].flatMap((key) => ((config[key] ?? []) as ReadonlyArray<Hook>).map(({ sql }) => sql))

/** Returns what a node has of its configuration under names of its own. */
const fromConfig = (identity: Identity, config: NodeConfig) => {
  const tags = [...(identity.tags ?? [])]
  for (const tag of config.tags) if (!tags.includes(tag)) tags.push(tag)
  const docs = (config["docs"] ?? {}) as { readonly show?: boolean; readonly node_color?: string | null }
  return {
    tags,
    group: (config["group"] ?? undefined) as string | undefined,
    access: (config["access"] ?? "protected") as Node["access"],
    docs: { show: docs.show !== false, nodeColor: docs.node_color ?? undefined }
  }
}

/** Models that foreign keys of a contract point to are depended on. */
const keyTargets = (identity: Identity) =>
  identity.resourceType !== "model"
    ? []
    : [
        ...(identity.patch?.constraints ?? []),
        ...(identity.patch?.columns ?? []).flatMap((each) => each.constraints ?? [])
      ]
        .filter(({ type, to }) => type === "foreign_key" && to !== undefined)
        .map(({ to }) => {
          const found = staticReference(to as string)
          return found ?? refuse(identity.originalFilePath, `'${to}' of a foreign key is neither ref() nor source()`)
        })

/** Reads a node as far as its own files define it. */
export const draftNode = Effect.fn("DraftNode.draft")(function* (parsing: Parsing, identity: Identity) {
  const { originalFilePath: where, resourceType } = identity
  const template = resourceType === "seed" ? undefined : yield* reading(() => parseFile(where, identity.rawCode))
  const recording = recorder(parsing, identity)
  if (template !== undefined && identity.known === undefined) yield* renderNode(parsing, identity, template, recording)
  const { references } = recording
  const { patch } = identity
  const places = {
    own: fileOf(parsing, patch?.packageName ?? identity.packageName),
    root: parsing.root,
    properties: plain(patch?.config ?? {}) as Settings,
    inFile: references.call
  }
  const { config, naming } = yield* reading(() => gatherNodeConfig(where, resourceType, identity.fqn, places))
  const place = yield* placeNode(parsing, identity, config, naming)
  yield* renderHooks(parsing, identity, hooksOf(config), recording)
  for (const target of yield* reading(() => keyTargets(identity))) {
    if (target.kind === "ref") references.refs.push(target.target)
    else references.sources.push(target.source)
  }
  const columns = new Map((patch?.columns ?? []).map((column) => [column.name, column]))
  const constraints = resourceType === "model" ? (patch?.constraints ?? []) : []
  const node = {
    uniqueId: identity.uniqueId,
    resourceType,
    packageName: identity.packageName,
    name: identity.name,
    version: identity.version,
    latestVersion: identity.latestVersion,
    constraints,
    patchPath: patch?.patchPath,
    unrenderedConfig: unrenderedConfig(resourceType, identity.fqn, places),
    checksum: identity.checksum,
    dependsOnMacros: [...references.macros],
    deprecationDate: patch?.deprecationDate,
    contract: yield* reading(() => modelContract(identity, config, columns, constraints)),
    ...fromConfig(identity, config),
    index: identity.index,
    path: identity.path,
    originalFilePath: where,
    fqn: identity.fqn,
    rawCode: identity.rawCode,
    description: identity.description ?? patch?.description ?? "",
    columns,
    config,
    ...place,
    refs: references.refs,
    sources: references.sources,
    test: identity.test
  }
  return { node, template } satisfies Draft
})
