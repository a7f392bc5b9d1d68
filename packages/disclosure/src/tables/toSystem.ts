import type { LinkedSystem } from "../system/LinkedSystem.ts"
import { type CellSums, cellSums } from "./CellSums.ts"
import type { CountTable } from "./CountTable.ts"
import { addCommonMargins } from "./commonMargins.ts"
import type { Hierarchy } from "./Hierarchy.ts"
import { type ImpliedJointTables, impliedJointTables } from "./impliedJointTables.ts"
import { type JoinedCells, joinCells } from "./joinCells.ts"
import { addMissingMargins, missingMargins } from "./missingMargins.ts"

/** Tables as one system, and the way back. */
export interface LinkedTables {
  readonly system: LinkedSystem
  readonly joined: JoinedCells
  /** Sums that do not add up; they are not among the system's relations. */
  readonly broken: ReadonlyArray<BrokenSum>
  /** What finer tables they are margins of, as far as that says more than their sums. */
  readonly finer: ImpliedJointTables
}

/** A sum that fails, named by labels. */
export interface BrokenSum {
  readonly dimension: string
  /** The label whose parts do not add up to it. */
  readonly label: string
  /** Labels of the other dimensions, as `dimension=label`. */
  readonly where: ReadonlyArray<string>
}

export interface SystemOptions {
  /** Label of margins. */
  readonly total: string
}

/** Values of unshown cells from their parts, over and over until no more is found. */
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

/** Does it add up, as far as its values are known? */
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
 * Everything that adds up among the tables: margins over any dimensions, the levels of each hierarchy crossed with all that the
 * other dimensions have, dated and overlapping groups, the same cell in two tables, which is one cell, and margins that no table has
 * and two add up to. A cell without a row is zero, unless finer cells of it are there: then it is a margin that the tables lack, and
 * stands in sums as an unshown cell.
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
  // Only now: a sum that still lacks a part would give a value too low.
  if (cells.size > shown) fillValues(value, shown, sums)
  const broken: Array<BrokenSum> = []
  const kept: Array<number> = []
  sums.total.forEach((_, s) => {
    const verdict = addsUp(value, sums, s)
    // Two ways to a margin that no table has and that they do not agree on: neither says anything of the other.
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
