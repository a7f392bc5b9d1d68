import type { Graph } from "../graph/Graph.ts"

/** dbt's order: by the length of the longest way from a node that waits for none, then by unique id. */
export const runOrder = (graph: Graph, chosen: ReadonlySet<string>): ReadonlyArray<string> => {
  const levels = new Map<string, number>()
  for (const id of graph.inOrder() ?? []) {
    const above = [...graph.parents(id)].map((parent) => (levels.get(parent) ?? 0) + (chosen.has(parent) ? 1 : 0))
    levels.set(id, Math.max(0, ...above))
  }
  return [...chosen].sort((a, b) => (levels.get(a) ?? 0) - (levels.get(b) ?? 0) || (a < b ? -1 : 1))
}
