import { type DisclosedValue, exactCounts, type PriorValue } from "../history/DisclosedValue.ts"

/** A cell's current count, and whether the profile allows it to be published by itself. */
interface CurrentCount {
  readonly release: number
  readonly victims: number
  readonly isSafe: boolean
  readonly threshold: number
  /** Whether the change from an earlier count is safe by the rules on partners too; default: all changes that are large enough. */
  readonly isSafeChange?: ((shown: number) => boolean) | undefined
}

/**
 * Decides what a release shows of a cell that is part of no sum, given everything shown of it before.
 *
 * A published count stays, marked with its release, until its difference to *every* count ever shown is 0 or at least the threshold: the
 * difference of two releases is a separate table, and small numbers in it are persons too. It also stays if nothing changed; if it were renewed in that
 * case, an unrenewed count would disclose that a person was added. A suppressed cell may hold 1 and an absent one 0, so a count is first shown
 * when it is far enough from those. An absent cell is not shown as suppressed later, because that would disclose that it is small and new.
 * A published count that is no longer safe is suppressed only if that discloses no more than that it is small, which holds far above the
 * threshold; otherwise it stays.
 *
 * All decisions are functions of what an attacker may know together with the count. `test/unit/releases/carryForward.test.ts` checks every
 * history of small counts against every attacker who knows this rule.
 */
export const carryForward = (past: ReadonlyArray<PriorValue>, now: CurrentCount): DisclosedValue | undefined => {
  const { release, victims, isSafe, threshold } = now
  const fresh: DisclosedValue = { state: "published", victims, asOf: release }
  const last = past.at(-1)
  if (last === undefined) return isSafe ? fresh : victims > 0 ? { state: "suppressed" } : undefined
  const minimumChange = Math.max(threshold, ...past.map((one) => one.threshold))
  const wasHidden = past.some(({ shown }) => shown?.state === "suppressed")
  const isSafeChange = (shown: number) =>
    Math.abs(victims - shown) >= minimumChange && (now.isSafeChange?.(shown) ?? true)
  const mayShow =
    isSafe &&
    victims >= minimumChange + (wasHidden ? 1 : 0) &&
    exactCounts(past).every((shown) => shown === victims || isSafeChange(shown))
  if (last.shown?.state !== "published") return mayShow ? fresh : last.shown
  if (last.shown.victims === victims || !isSafeChange(last.shown.victims)) return last.shown
  if (mayShow) return fresh
  const isLarge = last.shown.victims >= 2 * minimumChange && exactCounts(past).every((shown) => shown >= minimumChange)
  return !isSafe && isLarge ? { state: "suppressed" } : last.shown
}
