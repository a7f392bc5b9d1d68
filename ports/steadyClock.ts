/**
 * A clock that is wrong must not delete what cannot be had again: a machine that wakes a year ahead would end all that waits. What is deleted by age
 * is deleted by a process only after it has seen the clock run without a jump for a day. Until then an operator can set it right.
 */
import { Clock, Effect } from "effect"

const second = 1_000_000_000n

/** A correction that is larger is a jump: smaller ones happen to every clock. */
const jump = 600n * second

/** How long a clock must run without a jump. */
const settling = 86_400n * second

const words = (nanos: bigint): string => {
  const hours = Number((nanos < 0n ? -nanos : nanos) / (3_600n * second))
  return hours >= 48 ? `${Math.round(hours / 24)} days` : hours >= 1 ? `${hours} hours` : "some minutes"
}

/**
 * Returns an effect that says whether the clock has run without a jump for a day. Run it at least every few hours; it warns of each jump. `wasSeen`: an
 * earlier process saw this clock lately, so that it can be trusted from the start.
 */
export const makeSteadyClock = Effect.fnUntraced(function* (wasSeen = false) {
  const look = Effect.map(
    Effect.all([Clock.currentTimeMillis, Clock.monotonicTimeNanos]),
    // The second one cannot be set. Their difference changes only by a jump.
    ([wall, steady]) => ({ steady, difference: BigInt(wall) * 1_000_000n - steady })
  )
  let last = yield* look
  let since = wasSeen ? last.steady - settling : last.steady
  return Effect.gen(function* () {
    const now = yield* look
    const moved = now.difference - last.difference
    last = now
    if (moved > jump || moved < -jump) {
      since = now.steady
      yield* Effect.logWarning(
        `The clock of this machine jumped ${words(moved)} ${moved > 0n ? "ahead" : "back"}. For a day nothing is deleted because of its age. If the clock is wrong, set it right before.`
      )
    }
    return now.steady - since >= settling
  })
})
