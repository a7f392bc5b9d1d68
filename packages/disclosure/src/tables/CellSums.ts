import { type Members, membersOf } from "../algebra/membersOf.ts"
import { CellIndex } from "./CellIndex.ts"
import type { DimensionSums } from "./DimensionSums.ts"
import { datedSums } from "./datedSums.ts"

/** Sums of cells: sum s states that `total[s]` is the sum of the cells `part[start[s]]` to `part[start[s + 1] - 1]`. */
export interface CellSums {
  readonly start: ReadonlyArray<number>
  readonly part: ReadonlyArray<number>
  readonly total: ReadonlyArray<number>
  /** Dimension along which each sum adds, and the number of the sum in that dimension. */
  readonly dimension: ReadonlyArray<number>
  readonly of: ReadonlyArray<number>
}

export interface SumsInput {
  readonly codes: ReadonlyArray<ReadonlyArray<string>>
  readonly sums: ReadonlyArray<DimensionSums>
  readonly cells: CellIndex
}

/**
 * Returns every sum along one dimension with all other codes fixed, for each cell that is present and has parts. A
 * missing part is replaced by its own parts in this dimension. Linear in cells times the groups of a code.
 */
export const cellSums = ({ codes, sums, cells }: SumsInput): CellSums => {
  const out = {
    start: [0],
    part: [] as Array<number>,
    total: [] as Array<number>,
    dimension: [] as Array<number>,
    of: [] as Array<number>
  }
  for (let d = 0; d < sums.length; d++) alongDimension(d, { codes, sums, cells }, out)
  return out
}

interface Growing {
  readonly start: Array<number>
  readonly part: Array<number>
  readonly total: Array<number>
  readonly dimension: Array<number>
  readonly of: Array<number>
}

/** Groups cells that differ in one dimension only. */
export const groupsAlong = (cells: CellIndex, dimension: number): Members => {
  const groups = new CellIndex(cells.width, cells.size)
  const vector = new Uint32Array(cells.width)
  const groupOf = new Int32Array(cells.size)
  for (let cell = 0; cell < cells.size; cell++) {
    cells.read(cell, vector)
    vector[dimension] = 0
    groupOf[cell] = groups.add(vector)
  }
  return membersOf(groupOf, groups.size)
}

const alongDimension = (d: number, { codes, sums, cells }: SumsInput, out: Growing): void => {
  const mine = sums[d] as DimensionSums
  const { start, member: order } = groupsAlong(cells, d)
  const at = new Int32Array((codes[d] as ReadonlyArray<string>).length).fill(-1)
  const bucket: Array<Array<number>> = mine.sums.map(() => [])
  const dated = datedSums(mine, codes, sums)
  let touched: Array<number> = []
  const dateOf = (s: number, cell: number): number => {
    const place = dated.along(s)
    return place === undefined ? 0 : cells.at(cell, place)
  }
  const climb = (code: number, cell: number): void => {
    for (const s of mine.above[code] as ReadonlyArray<number>) {
      if (!dated.holds(s, code, dateOf(s, cell))) continue
      const list = bucket[s] as Array<number>
      if (list.length === 0) touched.push(s)
      else if (list[list.length - 1] === cell) continue
      list.push(cell)
      const parent = (mine.sums[s] as { readonly parent: number }).parent
      if ((at[parent] as number) < 0) climb(parent, cell)
    }
  }
  for (let g = 0; g + 1 < start.length; g++) {
    const from = start[g] as number
    const to = start[g + 1] as number
    if (to - from < 2) continue
    for (let k = from; k < to; k++) at[cells.at(order[k] as number, d)] = order[k] as number
    for (let k = from; k < to; k++) climb(cells.at(order[k] as number, d), order[k] as number)
    for (const s of touched) {
      const parts = bucket[s] as Array<number>
      const total = at[(mine.sums[s] as { readonly parent: number }).parent] as number
      if (total >= 0 && dated.isWhole(s, dateOf(s, total))) {
        for (const part of parts) out.part.push(part)
        out.start.push(out.part.length)
        out.total.push(total)
        out.dimension.push(d)
        out.of.push(s)
      }
      parts.length = 0
    }
    touched = []
    for (let k = from; k < to; k++) at[cells.at(order[k] as number, d)] = -1
  }
}
