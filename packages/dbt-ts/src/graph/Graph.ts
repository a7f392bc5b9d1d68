import type { Manifest } from "../project/Node.ts"
import { type Ids, subtract } from "./Sets.ts"

/** Walks from all of `start` simultaneously, at most `depth` steps. */
const walk = (start: Ids, depth: number, next: (id: string) => Ids): Ids => {
  const found = new Set<string>()
  let level = start
  for (let step = 0; step < depth && level.size > 0; step++) {
    const following = new Set<string>()
    for (const id of level) for (const other of next(id)) if (!found.has(other)) following.add(other)
    for (const id of following) found.add(id)
    level = following
  }
  return found
}

/**
 * The dependency graph. Ids are unique ids of nodes, sources, exposures and unit tests. A unit test is below the model
 * that it tests, as in dbt's selectors, although `build` runs it before.
 */
export class Graph {
  readonly #parents = new Map<string, Set<string>>()
  readonly #children = new Map<string, Set<string>>()

  constructor(manifest: Manifest) {
    const { nodes, sources, exposures, unitTests } = manifest
    for (const id of [...sources.keys(), ...nodes.keys(), ...exposures.keys(), ...unitTests.keys()]) {
      this.#parents.set(id, new Set())
      this.#children.set(id, new Set())
    }
    for (const { uniqueId, dependsOn } of [...nodes.values(), ...exposures.values(), ...unitTests.values()]) {
      for (const parent of dependsOn) this.connect(parent, uniqueId)
    }
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

  /** Returns all above `id`, itself left out. */
  ancestors(id: string): Ids {
    return subtract(this.above(new Set([id])), new Set([id]))
  }

  descendants(id: string): Ids {
    return subtract(this.below(new Set([id])), new Set([id]))
  }

  /** Returns all ancestors of `ids`, including those of `ids` that are ancestors of others. */
  above(ids: Ids, depth = Number.POSITIVE_INFINITY): Ids {
    return walk(ids, depth, (id) => this.parents(id))
  }

  below(ids: Ids, depth = Number.POSITIVE_INFINITY): Ids {
    return walk(ids, depth, (id) => this.children(id))
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
 * are above it (dbt's rule for `build`).
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
