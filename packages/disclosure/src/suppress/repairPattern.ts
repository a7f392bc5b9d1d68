import type { Hidden, LinkedSystem } from "../system/LinkedSystem.ts"

/** Relations of each cell: those of cell c are `relation[start[c]]` to `relation[start[c + 1] - 1]`. */
const relationsOfCells = ({ cells, relations }: LinkedSystem) => {
  const start = new Uint32Array(cells + 1)
  const each = (visit: (cell: number, r: number) => void) => {
    for (let r = 0; r < relations.count; r++) {
      visit(relations.total[r] as number, r)
      for (let at = relations.start[r] as number; at < (relations.start[r + 1] as number); at++)
        visit(relations.part[at] as number, r)
    }
  }
  each((cell) => {
    start[cell + 1] = (start[cell + 1] as number) + 1
  })
  for (let cell = 0; cell < cells; cell++) start[cell + 1] = (start[cell + 1] as number) + (start[cell] as number)
  const relation = new Uint32Array(start[cells] as number)
  const next = start.slice()
  each((cell, r) => {
    relation[next[cell] as number] = r
    next[cell] = (next[cell] as number) + 1
  })
  return { start, relation }
}

/**
 * Hides more around cells that an attack narrowed too much: the cell itself if it is published, and the cheapest
 * published cell of each of its sums, of those that `mayHide` has. It ends, because each round hides a cell. Zeros
 * stay published. Returns how many cells were hidden.
 */
export const repairPattern = (
  system: LinkedSystem,
  hidden: Hidden,
  failing: Iterable<number>,
  cost: Float64Array,
  mayHide: Uint8Array
): number => {
  const { relations, value, unshown } = system
  const id = relationsOfCells(system)
  const isOpen = (cell: number) => hidden[cell] === 0 && unshown[cell] === 0 && value[cell] !== 0 && mayHide[cell] === 1
  let more = 0
  for (const cell of failing) {
    if (isOpen(cell)) {
      hidden[cell] = 2
      more += 1
    }
    for (let k = id.start[cell] as number; k < (id.start[cell + 1] as number); k++) {
      const r = id.relation[k] as number
      let best = -1
      const look = (one: number) => {
        if (!isOpen(one)) return
        if (best < 0 || (cost[one] as number) < (cost[best] as number)) best = one
      }
      look(relations.total[r] as number)
      for (let at = relations.start[r] as number; at < (relations.start[r + 1] as number); at++)
        look(relations.part[at] as number)
      if (best < 0) continue
      hidden[best] = 2
      more += 1
    }
  }
  return more
}
