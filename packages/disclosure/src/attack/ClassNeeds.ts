import { membersOf } from "../algebra/membersOf.ts"
import type { Need } from "../system/LinkedSystem.ts"
import type { CellEquations } from "./equationsOf.ts"
import type { Reduced } from "./reduce.ts"

/** Judged cells by class: those of class c are member[start[c]] to member[start[c + 1] - 1]. */
export interface ClassNeeds {
  readonly start: Int32Array
  /** Sign and offset from the class to each judged cell, and the cell's need. */
  readonly sign: Int8Array
  readonly offset: Float64Array
  readonly width: Float64Array
  readonly reach: Float64Array
  readonly small: number
}

/** Returns whether the interval of a cell is wide enough, reaches high enough, and does not prove a small count. */
export const meetsNeed = (low: number, high: number, width: number, reach: number, small: number): boolean =>
  high - low >= width && high >= reach && !(small > 0 && low >= 1 && high <= small - 1)

/** The values that a class is known to take, and its proved bounds. */
export interface ClassEnds {
  readonly seenLow: number
  readonly seenHigh: number
  readonly low: number
  readonly high: number
}

/**
 * Returns whether a cell of the class is still open: the known values do not suffice, and the proved bounds do not refute it.
 * More known values or narrower bounds can only close it.
 */
export const isOpen = (needs: ClassNeeds, id: number, ends: ClassEnds): boolean => {
  for (let at = needs.start[id] as number; at < (needs.start[id + 1] as number); at++) {
    const rises = (needs.sign[at] as number) > 0
    const offset = needs.offset[at] as number
    const width = needs.width[at] as number
    const reach = needs.reach[at] as number
    const meets = (low: number, high: number) =>
      meetsNeed((rises ? low : -high) + offset, (rises ? high : -low) + offset, width, reach, needs.small)
    if (!meets(ends.seenLow, ends.seenHigh) && meets(ends.low, ends.high)) return true
  }
  return false
}

/** Groups the needs of the judged unknowns by class. Unknowns with a proved value have no class. */
export const classNeeds = (cells: CellEquations, reduced: Reduced, judged: Uint8Array, need: Need): ClassNeeds => {
  const groupOf = Int32Array.from(cells.cellOf, (_, v) => (judged[v] === 1 ? (reduced.classOf[v] as number) : -1))
  const { start, member } = membersOf(groupOf, reduced.equations.unknowns)
  return {
    start,
    sign: Int8Array.from(member, (v) => reduced.sign[v] as number),
    offset: Float64Array.from(member, (v) => reduced.offset[v] as number),
    width: Float64Array.from(member, (v) => need.width[cells.cellOf[v] as number] as number),
    reach: Float64Array.from(member, (v) => need.reach[cells.cellOf[v] as number] as number),
    small: need.small
  }
}
