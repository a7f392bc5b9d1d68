import type { Node } from "../project/Node.ts"

/** The node as `model` gives it to templates. */
export const modelDocument = (node: Node): Readonly<Record<string, unknown>> => ({
  name: node.name,
  unique_id: node.uniqueId,
  resource_type: node.resourceType,
  package_name: node.packageName,
  schema: node.schema,
  database: "",
  alias: node.alias,
  path: node.path,
  original_file_path: node.originalFilePath,
  fqn: [...node.fqn],
  tags: [...(node.tags ?? node.config.tags)],
  config: node.config,
  description: node.description,
  columns: Object.fromEntries(
    [...node.columns].map(([name, { dataType, extra, ...column }]) => [
      name,
      { ...extra, ...column, data_type: dataType ?? null }
    ])
  ),
  depends_on: { macros: [...node.dependsOnMacros], nodes: [...node.dependsOn] },
  raw_code: node.rawCode,
  ...(node.version === undefined ? {} : { version: node.version, latest_version: node.latestVersion }),
  ...(node.test === undefined
    ? {}
    : { test_metadata: { name: node.test.name, namespace: node.test.namespace ?? null } })
})
