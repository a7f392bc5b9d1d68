import type { LinkedSystem } from "./LinkedSystem.ts"
import { relationsFrom, type Sum } from "./relationsFrom.ts"
import { unionFind } from "./unionFind.ts"

/** Returns the cells of each sum, its total first. */
const sumsOf = ({ relations: { count, start, part, total } }: LinkedSystem): ReadonlyArray<ReadonlyArray<number>> =>
  Array.from({ length: count }, (_, r) => [total[r] as number, ...part.subarray(start[r], start[r + 1])])

/**
 * Returns the cells that determine what is known about the given cells: the unknown ones that sums or sets connect them to, and all others of these, ascending.
 *
 * @param sets further cells that may be connected
 */
export const cellsAround = (
  system: LinkedSystem,
  isUnknown: (cell: number) => boolean,
  sets: ReadonlyArray<ReadonlyArray<number>>,
  some: Iterable<number>
): Uint32Array => {
  const connected = unionFind(system.cells)
  const all = [...sumsOf(system), ...sets]
  for (const cells of all) {
    const [first, ...others] = cells.filter(isUnknown)
    for (const one of others) connected.join(first as number, one)
  }
  const found = new Set(some)
  const roots = new Set([...found].map(connected.root))
  for (const cells of all)
    if (cells.some((cell) => isUnknown(cell) && roots.has(connected.root(cell))))
      for (const cell of cells) found.add(cell)
  return Uint32Array.from(found).sort()
}

/** Returns the system of some cells, in this order, with the sums of which it has every cell. */
export const partOf = (system: LinkedSystem, cells: Uint32Array): LinkedSystem => {
  const placeOf = new Map(Array.from(cells, (cell, place) => [cell, place]))
  const sums = sumsOf(system).flatMap((sum): ReadonlyArray<Sum> => {
    const [total, ...parts] = sum.map((cell) => placeOf.get(cell) ?? -1)
    return total === undefined || total < 0 || parts.includes(-1) ? [] : [{ total, parts }]
  })
  return {
    cells: cells.length,
    value: Float64Array.from(cells, (cell) => system.value[cell] as number),
    unshown: Uint8Array.from(cells, (cell) => system.unshown[cell] as number),
    relations: relationsFrom(sums)
  }
}
