/** What an attacker knows of the change of counts from one release to another. */
import { minProtectionWidth } from "../rules/primaryCells.ts"
import type { CellOfRelease } from "./JointReleases.ts"

/**
 * What the attacker knows about changes: which counts are the same, and that all others only grew; or also by how much counts changed if the change is
 * smaller than the least width of an interval, or nearly all of it comes from two partners. Old years seldom change, so an attacker who assumes that a
 * count is unchanged, or nearly so, is mostly right. So are partners who assume that only their own records were added or removed.
 */
export const assumptions = ["unchanged", "grows", "known changes"] as const
export type Assumption = (typeof assumptions)[number]

/** A count of one release. */
export interface ComparedCell extends CellOfRelease {
  readonly value: number
  /** Whether an earlier release published it. */
  readonly wasPublished: boolean
  /** Returns the persons of each partner in it; absent if they are not known. */
  readonly partners?: (() => ReadonlyMap<string, number>) | undefined
}

/** Two counts of the same cell whose difference an attacker knows. */
export interface KnownChange {
  readonly less: ComparedCell
  readonly more: ComparedCell
  /** Partners without whose records the change is smaller than the least width of an interval: one or two who know it, or none if anyone may know it. */
  readonly by: ReadonlyArray<ReadonlyArray<string>>
}

/** Returns who knows by how much a count changed. */
const knowersOf = (less: ComparedCell, more: ComparedCell): KnownChange["by"] => {
  const change = more.value - less.value
  const isKnownTo = (...own: ReadonlyArray<number>) =>
    Math.abs(own.reduce((left, one) => left - one, change)) < minProtectionWidth
  if (isKnownTo()) return [[]]
  if (less.partners === undefined || more.partners === undefined) return []
  const [before, now] = [less.partners(), more.partners()]
  const own = [...new Set([...before.keys(), ...now.keys()])]
    .map((who) => [who, (now.get(who) ?? 0) - (before.get(who) ?? 0)] as const)
    .filter(([, part]) => part !== 0)
  const alone = own.filter(([, part]) => isKnownTo(part))
  const others = own.filter(([, part]) => !isKnownTo(part))
  const pairs = others.flatMap(([a, one], i) =>
    others.slice(i + 1).flatMap(([b, other]) => (isKnownTo(one, other) ? [[a, b]] : []))
  )
  return [...alone.map(([who]) => [who]), ...pairs]
}

/**
 * Returns which of these counts of the same cell an attacker knows the difference of. If a count is small now and was published when it was not small,
 * no attacker knows the change: it would give him the count without any further publication. He may know a change from one small count to another. No
 * attacker knows a change from zero.
 */
export const changesAmong = (
  same: ReadonlyArray<ComparedCell>,
  assumed: Assumption,
  threshold: number
): ReadonlyArray<KnownChange> => {
  const cells = same.toSorted((a, b) => a.value - b.value)
  const wasPublished = cells.some((one) => one.value > 0 && one.wasPublished)
  return cells.flatMap((less, i) =>
    cells.slice(i + 1).flatMap((more) => {
      if (less.value === more.value) return [{ less, more, by: [[]] }]
      const isGiven = wasPublished && less.value < threshold && more.value >= threshold
      if (assumed !== "known changes" || less.value === 0 || isGiven) return []
      const by = knowersOf(less, more)
      return by.length === 0 ? [] : [{ less, more, by }]
    })
  )
}

/** Returns the sets of counts between which all changes follow from these, by count. */
export const tiesFrom = (changes: ReadonlyArray<KnownChange>): ReadonlyArray<ReadonlyArray<CellOfRelease>> => {
  const setOf = new Map<ComparedCell, ReadonlyArray<ComparedCell>>()
  for (const { less, more } of changes) {
    const [a, b] = [setOf.get(less) ?? [less], setOf.get(more) ?? [more]]
    if (a === b) continue
    const joined = [...a, ...b]
    for (const one of joined) setOf.set(one, joined)
  }
  return [...new Set(setOf.values())].map((set) => set.toSorted((a, b) => a.value - b.value))
}
