/** An edge of a hypergraph as reduction leaves it: which one it was, and those of its vertices that matter. */
export interface ReducedEdge {
  readonly of: number
  readonly vertices: ReadonlySet<number>
}

const isWithin = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean => [...a].every((vertex) => b.has(vertex))

/**
 * Graham's reduction (GYO): takes out vertices of a single edge and edges within another, until there are none. Nothing is left of an
 * acyclic hypergraph.
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

/** Sets of vertices that hang together by edges, once those of `without` are gone. */
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
 * The parts of a hypergraph that are not acyclic, as small as they get: what reduction leaves, taken apart where it does not hang
 * together and where an edge alone holds two sides together.
 *
 * Of marginal tables whose sets of dimensions are acyclic, all that agree on common margins are margins of one table of whole numbers
 * that are not negative (Vorob'ev 1962; Beeri, Fagin, Maier and Yannakakis 1983; for whole numbers Atserias and Kolaitis 2021): a table
 * that is left out by reduction, or that lies on the other side of an edge, can be put to any such table of the rest, cell by cell of what
 * both have, like a transport between two lists of the same sum.
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
