import type { Node } from "../../project/Node.ts"

/** Where a test's failing rows are kept; undefined when they are not. `store_failures_as` goes before `store_failures`. */
export const storedFailuresAs = (node: Node, byDefault: boolean): string | undefined => {
  const { store_failures_as: kind, store_failures: wanted } = node.config
  if (kind !== undefined && kind !== null) return kind === "ephemeral" ? undefined : String(kind)
  const isWanted = wanted === undefined || wanted === null ? byDefault : wanted === true
  return isWanted ? "table" : undefined
}
