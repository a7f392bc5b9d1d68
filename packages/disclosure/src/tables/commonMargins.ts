import { CellIndex } from "./CellIndex.ts"
import type { DimensionSums } from "./DimensionSums.ts"
import type { JoinedCells } from "./joinCells.ts"

/** Returns the depth of each code of a dimension below the label of margins, by the longest path. */
export const depthsOf = ({ above, sums }: DimensionSums): Uint32Array => {
  const depth = Uint32Array.from(above, (_, code) => (code === 0 ? 0 : 1))
  for (let changed = true, rounds = 0; changed && rounds < depth.length; rounds++) {
    changed = false
    for (const { parent, children } of sums)
      for (const child of children)
        if (child !== 0 && (depth[child] as number) <= (depth[parent] as number)) {
          depth[child] = (depth[parent] as number) + 1
          changed = true
        }
  }
  return depth
}

const isBelow = (a: Uint32Array, b: Uint32Array): boolean => a.every((depth, d) => depth >= (b[d] as number))

const listOf = (kinds: CellIndex): ReadonlyArray<Uint32Array> =>
  Array.from({ length: kinds.size }, (_, kind) => {
    const depths = new Uint32Array(kinds.width)
    kinds.read(kind, depths)
    return depths
  })

/**
 * Adds missing margins that connect tables without a common finer one: persons by place and year and persons by year
 * and month both add up to persons by year. The margins in between are added too, one dimension after the other.
 * Returns whether any was added.
 *
 * Cells of one kind have the same depth in every dimension. Two kinds that divide a common finer kind are connected
 * already.
 */
export const addCommonMargins = ({ cells, sums }: JoinedCells, lacking: CellIndex): boolean => {
  const { width } = cells
  const depths = sums.map(depthsOf)
  const kindOf = (from: CellIndex, cell: number, into: Uint32Array) => {
    for (let d = 0; d < width; d++) into[d] = (depths[d] as Uint32Array)[from.at(cell, d)] as number
  }
  const kinds = new CellIndex(width, 64)
  const kind = new Uint32Array(width)
  for (let cell = 0; cell < cells.size; cell++) {
    kindOf(cells, cell, kind)
    kinds.add(kind)
  }
  const all = listOf(kinds)
  const finest = all.filter((one) => !all.some((other) => other !== one && isBelow(other, one)))
  if (finest.length < 2) return false
  const wanted = new CellIndex(width, 64)
  for (const [i, one] of all.entries())
    for (const other of all.slice(0, i)) {
      if (finest.some((both) => isBelow(both, one) && isBelow(both, other))) continue
      for (const from of [one, other]) {
        const step = from.slice()
        for (let d = 0; d < width; d++) {
          const depth = Math.min(one[d] as number, other[d] as number)
          if (depth === step[d]) continue
          step[d] = depth
          wanted.add(step)
        }
      }
    }
  const before = cells.size
  const vector = new Uint32Array(width)
  for (let cell = 0; cell < lacking.size; cell++) {
    kindOf(lacking, cell, kind)
    if (wanted.find(kind) < 0) continue
    lacking.read(cell, vector)
    cells.add(vector)
  }
  return cells.size > before
}
