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

/** Fills values of unpublished cells from their parts until no more follow. */
const fillValues = (value: Float64Array, from: number, sums: CellSums): void => {
  const open = sums.total.map((_, s) => s).filter((s) => (sums.total[s] as number) >= from)
  for (let found = true; found; ) {
    found = false
    for (const s of open) {
      const total = sums.total[s] as number
      if (!Number.isNaN(value[total] as number)) continue
      let sum = 0
      for (let at = sums.start[s] as number; at < (sums.start[s + 1] as number); at++)
        sum += value[sums.part[at] as number] as number
      if (Number.isNaN(sum)) continue
      value[total] = sum
      found = true
    }
  }
}

/** Whether it adds up, as far as its values are known. */
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
 * as an unpublished cell.
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
  const broken: Array<BrokenSum> = []
  const kept: Array<number> = []
  sums.total.forEach((_, s) => {
    const verdict = addsUp(value, sums, s)
    // Two paths to a missing margin that disagree: neither is used.
    const total = sums.total[s] as number
    if ((verdict === "no" || verdict === "less") && total >= shown && total < common) return
    if (verdict === "no" || verdict === "less") broken.push(brokenSum(joined, sums, s))
    else kept.push(s)
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
