/** Templates and macros that belong to no node: `show --inline`, `run-operation`. They may name any node. */
import { Effect } from "effect"
import type { Project } from "../parse/ParseProject.ts"
import { parseFile } from "../project/files/ParseFile.ts"
import type { Node } from "../project/Node.ts"
import { reading } from "../project/Reading.ts"

type NodeFields = Pick<
  Node,
  "uniqueId" | "resourceType" | "packageName" | "name" | "path" | "originalFilePath" | "fqn"
> &
  Partial<Node>

/** Returns a node with defaults: no code, no columns, no dependencies. */
export const plainNode = (fields: NodeFields & Pick<Node, "config" | "schema">): Node => ({
  version: undefined,
  latestVersion: undefined,
  group: undefined,
  access: "protected",
  constraints: [],
  patchPath: undefined,
  unrenderedConfig: {},
  checksum: "",
  dependsOnMacros: [],
  rawCode: "",
  description: "",
  columns: new Map(),
  alias: fields.name,
  refs: [],
  sources: [],
  dependsOn: [],
  test: undefined,
  ...fields
})

/** Returns a node of the project's own that may name all others. */
export const freeNode = ({ manifest, target }: Project, name: string): Node =>
  plainNode({
    uniqueId: `operation.${manifest.projectName}.${name}`,
    resourceType: "operation",
    packageName: manifest.projectName,
    name,
    path: name,
    originalFilePath: name,
    fqn: [manifest.projectName, name],
    config: { enabled: true, materialized: "view", tags: [], meta: {} },
    schema: target.schema,
    dependsOn: [...manifest.nodes.keys(), ...manifest.sources.keys()]
  })

/** Returns the project with a node of the template, which may name any other. */
export const withInline = Effect.fn("Inline.withInline")(function* (project: Project, text: string) {
  const node = { ...freeNode(project, "inline_query"), rawCode: text.trim() }
  const template = yield* reading(() => parseFile("inline_query", node.rawCode))
  return { node, project: { ...project, templates: new Map([...project.templates, [node.uniqueId, template]]) } }
})
