import type { LinkedSystem } from "./LinkedSystem.ts"
import { relationsFrom, type Sum } from "./relationsFrom.ts"

/** Cells that no system has, and sums over cells of all systems: the first extra cell follows the last cell of the last system. */
export interface ExtraCells {
  readonly values: ReadonlyArray<number>
  readonly sums: ReadonlyArray<Sum>
}

/** Returns where the cells of each system begin when the systems are joined, and after the last their number. */
export const offsetsOf = (systems: ReadonlyArray<LinkedSystem>): ReadonlyArray<number> => {
  const offsets = [0]
  for (const { cells } of systems) offsets.push((offsets.at(-1) as number) + cells)
  return offsets
}

/** Joins systems side by side, with extra cells and sums between them. No figure of an extra cell is published. */
export const joinSystems = (systems: ReadonlyArray<LinkedSystem>, extra: ExtraCells): LinkedSystem => {
  const offsets = offsetsOf(systems)
  const from = offsets.at(-1) as number
  const cells = from + extra.values.length
  const value = new Float64Array(cells)
  const unshown = new Uint8Array(cells).fill(1, from)
  value.set(extra.values, from)
  const lists = [...systems.map(({ relations }) => relations), relationsFrom(extra.sums)]
  const count = lists.reduce((sum, list) => sum + list.count, 0)
  const start = new Uint32Array(count + 1)
  const total = new Uint32Array(count)
  const part = new Uint32Array(lists.reduce((sum, list) => sum + list.part.length, 0))
  let [r, p] = [0, 0]
  lists.forEach((list, k) => {
    const system = systems[k]
    const offset = system === undefined ? 0 : (offsets[k] as number)
    if (system !== undefined) {
      value.set(system.value, offset)
      unshown.set(system.unshown, offset)
    }
    for (let own = 0; own < list.count; own++, r++) {
      total[r] = offset + (list.total[own] as number)
      for (let at = list.start[own] as number; at < (list.start[own + 1] as number); at++)
        part[p++] = offset + (list.part[at] as number)
      start[r + 1] = p
    }
  })
  return { cells, value, unshown, relations: { count, start, part, total } }
}
