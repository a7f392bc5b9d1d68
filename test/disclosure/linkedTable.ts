import type { Hidden, LinkedSystem } from "../../release/disclosure/system/LinkedSystem.ts"
import { relationsFrom } from "../../release/disclosure/system/relationsFrom.ts"

/** A dimension: the leaves, and for each node its parent; the root has none. */
export interface Dimension {
  readonly leaves: ReadonlyArray<number>
  readonly parent: ReadonlyArray<number | undefined>
}

/** Leaves under one root, or under groups of the given sizes under the root. */
export const dimension = (groups: ReadonlyArray<number>): Dimension => {
  const parent: Array<number | undefined> = [undefined]
  const leaves: Array<number> = []
  for (const size of groups) {
    const group = groups.length === 1 ? 0 : parent.push(0) - 1
    for (let k = 0; k < size; k++) leaves.push(parent.push(group) - 1)
  }
  return { leaves, parent }
}

/**
 * All non-zero cells of a table with all margins along each dimension, and the sums that link them. `count` answers the persons
 * of a combination of leaves.
 */
export const linkedTable = (
  dimensions: ReadonlyArray<Dimension>,
  count: (leaves: ReadonlyArray<number>) => number
): LinkedSystem => {
  const cell = new Map<string, number>()
  const value: Array<number> = []
  const nodes: Array<ReadonlyArray<number>> = []
  const ancestors = (d: Dimension, leaf: number): Array<number> => {
    const way = [leaf]
    for (let up = d.parent[leaf]; up !== undefined; up = d.parent[up]) way.push(up)
    return way
  }
  const product = <A>(lists: ReadonlyArray<ReadonlyArray<A>>): Array<Array<A>> =>
    lists.reduce<Array<Array<A>>>((made, list) => made.flatMap((head) => list.map((x) => [...head, x])), [[]])
  for (const leaves of product(dimensions.map((d) => d.leaves))) {
    const persons = count(leaves)
    if (persons === 0) continue
    for (const key of product(dimensions.map((d, k) => ancestors(d, leaves[k] as number)))) {
      const name = key.join(" ")
      let at = cell.get(name)
      if (at === undefined) {
        at = value.push(0) - 1
        nodes.push(key)
        cell.set(name, at)
      }
      value[at] = (value[at] as number) + persons
    }
  }
  const parts = new Map<string, Array<number>>()
  nodes.forEach((key, at) => {
    dimensions.forEach((d, k) => {
      const up = d.parent[key[k] as number]
      if (up === undefined) return
      const total = cell.get(key.map((node, other) => (other === k ? up : node)).join(" ")) as number
      const name = `${k} ${total}`
      const own = parts.get(name)
      if (own === undefined) parts.set(name, [at])
      else own.push(at)
    })
  })
  const sums = [...parts].map(([name, own]) => ({ total: Number(name.split(" ")[1]), parts: own }))
  return {
    cells: value.length,
    value: Float64Array.from(value),
    relations: relationsFrom(sums),
    unshown: new Uint8Array(value.length)
  }
}

/** Persons in a cell as such tables have them: most few, few many. */
export const skewed = (draw: () => number, empty: number): number =>
  draw() < empty ? 0 : Math.ceil(draw() ** -1.2 * 1.5) % 5000

/** Hides counts below the threshold, then in each sum with one hidden cell the smallest other, until there is no such sum. */
export const hideByLines = (system: LinkedSystem, threshold: number): Hidden => {
  const { count, start, part, total } = system.relations
  const hidden = Uint8Array.from(system.value, (v) => (v > 0 && v < threshold ? 1 : 0))
  for (let changed = true; changed; ) {
    changed = false
    for (let r = 0; r < count; r++) {
      const line = [total[r] as number, ...part.slice(start[r], start[r + 1])]
      if (line.filter((cell) => hidden[cell] !== 0).length !== 1) continue
      const other = line
        .filter((cell) => hidden[cell] === 0)
        .sort((a, b) => (system.value[a] as number) - (system.value[b] as number))[0]
      if (other === undefined) continue
      hidden[other] = 2
      changed = true
    }
  }
  return hidden
}

/**
 * Hides counts below the threshold, then in each sum whose hidden cells are too small to hide one another the smallest others,
 * until there is no such sum: not proved safe, but near to what a careful office publishes.
 */
export const hideByCapacity = (system: LinkedSystem, threshold: number, capacity: number): Hidden => {
  const { count, start, part, total } = system.relations
  const hidden = Uint8Array.from(system.value, (v) => (v > 0 && v < threshold ? 1 : 0))
  const lines = Array.from({ length: count }, (_, r) =>
    [total[r] as number, ...part.slice(start[r], start[r + 1])].sort(
      (a, b) => (system.value[a] as number) - (system.value[b] as number)
    )
  )
  for (let changed = true; changed; ) {
    changed = false
    for (const line of lines) {
      const own = line.filter((cell) => hidden[cell] !== 0)
      if (own.length === 0) continue
      const sizes = own.map((cell) => system.value[cell] as number)
      let held = sizes.reduce((sum, v) => sum + v, 0) - Math.max(...sizes)
      for (const cell of line) {
        if (held >= capacity) break
        if (hidden[cell] !== 0) continue
        hidden[cell] = 2
        held += system.value[cell] as number
        changed = true
      }
    }
  }
  return hidden
}
