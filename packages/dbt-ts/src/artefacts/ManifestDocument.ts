/** `manifest.json`, version 12: the whole project as dbt's viewers and `--state` read it. */
import { createHash } from "node:crypto"
import { byId, type Document } from "../Documents.ts"
import type { Invocation } from "../Invocation.ts"
import type { Manifest, Node } from "../project/Node.ts"
import { metadata } from "./Metadata.ts"
import { type NodeDetails, nodeDocument } from "./NodeDocument.ts"
import { docDocument, exposureDocument, groupDocument, macroDocument, unitTestDocument } from "./OtherDocuments.ts"
import { sourceDocument } from "./SourceDocument.ts"

/** Lists of property files by the kind of what is described there. */
const listOf: Readonly<Record<string, string>> = {
  model: "models",
  seed: "seeds",
  snapshot: "snapshots",
  source: "sources",
  analysis: "analyses"
}

/** Returns the list in the property file, and the name in it, to which a generic test belongs. */
const fileKeyName = (manifest: Manifest, { test }: Node): string | undefined => {
  if (test === undefined) return undefined
  const source = manifest.sources.get(test.attachedTo)
  if (source !== undefined) return `sources.${source.sourceName}`
  const node = manifest.nodes.get(test.attachedTo) ?? manifest.disabled.get(test.attachedTo)
  return node === undefined ? undefined : `${listOf[node.resourceType]}.${node.name}`
}

/** Returns the document of one node, source, exposure or unit test as it is now, before it is compiled. */
export const currentDocument = (manifest: Manifest, id: string): Document | undefined => {
  const node = manifest.nodes.get(id)
  if (node !== undefined) return nodeDocument(node, { fileKeyName: fileKeyName(manifest, node) })
  const source = manifest.sources.get(id)
  if (source !== undefined) return sourceDocument(source)
  const exposure = manifest.exposures.get(id)
  if (exposure !== undefined) return exposureDocument(exposure)
  const unit = manifest.unitTests.get(id)
  return unit && unitTestDocument(unit)
}

/** Parents and children of everything by unique id, sorted. */
const familyMaps = (manifest: Manifest) => {
  const parents = new Map<string, ReadonlyArray<string>>()
  const { nodes, sources, exposures, unitTests } = manifest
  const orphans = manifest.orphans?.values() ?? []
  for (const { uniqueId, dependsOn } of [...nodes.values(), ...orphans, ...exposures.values(), ...unitTests.values()]) {
    parents.set(uniqueId, dependsOn)
  }
  for (const id of sources.keys()) parents.set(id, [])
  const children = new Map([...parents.keys()].map((id) => [id, [] as Array<string>]))
  for (const [id, above] of parents) for (const parent of above) children.get(parent)?.push(id)
  const sorted = (map: ReadonlyMap<string, ReadonlyArray<string>>) =>
    Object.fromEntries([...map].map(([id, ids]) => [id, [...ids].sort()]))
  return { parent_map: sorted(parents), child_map: sorted(children) }
}

const groupMap = ({ groups, nodes }: Manifest): Document =>
  Object.fromEntries(
    [...groups.values()].map(({ name }) => [
      name,
      [...nodes.values()].filter((node) => node.group === name).map((node) => node.uniqueId)
    ])
  )

const disabledDocuments = (manifest: Manifest): Document => {
  const documents = [
    ...[...manifest.disabled.values()].map((node) => nodeDocument(node, { fileKeyName: fileKeyName(manifest, node) })),
    ...[...(manifest.disabledSources?.values() ?? [])].map((source) => sourceDocument(source)),
    ...[...(manifest.disabledExposures?.values() ?? [])].map((exposure) => exposureDocument(exposure)),
    ...[...(manifest.disabledUnitTests?.values() ?? [])].map((unit) => unitTestDocument(unit))
  ]
  return Object.fromEntries(documents.map((each) => [String(each["unique_id"]), [each]]))
}

export interface ManifestDetails {
  readonly invocation: Invocation
  readonly selectors: Document
  /** What compiling and running added, by unique id. */
  readonly details: ReadonlyMap<string, NodeDetails>
}

export const manifestDocument = (manifest: Manifest, { invocation, selectors, details }: ManifestDetails): Document => {
  const createdAt = invocation.startedAt / 1000
  return {
    metadata: {
      ...metadata("manifest/v12", invocation),
      project_name: manifest.projectName,
      project_id: createHash("md5").update(manifest.projectName).digest("hex"),
      user_id: null,
      send_anonymous_usage_stats: false,
      adapter_type: "clickhouse",
      quoting: { database: true, schema: true, identifier: true, column: null }
    },
    nodes: byId([...manifest.nodes.values(), ...(manifest.orphans?.values() ?? [])], (node) =>
      nodeDocument(node, { ...details.get(node.uniqueId), fileKeyName: fileKeyName(manifest, node), createdAt })
    ),
    sources: byId(manifest.sources.values(), (source) => sourceDocument(source, createdAt)),
    macros: byId(manifest.macros.values(), (macro) => macroDocument(macro, createdAt)),
    docs: byId(manifest.docs.values(), docDocument),
    exposures: byId(manifest.exposures.values(), (exposure) => exposureDocument(exposure, createdAt)),
    metrics: {},
    groups: byId(manifest.groups.values(), groupDocument),
    selectors,
    disabled: disabledDocuments(manifest),
    ...familyMaps(manifest),
    group_map: groupMap(manifest),
    saved_queries: {},
    semantic_models: {},
    unit_tests: byId(manifest.unitTests.values(), (unit) => unitTestDocument(unit, createdAt))
  }
}
