import type { LinkedSystem } from "../system/LinkedSystem.ts"
import { type CellSums, cellSums } from "./CellSums.ts"
import type { CountTable } from "./CountTable.ts"
import { addCommonMargins } from "./commonMargins.ts"
import type { Hierarchy } from "./Hierarchy.ts"
import { type ImpliedJointTables, impliedJointTables } from "./impliedJointTables.ts"
import { type JoinedCells, joinCells } from "./joinCells.ts"
import { addMissingMargins, missingMargins } from "./missingMargins.ts"

/** Tables as one linked system, and the mapping back. */
export interface LinkedTables {
  readonly system: LinkedSystem
  readonly joined: JoinedCells
  /** Sums that do not add up. They are not among the system's relations. */
  readonly broken: ReadonlyArray<BrokenSum>
  /** The joint tables that these tables imply, if they add to the sums. */
  readonly finer: ImpliedJointTables
}

/** A sum that fails, by its labels. */
export interface BrokenSum {
  readonly dimension: string
  /** The label whose parts do not add up to it. */
  readonly label: string
  /** Labels of the other dimensions, as `dimension=label`. */
  readonly where: ReadonlyArray<string>
}

export interface SystemOptions {
  /** The label of margins. */
  readonly total: string
}

/** Fills values of unpublished cells from sums in which only they are open, until no more follow. Cells before `from` are in the tables. */
const fillValues = (value: Float64Array, from: number, sums: CellSums): void => {
  let open = sums.total.map((_, s) => s)
  const solve = (s: number): boolean => {
    const total = sums.total[s] as number
    let [sum, lacking, lackingCells] = [0, -1, 0]
    const add = (cell: number, sign: number) => {
      const own = value[cell] as number
      if (!Number.isNaN(own)) sum += sign * own
      else {
        lacking = cell
        lackingCells += 1
      }
    }
    add(total, -1)
    for (let at = sums.start[s] as number; at < (sums.start[s + 1] as number); at++) add(sums.part[at] as number, 1)
    if (lackingCells > 1) return false
    if (lackingCells === 1 && lacking >= from) value[lacking] = lacking === total ? sum : -sum
    return true
  }
  for (let before = -1; before !== open.length; ) {
    before = open.length
    open = open.filter((s) => !solve(s))
  }
}

/**
 * Returns which cells no sum of the tables determines: a group in a year in which its members change, where the tables do not divide the
 * year. Cells before `from` are in the tables.
 */
const undetermined = (size: number, from: number, sums: CellSums): Uint8Array => {
  if (from === size) return new Uint8Array(size)
  const isKnown = new Float64Array(size)
  isKnown.fill(Number.NaN, from)
  fillValues(isKnown, from, sums)
  return Uint8Array.from(isKnown, (x) => (Number.isNaN(x) ? 1 : 0))
}

const contains = (sums: CellSums, s: number, which: Uint8Array): boolean => {
  if (which[sums.total[s] as number] === 1) return true
  for (let at = sums.start[s] as number; at < (sums.start[s + 1] as number); at++)
    if (which[sums.part[at] as number] === 1) return true
  return false
}

/** Returns whether a sum adds up, as far as its values are known. */
const addsUp = (value: Float64Array, sums: CellSums, s: number): "yes" | "no" | "less" | "unknown" => {
  let sum = 0
  let unknown = false
  for (let at = sums.start[s] as number; at < (sums.start[s + 1] as number); at++) {
    const part = value[sums.part[at] as number] as number
    if (Number.isNaN(part)) unknown = true
    else sum += part
  }
  const total = value[sums.total[s] as number] as number
  if (Number.isNaN(total)) return "unknown"
  if (sum > total) return "no"
  if (unknown) return "unknown"
  return sum === total ? "yes" : "less"
}

/**
 * Finds everything that adds up among tables: margins over any dimensions, the levels of each hierarchy crossed with
 * all others, dated and overlapping groups, cells that occur in two tables, and margins that no table has and two
 * tables share. A cell without a row is zero, unless finer cells exist: then it is a missing margin and enters sums
 * as an unpublished cell. Sums with a cell that no sum determines are left out.
 */
export const toSystem = (
  tables: ReadonlyArray<CountTable>,
  hierarchy: Hierarchy,
  { total }: SystemOptions
): LinkedTables => {
  const joined = joinCells(tables, hierarchy, total)
  const { cells } = joined
  const shown = cells.size
  let sums = cellSums(joined)
  const lacking = missingMargins(joined)
  if (lacking.size > 0 && addCommonMargins(joined, lacking)) sums = cellSums(joined)
  const common = cells.size
  if (lacking.size > 0) while (addMissingMargins(joined, sums, lacking)) sums = cellSums(joined)
  const value = new Float64Array(cells.size).fill(Number.NaN)
  value.set(joined.value)
  // Only now: a sum that lacks a part would give too low a value.
  if (cells.size > shown) fillValues(value, shown, sums)
  const unknown = undetermined(cells.size, shown, sums)
  const broken: Array<BrokenSum> = []
  const kept: Array<number> = []
  sums.total.forEach((_, s) => {
    if (contains(sums, s, unknown)) return
    const verdict = addsUp(value, sums, s)
    // Two paths to a missing margin that disagree: neither is used.
    const total = sums.total[s] as number
    if ((verdict === "no" || verdict === "less") && total >= shown && total < common) return
    if (verdict === "no" || verdict === "less") broken.push(brokenSum(joined, sums, s))
    else kept.push(s)
  })
  unknown.forEach((is, cell) => {
    if (is === 1) value[cell] = 0
  })
  const unshown = new Uint8Array(cells.size)
  unshown.fill(1, shown)
  const system = { cells: cells.size, value, relations: relationsOf(sums, kept), unshown }
  return { system, joined, broken, finer: impliedJointTables(joined) }
}

const relationsOf = (sums: CellSums, kept: ReadonlyArray<number>): LinkedSystem["relations"] => {
  const start = new Uint32Array(kept.length + 1)
  const total = new Uint32Array(kept.length)
  kept.forEach((s, r) => {
    start[r + 1] = (start[r] as number) + (sums.start[s + 1] as number) - (sums.start[s] as number)
    total[r] = sums.total[s] as number
  })
  const part = new Uint32Array(start[kept.length] as number)
  kept.forEach((s, r) => {
    for (let at = sums.start[s] as number, to = start[r] as number; at < (sums.start[s + 1] as number); at++, to++)
      part[to] = sums.part[at] as number
  })
  return { count: kept.length, start, part, total }
}

const brokenSum = ({ cells, codes, dimensions }: JoinedCells, sums: CellSums, s: number): BrokenSum => {
  const cell = sums.total[s] as number
  const along = sums.dimension[s] as number
  const label = (d: number) => (codes[d] as ReadonlyArray<string>)[cells.at(cell, d)] as string
  return {
    dimension: dimensions[along] as string,
    label: label(along),
    where: dimensions.flatMap((name, d) => (d === along ? [] : [`${name}=${label(d)}`]))
  }
}
