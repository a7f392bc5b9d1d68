/** Disjoint sets that can be joined (union-find with path halving). Each is named by its lowest member. */
export interface UnionFind {
  readonly root: (member: number) => number
  readonly join: (a: number, b: number) => void
}

/** Returns sets in which every one of 0 to size - 1 is alone. */
export const unionFind = (size: number): UnionFind => {
  const parent = Int32Array.from({ length: size }, (_, member) => member)
  const root = (member: number): number => {
    let at = member
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number
      at = parent[at] as number
    }
    return at
  }
  const join = (a: number, b: number): void => {
    const [x, y] = [root(a), root(b)]
    if (x !== y) parent[Math.max(x, y)] = Math.min(x, y)
  }
  return { root, join }
}
