/**
 * Reading what is new in the store since an earlier look, by the time at which rows were stored. The store's clock can be set back: later rows have
 * earlier times then, and the process must read everything once more.
 */
import { Clock, Effect } from "effect"

/** Seconds that allow for clock differences and for the duration of an insert. */
const grace = 600

/** The time of an observation, in seconds: by the store's clock, and by the monotonic clock of this process. */
export interface LookedAt {
  readonly store: number
  readonly steady: number
}

/** Returns the time of a look at which the store's clock showed `store`, in seconds since 1970. */
export const lookedAt = (store: number): Effect.Effect<LookedAt> =>
  Effect.map(Clock.monotonicTimeNanos, (nanos) => ({ store, steady: Number(nanos / 1_000_000_000n) }))

/** Returns the time since which rows are new after a look, in seconds since 1970, if the clock was not set. */
export const newSince = (before: LookedAt | undefined): number =>
  before === undefined ? 0 : Math.max(0, before.store - grace)

/** Returns whether the store's clock was set between two looks. */
export const clockWasSet = (before: LookedAt | undefined, now: LookedAt): boolean =>
  before !== undefined && Math.abs(now.store - before.store - (now.steady - before.steady)) > grace / 2
