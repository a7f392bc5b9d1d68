import { nodeDocument } from "../artefacts/NodeDocument.ts"
import type { Node } from "../project/Node.ts"

/** What a project writes itself is left as it is. */
const own = new Set(["meta", "kwargs"])

const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null)
      .map(([key, each]) => [key, own.has(key) ? each : withoutNulls(each)])
  )
}

/** Returns the node as `model` in templates: its document without empty values. */
export const modelDocument = (node: Node): Readonly<Record<string, unknown>> =>
  withoutNulls(nodeDocument(node)) as Readonly<Record<string, unknown>>
