/**
 * Graphs of lists in which every cycle of four or more has a chord: their log-linear models, with a term for every set of lists
 * that are all joined, are the decomposable ones, whose likelihood is a quotient of that of cliques and separators (Darroch,
 * Lauritzen and Speed 1980). Sets of lists are masks.
 */
export interface DecomposableGraph {
  readonly cliques: ReadonlyArray<number>
  /** Separators, each as often as it separates; 0 where parts are not joined is left out. */
  readonly separators: ReadonlyArray<number>
}

const lowest = (mask: number) => 31 - Math.clz32(mask & -mask)

const members = (mask: number): ReadonlyArray<number> => {
  const found: Array<number> = []
  for (let rest = mask; rest !== 0; rest &= rest - 1) found.push(lowest(rest))
  return found
}

/** Cliques and separators of a graph by maximum cardinality search (Tarjan and Yannakakis 1984); undefined if it has a long cycle. */
const decompose = (neighbours: ReadonlyArray<number>): DecomposableGraph | undefined => {
  const lists = neighbours.length
  const cliques: Array<number> = []
  const separators: Array<number> = []
  let numbered = 0
  let before = -1
  for (let step = 0; step < lists; step++) {
    let next = -1
    let most = -1
    for (let v = 0; v < lists; v++) {
      if ((numbered & (1 << v)) !== 0) continue
      const joined = members((neighbours[v] as number) & numbered).length
      if (joined > most) {
        most = joined
        next = v
      }
    }
    const earlier = (neighbours[next] as number) & numbered
    const isComplete = members(earlier).every((v) => (earlier & ~(neighbours[v] as number)) === 1 << v)
    if (!isComplete) return undefined
    if (most > before) {
      if (cliques.length > 0) cliques.pop()
      cliques.push(earlier | (1 << next))
    } else {
      if (earlier !== 0) separators.push(earlier)
      cliques.push(earlier | (1 << next))
    }
    before = most
    numbered |= 1 << next
  }
  return { cliques, separators }
}

/** Maximum number of lists to enumerate: 7 lists have 617,675 graphs. */
export const maxAveragedLists = 6

const enumerated = new Map<number, ReadonlyArray<DecomposableGraph>>()

/** Returns all decomposable graphs of a number of lists: 8 of three, 61 of four, 822 of five, 18,154 of six. */
export const decomposableGraphs = (lists: number): ReadonlyArray<DecomposableGraph> => {
  const known = enumerated.get(lists)
  if (known !== undefined) return known
  const edges = Array.from({ length: lists }, (_, i) =>
    Array.from({ length: lists - i - 1 }, (_, j) => [i, i + j + 1] as const)
  ).flat()
  const found: Array<DecomposableGraph> = []
  for (let chosen = 0; chosen < 2 ** edges.length; chosen++) {
    const neighbours = new Array<number>(lists).fill(0)
    for (let e = 0; e < edges.length; e++)
      if ((chosen & (1 << e)) !== 0) {
        const [a, b] = edges[e] as readonly [number, number]
        neighbours[a] = (neighbours[a] as number) | (1 << b)
        neighbours[b] = (neighbours[b] as number) | (1 << a)
      }
    const graph = decompose(neighbours)
    if (graph !== undefined) found.push(graph)
  }
  enumerated.set(lists, found)
  return found
}
