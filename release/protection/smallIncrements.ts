import type { Bounds } from "../history/Bounds.ts"
import type { PriorValue } from "../history/DisclosedValue.ts"

/**
 * Returns the bounds assumed by an attacker who takes every value at face value: a suppressed count is 1 to threshold - 1, an absent one 0,
 * one that stayed changed by less than the threshold. This attacker assumes more than is true (a cell may be suppressed for its partners,
 * or stay because a newer count is not safe), so the bounds are the narrowest possible.
 */
const assumedBounds = (past: ReadonlyArray<PriorValue>): ReadonlyArray<Bounds> =>
  past.map(({ release, shown }, i) => {
    const threshold = Math.max(...past.slice(0, i + 1).map((one) => one.threshold))
    if (shown === undefined) return { low: 0, high: i === 0 ? 0 : threshold - 1 }
    if (shown.state === "suppressed") {
      const wasShown = past.slice(0, i).some((one) => one.shown?.state === "published")
      return { low: i === 0 ? 1 : 0, high: i === 0 || wasShown ? threshold - 1 : threshold }
    }
    if (shown.asOf === release) return { low: shown.victims, high: shown.victims }
    return { low: Math.max(0, shown.victims - threshold + 1), high: shown.victims + threshold - 1 }
  })

/** Returns the earlier releases against which the last one proves a rise or fall of 1 to threshold - 1 persons in this cell. */
export const smallIncrements = (past: ReadonlyArray<PriorValue>): ReadonlyArray<number> => {
  const bounds = assumedBounds(past)
  const now = bounds.at(-1)
  if (now === undefined) return []
  const threshold = Math.max(...past.map((one) => one.threshold))
  return past.slice(0, -1).flatMap(({ release }, i) => {
    const { low, high } = bounds[i] as Bounds
    const [least, most] = [now.low - high, now.high - low]
    const isSmall = (least >= 1 && most < threshold) || (most <= -1 && least > -threshold)
    return isSmall ? [release] : []
  })
}
