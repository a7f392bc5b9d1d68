/** An edge of a hypergraph after reduction: its number, and its remaining vertices. */
export interface ReducedEdge {
  readonly of: number
  readonly vertices: ReadonlySet<number>
}

const isWithin = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean => [...a].every((vertex) => b.has(vertex))

/**
 * Graham's reduction (GYO): removes vertices of a single edge and edges within another, until there are none. An
 * acyclic hypergraph reduces to nothing.
 */
const reduceEdges = (edges: ReadonlyArray<ReducedEdge>): ReadonlyArray<ReducedEdge> => {
  let left = edges
  for (;;) {
    const degree = new Map<number, number>()
    for (const { vertices } of left) for (const vertex of vertices) degree.set(vertex, (degree.get(vertex) ?? 0) + 1)
    const shared = left.map(({ of, vertices }) => ({
      of,
      vertices: new Set([...vertices].filter((vertex) => (degree.get(vertex) as number) > 1))
    }))
    const next = shared.filter(
      ({ vertices }, e) =>
        vertices.size > 0 &&
        !shared.some(
          (other, o) => o !== e && isWithin(vertices, other.vertices) && (o < e || vertices.size < other.vertices.size)
        )
    )
    const isSame =
      next.length === left.length && next.every(({ vertices }, e) => vertices.size === left[e]?.vertices.size)
    if (isSame) return next
    left = next
  }
}

/** Returns the connected sets of vertices without those of `without`. */
const pieces = (
  edges: ReadonlyArray<ReducedEdge>,
  without: ReadonlySet<number>
): ReadonlyArray<ReadonlySet<number>> => {
  let found: Array<Set<number>> = []
  for (const { vertices } of edges) {
    const rest = [...vertices].filter((vertex) => !without.has(vertex))
    if (rest.length === 0) continue
    const touched = found.filter((piece) => rest.some((vertex) => piece.has(vertex)))
    found = [
      ...found.filter((piece) => !touched.includes(piece)),
      new Set([...touched.flatMap((one) => [...one]), ...rest])
    ]
  }
  return found
}

/**
 * Returns the cyclic parts of a hypergraph, as small as possible: what reduction leaves, split into connected parts
 * and at edges that separate it.
 *
 * If the sets of dimensions of marginal tables are acyclic, all tables that agree on common margins are margins of
 * one table of whole numbers from 0 on (Vorob'ev 1962; Beeri, Fagin, Maier and Yannakakis 1983; for whole numbers
 * Atserias and Kolaitis 2021). A table that reduction removes, or on the other side of a separating edge, can be
 * joined to any such table of the rest, cell by cell of what both share, like a transport problem between two lists
 * of the same sum.
 */
export const cyclicSets = (edges: ReadonlyArray<ReadonlySet<number>>): ReadonlyArray<ReadonlyArray<ReducedEdge>> => {
  const apart = (given: ReadonlyArray<ReducedEdge>): ReadonlyArray<ReadonlyArray<ReducedEdge>> => {
    const left = reduceEdges(given)
    if (left.length === 0) return []
    const touching = (piece: ReadonlySet<number>) =>
      left.filter(({ vertices }) => [...vertices].some((vertex) => piece.has(vertex)))
    const separate = pieces(left, new Set())
    if (separate.length > 1) return separate.flatMap((piece) => apart(touching(piece)))
    for (const edge of left) {
      const sides = pieces(left, edge.vertices)
      if (sides.length > 1) return sides.flatMap((side) => apart([...touching(side), edge]))
    }
    return [left]
  }
  return apart(edges.map((vertices, of) => ({ of, vertices })))
}
