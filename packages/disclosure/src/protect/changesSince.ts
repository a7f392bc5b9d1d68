/** What tables say about earlier ones. */
import type { Verdict } from "../attack/attack.ts"
import type { LinkedTables } from "../tables/toSystem.ts"
import { type ComparedRelease, type EarlierRelease, smallChanges } from "./attackDifferences.ts"
import type { Difference } from "./JointReleases.ts"

/** A change of one cell since an earlier release, as far as it is proved. */
export interface Change {
  /** Cell of the audited tables. */
  readonly now: number
  readonly low: number
  readonly high: number
}

/** Returns whether the proved value of a cell is the count that an earlier release published for it, and not a small one. */
export const isKnownBefore = (
  earlier: ReadonlyArray<ComparedRelease>,
  { outer }: Verdict,
  cell: number,
  threshold: number
): boolean =>
  outer.low[cell] === outer.high[cell] &&
  (outer.low[cell] as number) >= threshold &&
  earlier.some(({ linked, hidden, same }) =>
    same.some((now, at) => now === cell && hidden[at] === 0 && linked.system.value[at] === outer.low[cell])
  )

/** Returns the changes since earlier releases that are proved to be 1 to threshold - 1 persons, up or down. */
export const tellingChanges = (
  linked: LinkedTables,
  before: ReadonlyArray<EarlierRelease>,
  differences: ReadonlyArray<Difference>,
  { outer }: Verdict,
  threshold: number
): ReadonlyArray<Change> => {
  const changes: Array<Change> = []
  before.forEach((release) => {
    for (const { now, change } of smallChanges(linked, [release], threshold))
      changes.push({ now, low: change, high: change })
  })
  for (const { cell, now } of differences) {
    const [low, high] = [outer.low[cell] as number, outer.high[cell] as number]
    if ((low >= 1 && high < threshold) || (high <= -1 && low > -threshold)) changes.push({ now, low, high })
  }
  return changes
}
