/** **High risk.** What an attacker knows of the change of counts from one vintage to another. */
import type { CellOfRelease } from "@corridor/disclosure/protect/JointReleases"
import { minProtectionWidth } from "@corridor/disclosure/rules/primaryCells"
import type { JointView } from "./VintageView.ts"

/**
 * What the attacker knows of change: which counts are the same, and that all others only grew; or also by how much counts changed where that is
 * less than any interval may be wide, or nearly all of it is of two partners. Old years seldom change, so who takes a count for unchanged, or nearly
 * so, is mostly right, and so are partners who take their own records for all that came or left.
 */
export const assumptions = ["unchanged", "grows", "known changes"] as const
export type Assumption = (typeof assumptions)[number]

/** A count of one vintage, and the persons of each partner in it. */
interface VintageCell extends CellOfRelease {
  readonly value: number
  readonly partners: () => ReadonlyMap<string, number>
}

/** Returns whether two partners know by how much a count changed: without theirs, it is less than any interval may be wide. */
const isKnownChange = (less: VintageCell, more: VintageCell): boolean => {
  const change = more.value - less.value
  if (change < minProtectionWidth) return true
  const [before, now] = [less.partners(), more.partners()]
  const own = [...new Set([...before.keys(), ...now.keys()])].map((who) => (now.get(who) ?? 0) - (before.get(who) ?? 0))
  return own.some((a, i) => own.some((b, j) => j >= i && Math.abs(change - (i === j ? a : a + b)) < minProtectionWidth))
}

const partnersOfCell = ({ contributions: of, partners }: JointView, cell: number): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  for (let at = of?.start[cell] ?? 0; of !== undefined && at < (of.start[cell + 1] as number); at++)
    found.set(partners[of.partner[at] as number] as string, of.count[at] as number)
  return found
}

/**
 * Returns the cells of several vintages of which the attacker knows by how much they differ, by count. Of a small count that was published when it
 * was not small he knows no change: with it he would know the count without any further publication. The same holds where nobody was.
 */
export const tiesOf = (
  views: ReadonlyArray<JointView>,
  assumed: Assumption
): ReadonlyArray<ReadonlyArray<CellOfRelease>> => {
  const byKey = new Map<string, Array<VintageCell>>()
  views.forEach((view, release) => {
    const { keys, system, absent } = view.linked
    keys.forEach((key, cell) => {
      const value = system.value[cell] as number
      if (absent[cell] === 1 || system.unshown[cell] === 1 || Number.isNaN(value)) return
      const one = { release, cell, value, partners: () => partnersOfCell(view, cell) }
      const cells = byKey.get(key)
      if (cells === undefined) byKey.set(key, [one])
      else cells.push(one)
    })
  })
  const threshold = views[0]?.need.small ?? 0
  const ties: Array<ReadonlyArray<CellOfRelease>> = []
  for (const cells of byKey.values()) {
    cells.sort((a, b) => a.value - b.value)
    const wasPublished = cells.some(({ release, cell, value }) => value > 0 && views[release]?.isDisclosed[cell] === 1)
    const isTied = (less: VintageCell, more: VintageCell) => {
      if (less.value === more.value) return true
      if (assumed !== "known changes" || less.value === 0 || (wasPublished && less.value < threshold)) return false
      return isKnownChange(less, more)
    }
    let from = 0
    for (let at = 1; at <= cells.length; at++) {
      const [last, next] = [cells[at - 1], cells[at]]
      if (last !== undefined && next !== undefined && isTied(last, next)) continue
      if (at - from > 1) ties.push(cells.slice(from, at))
      from = at
    }
  }
  return ties
}
