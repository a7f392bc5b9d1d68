/** The column of the picture for each node: to the right of all nodes that it reads, as near as possible to those that read it. */

export interface Edge {
  readonly from: string
  readonly to: string
}

export type Neighbours = ReadonlyMap<string, ReadonlyArray<string>>

/** Ends of edges by their beginnings, or the other way round; in the order of the edges. */
export const neighbours = (ids: ReadonlyArray<string>, edges: ReadonlyArray<Edge>, end: "from" | "to"): Neighbours => {
  const begin = end === "to" ? "from" : "to"
  const found = new Map(ids.map((id) => [id, [] as Array<string>]))
  for (const edge of edges) found.get(edge[begin])?.push(edge[end])
  return found
}

/** Longest way from a node without parents; then nodes without parents move right to just before their children. */
export const layersOf = (ids: ReadonlyArray<string>, edges: ReadonlyArray<Edge>): ReadonlyMap<string, number> => {
  const [parents, children] = [neighbours(ids, edges, "from"), neighbours(ids, edges, "to")]
  const layers = new Map<string, number>()
  const layerOf = (id: string): number => {
    const known = layers.get(id)
    if (known !== undefined) return known
    const layer = Math.max(-1, ...(parents.get(id) ?? []).map(layerOf)) + 1
    layers.set(id, layer)
    return layer
  }
  for (const id of ids) layerOf(id)
  for (const id of ids) {
    const below = (children.get(id) ?? []).map((child) => layers.get(child) as number)
    if (below.length > 0 && parents.get(id)?.length === 0) layers.set(id, Math.min(...below) - 1)
  }
  return layers
}
