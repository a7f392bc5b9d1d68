import type { Manifest } from "../project/Node.ts"

/** Who depends on whom. Ids are unique ids of nodes and sources. */
export class Graph {
  readonly #parents = new Map<string, Set<string>>()
  readonly #children = new Map<string, Set<string>>()

  constructor(manifest: Manifest) {
    for (const id of [...manifest.sources.keys(), ...manifest.nodes.keys()]) {
      this.#parents.set(id, new Set())
      this.#children.set(id, new Set())
    }
    for (const node of manifest.nodes.values()) for (const parent of node.dependsOn) this.connect(parent, node.uniqueId)
  }

  connect(parent: string, child: string): void {
    this.#parents.get(child)?.add(parent)
    this.#children.get(parent)?.add(child)
  }

  get ids(): ReadonlyArray<string> {
    return [...this.#parents.keys()]
  }

  parents(id: string): ReadonlySet<string> {
    return this.#parents.get(id) ?? new Set()
  }

  children(id: string): ReadonlySet<string> {
    return this.#children.get(id) ?? new Set()
  }

  /** All above `id` up to `depth` steps, itself left out. */
  ancestors(id: string, depth = Number.POSITIVE_INFINITY): ReadonlySet<string> {
    return this.#walk(id, depth, (each) => this.parents(each))
  }

  descendants(id: string, depth = Number.POSITIVE_INFINITY): ReadonlySet<string> {
    return this.#walk(id, depth, (each) => this.children(each))
  }

  #walk(start: string, depth: number, next: (id: string) => ReadonlySet<string>): ReadonlySet<string> {
    const found = new Set<string>()
    let level = [start]
    for (let step = 0; step < depth && level.length > 0; step++) {
      const following: Array<string> = []
      for (const id of level) {
        for (const other of next(id)) {
          if (other === start || found.has(other)) continue
          found.add(other)
          following.push(other)
        }
      }
      level = following
    }
    return found
  }

  /** Parents before children; undefined when the graph has a cycle. */
  inOrder(): ReadonlyArray<string> | undefined {
    const waiting = new Map(this.ids.map((id) => [id, this.parents(id).size]))
    const ready = this.ids.filter((id) => waiting.get(id) === 0)
    const order: Array<string> = []
    for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
      order.push(id)
      for (const child of this.children(id)) {
        const left = (waiting.get(child) ?? 0) - 1
        waiting.set(child, left)
        if (left === 0) ready.push(child)
      }
    }
    return order.length === waiting.size ? order : undefined
  }
}

/**
 * Makes what is built wait for the tests of what it is built from: a node waits for every test whose tested nodes all
 * lie above it (dbt's rule for `build`).
 */
export const connectTests = (graph: Graph, manifest: Manifest): void => {
  const tests = [...manifest.nodes.values()].filter((node) => node.resourceType === "test")
  const edges: Array<readonly [string, string]> = []
  for (const node of manifest.nodes.values()) {
    if (node.resourceType === "test") continue
    const above = graph.ancestors(node.uniqueId)
    for (const test of tests) {
      if (test.dependsOn.length > 0 && test.dependsOn.every((id) => above.has(id))) {
        edges.push([test.uniqueId, node.uniqueId])
      }
    }
  }
  for (const [test, node] of edges) graph.connect(test, node)
}
