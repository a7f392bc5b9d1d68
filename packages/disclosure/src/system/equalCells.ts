import type { LinkedSystem } from "./LinkedSystem.ts"
import { type UnionFind, unionFind } from "./unionFind.ts"

/**
 * Returns the sets of cells that contain the same persons, because all other parts of a sum are zero: a parent and its only child.
 *
 * @param isKnown which other parts count as zero: then the counts of a set differ by known numbers
 */
export const equalCells = (
  { relations: { count, start, part, total }, value, cells }: LinkedSystem,
  isKnown: (cell: number) => boolean = () => false
): UnionFind => {
  const sets = unionFind(cells)
  for (let r = 0; r < count; r++) {
    const parts = part.subarray(start[r], start[r + 1]).filter((one) => value[one] !== 0 && !isKnown(one))
    if (parts.length === 1) sets.join(parts[0] as number, total[r] as number)
  }
  return sets
}
