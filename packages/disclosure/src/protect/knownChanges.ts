/** What an attacker knows of the change of counts from one release to another. */
import { minProtectionWidth } from "../rules/primaryCells.ts"
import type { CellOfRelease } from "./JointReleases.ts"

/**
 * What the attacker knows of change: which counts are the same, and that all others only grew; or also by how much counts changed where that is
 * less than any interval may be wide, or nearly all of it is of two partners. Old years seldom change, so who takes a count for unchanged, or nearly
 * so, is mostly right, and so are partners who take their own records for all that came or left.
 */
export const assumptions = ["unchanged", "grows", "known changes"] as const
export type Assumption = (typeof assumptions)[number]

/** A count of one release. */
export interface ComparedCell extends CellOfRelease {
  readonly value: number
  /** Whether an earlier release published it. */
  readonly wasPublished: boolean
  /** Returns the persons of each partner in it; absent if they are not known. */
  readonly partners?: () => ReadonlyMap<string, number>
}

/** Returns whether two partners know by how much a count changed: without theirs, it is less than any interval may be wide. */
const isKnownChange = (less: ComparedCell, more: ComparedCell): boolean => {
  const change = more.value - less.value
  if (change < minProtectionWidth) return true
  if (less.partners === undefined || more.partners === undefined) return false
  const [before, now] = [less.partners(), more.partners()]
  const own = [...new Set([...before.keys(), ...now.keys()])].map((who) => (now.get(who) ?? 0) - (before.get(who) ?? 0))
  return own.some((a, i) => own.some((b, j) => j >= i && Math.abs(change - (i === j ? a : a + b)) < minProtectionWidth))
}

/**
 * Returns which of these counts of the same cell the attacker knows to differ by how much, by count. Of a small count that was published when it was
 * not small he knows no change: with it he would know the count without any further publication. The same holds where nobody was.
 */
export const tiesAmong = (
  same: ReadonlyArray<ComparedCell>,
  assumed: Assumption,
  threshold: number
): ReadonlyArray<ReadonlyArray<CellOfRelease>> => {
  const cells = same.toSorted((a, b) => a.value - b.value)
  const wasPublished = cells.some((one) => one.value > 0 && one.wasPublished)
  const isTied = (less: ComparedCell, more: ComparedCell) => {
    if (less.value === more.value) return true
    if (assumed !== "known changes" || less.value === 0 || (wasPublished && less.value < threshold)) return false
    return isKnownChange(less, more)
  }
  const ties: Array<ReadonlyArray<CellOfRelease>> = []
  let from = 0
  for (let at = 1; at <= cells.length; at++) {
    const [last, next] = [cells[at - 1], cells[at]]
    if (last !== undefined && next !== undefined && isTied(last, next)) continue
    if (at - from > 1) ties.push(cells.slice(from, at))
    from = at
  }
  return ties
}
