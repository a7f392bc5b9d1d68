import { type DisclosedValue, exactCounts, type PriorValue } from "../history/DisclosedValue.ts"

/** A cell's count now, and whether the profile lets it be published by itself. */
export interface CurrentCount {
  readonly release: number
  readonly victims: number
  readonly isSafe: boolean
  readonly threshold: number
  /** Is the change from a count that was shown safe by other rules too, those on partners? Without it, all that are large enough. */
  readonly isFar?: ((shown: number) => boolean) | undefined
}

/**
 * What a release shows of a cell that is in no sum with others, given all that was ever shown of it.
 *
 * A count that was shown stays, marked with the release that it is of, until the difference to *every* count that was ever shown is 0 or
 * at least the threshold: the difference of two releases is a table of its own, and small numbers in it are persons too. It stays
 * also when nothing changed: were it renewed then, staying would say that somebody was added. A hidden cell may hold 1, and one that
 * was not shown may hold none, so that a count is shown first when it is as far from those. A cell that was not shown is not shown
 * as hidden later: that would say that it is small and new. A count that was shown and is not safe any more is hidden only when
 * hiding says no more than that it is small, which is so far above the threshold; else it stays.
 *
 * All decisions are functions of what an attacker may know with the count itself; `test/unit/releases/carryForward.test.ts` takes every
 * history of small counts and every attacker that knows this rule.
 */
export const carryForward = (past: ReadonlyArray<PriorValue>, now: CurrentCount): DisclosedValue | undefined => {
  const { release, victims, isSafe, threshold } = now
  const fresh: DisclosedValue = { state: "published", victims, asOf: release }
  const last = past.at(-1)
  if (last === undefined) return isSafe ? fresh : victims > 0 ? { state: "suppressed" } : undefined
  const farEnough = Math.max(threshold, ...past.map((one) => one.threshold))
  const wasHidden = past.some(({ shown }) => shown?.state === "suppressed")
  const isFar = (shown: number) => Math.abs(victims - shown) >= farEnough && (now.isFar?.(shown) ?? true)
  const mayShow =
    isSafe &&
    victims >= farEnough + (wasHidden ? 1 : 0) &&
    exactCounts(past).every((shown) => shown === victims || isFar(shown))
  if (last.shown?.state !== "published") return mayShow ? fresh : last.shown
  if (last.shown.victims === victims || !isFar(last.shown.victims)) return last.shown
  if (mayShow) return fresh
  const tellsNoMore = last.shown.victims >= 2 * farEnough && exactCounts(past).every((shown) => shown >= farEnough)
  return !isSafe && tellsNoMore ? { state: "suppressed" } : last.shown
}
