/** A node as in `manifest.json`; the keys are those of dbt's schema, version 12. */

import { type Document, plain, resourceDocument } from "../Documents.ts"
import type { Node } from "../project/Node.ts"
import { columnsDocument, modelConstraintDocument } from "./ColumnDocument.ts"
import { refDocuments } from "./OtherDocuments.ts"

/** What compiling and running add to a node. */
export interface CompiledNode {
  readonly compiledCode: string
  readonly compiledPath: string | undefined
  readonly ephemerals: ReadonlyArray<{ readonly id: string; readonly sql: string }>
}

/** Returns the table or view as SQL names it; null for what the store never has. */
export const relationName = (node: Node): string | null => {
  const { materialized } = node.config
  const stores = node.resourceType === "test" && node.config["store_failures"] === true
  const relational = ["model", "seed", "snapshot"].includes(node.resourceType) && materialized !== "ephemeral"
  return relational || stores ? `\`${node.schema}\`.\`${node.alias}\`` : null
}

const checksumOf = ({ checksum }: Node): Document =>
  checksum === ""
    ? { name: "none", checksum: "" }
    : { name: /^[0-9a-f]{64}$/.test(checksum) ? "sha256" : "path", checksum }

/** A seed has no code: none of this is in its document. */
const codeOf = (node: Node, compiled: CompiledNode | undefined): Document => ({
  language: "sql",
  refs: refDocuments(node.refs),
  sources: node.sources,
  metrics: [],
  depends_on: { macros: node.dependsOnMacros, nodes: node.dependsOn },
  compiled_path: compiled?.compiledPath ?? null,
  ...(compiled === undefined
    ? {}
    : {
        compiled: true,
        compiled_code: compiled.compiledCode,
        extra_ctes_injected: true,
        extra_ctes: compiled.ephemerals
      }),
  contract: {
    enforced: node.contract?.enforced ?? false,
    alias_types: node.contract?.aliasTypes ?? true,
    checksum: node.contract?.checksum ?? null
  }
})

const modelOf = (node: Node): Document => ({
  access: node.access,
  constraints: node.constraints.map(modelConstraintDocument),
  version: node.version ?? null,
  latest_version: node.latestVersion ?? null,
  deprecation_date: node.deprecationDate ?? null,
  primary_key: node.primaryKey ?? [],
  time_spine: null
})

const testOf = ({ test }: Node, fileKeyName: string | null): Document =>
  test === undefined
    ? {}
    : {
        column_name: test.columnName ?? null,
        file_key_name: fileKeyName,
        // dbt names no source here.
        attached_node: test.attachedTo.startsWith("source.") ? null : test.attachedTo,
        test_metadata: { name: test.name, kwargs: plain(test.kwargs), namespace: test.namespace ?? null }
      }

export interface NodeDetails {
  readonly compiled?: CompiledNode | undefined
  readonly buildPath?: string | undefined
  /** For a generic test: `models.flows`, the list and the name it belongs to. */
  readonly fileKeyName?: string | undefined
  readonly createdAt?: number | undefined
  /** For an operation that was run: dbt numbers them from 1 across all packages. */
  readonly index?: number | undefined
}

export const nodeDocument = (node: Node, details: NodeDetails = {}): Document => ({
  database: "",
  schema: node.schema,
  ...resourceDocument(node.resourceType, node),
  fqn: node.fqn,
  alias: node.alias,
  checksum: checksumOf(node),
  config: plain(node.config),
  tags: node.tags ?? node.config.tags,
  description: node.description,
  columns: columnsDocument(node.columns),
  meta: plain(node.config.meta),
  group: node.group ?? null,
  docs: { show: node.docs?.show ?? true, node_color: node.docs?.nodeColor ?? null },
  patch_path: node.patchPath ?? null,
  build_path: details.buildPath ?? null,
  unrendered_config: plain(node.unrenderedConfig),
  created_at: details.createdAt ?? 0,
  relation_name: relationName(node),
  raw_code: node.rawCode,
  doc_blocks: node.docBlocks ?? [],
  ...(node.resourceType === "seed"
    ? { root_path: null, depends_on: { macros: node.dependsOnMacros } }
    : codeOf(node, details.compiled)),
  ...(node.resourceType === "model" ? modelOf(node) : {}),
  ...(node.resourceType === "operation" ? { index: details.index ?? node.index ?? null } : {}),
  ...testOf(node, details.fileKeyName ?? null)
})
