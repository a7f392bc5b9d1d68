import type { Node } from "./Node.ts"

type Told = Pick<Node, "uniqueId" | "resourceType" | "packageName" | "name" | "path" | "originalFilePath" | "fqn"> &
  Partial<Node>

/** A node with defaults: no code, no columns, no dependencies. */
export const plainNode = (told: Told & Pick<Node, "config" | "schema">): Node => ({
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
  alias: told.name,
  refs: [],
  sources: [],
  dependsOn: [],
  test: undefined,
  ...told
})
