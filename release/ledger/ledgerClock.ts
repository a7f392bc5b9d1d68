/** A clock that is behind the ledger: what it dates would be earlier than what was signed before. */
import { Clock, Context, Effect } from "effect"
import { lastEntry } from "../../ports/chain/ChainTable.ts"
import { EntrySigner } from "../../ports/chain/EntrySigner.ts"
import type { ChainEntry } from "../../ports/chain/HashChain.ts"

/** Whether entries may be dated before the newest one. An erasure does not wait until the clock is set. */
export const AnyClock = Context.Reference<boolean>("corridor/release/ledger/AnyClock", { defaultValue: () => false })

/** Milliseconds by which clocks of several machines may differ. */
export const clockSkew = 60_000

/** Returns a time to the second, also one that no calendar has. */
export const timeOf = (millis: number): string => {
  const time = new Date(millis)
  return Number.isNaN(time.getTime()) ? `${millis} ms after 1970` : `${time.toISOString().slice(0, 19)}Z`
}

/** Returns why nothing may be dated after `last` now, and what to do; undefined if the clock is not behind it. */
export const clockRefusalAfter = Effect.fn("ledgerClock.refusalAfter")(function* (
  last: Pick<ChainEntry, "seq" | "at"> | undefined
) {
  const now = yield* Clock.currentTimeMillis
  if (last === undefined || now >= last.at - clockSkew || (yield* AnyClock)) return undefined
  if ((yield* EntrySigner)?.clockConfirmed === last.seq) return undefined
  return `The clock of this machine says ${timeOf(now)}, but entry ${last.seq} of the ledger has a later date, ${timeOf(last.at)}. Set the clock and try again; nothing was signed. If the clock is right and was ahead when that entry was written, try again with CORRIDOR_CLOCK_CONFIRMED=${last.seq}.`
})

/** As `clockRefusalAfter`, for the newest entry of the ledger. */
export const clockRefusal = Effect.fn("ledgerClock.refusal")(function* () {
  return yield* clockRefusalAfter(yield* lastEntry("ledger"))
})
