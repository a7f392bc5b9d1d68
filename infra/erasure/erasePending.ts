/** **High risk.** Completes withdrawals that arrived as records or through the portal. */
import { DateTime, Effect } from "effect"
import { dropOldRounds } from "../../ingest/keys/ErasePersons.ts"
import { eraseWithdrawn } from "../../ingest/keys/EraseWithdrawn.ts"
import { logErasure, pendingErasures, WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { withdrawWaiting } from "../../ingest/pipeline/WithdrawCase.ts"
import { sayUnfinished } from "../process/sayUnfinished.ts"
import type { Erasure, ErasureSteps } from "./EraseCase.ts"
import { eraseMessages } from "./eraseMessages.ts"
import { renewReceipts } from "./issueReceipt.ts"
import { listRemains } from "./listRemains.ts"
import { recutVintages } from "./recutVintages.ts"

interface PendingErased extends Pick<Erasure, "vintages" | "newVintage" | "deletedMessages" | "remains"> {
  /** Number of withdrawals that were completed. */
  readonly completed: number
}

/**
 * Completes every withdrawal of the log that is not complete: those that arrived as records or through the portal, whose case number only the partner
 * knows. Their rows are erased already; vintages, messages and replaced parts remain.
 */
export const erasePending = Effect.fn("erasePending")(function* <E, R>(input: ErasureSteps<E, R>) {
  yield* dropOldRounds()
  const complete = Effect.gen(function* () {
    const log = yield* WithdrawalLog
    // First, because the log may learn from what is found that an erasure is not complete.
    for (const partner of new Set((yield* log.all).entries.map((entry) => entry.partner))) {
      // Without its key nobody can read what waits.
      yield* Effect.catchTag(withdrawWaiting(partner), "KeyStoreError", ({ message }) => Effect.logWarning(message))
      yield* eraseWithdrawn(partner)
    }
    const { entries } = yield* log.all
    const pending = pendingErasures(entries)
    const partners = [...new Set(pending.map(({ partner }) => partner))].sort()
    if (pending.length > 0) yield* input.rebuild
    const at = DateTime.formatIso(yield* DateTime.now)
    const spans = pending.flatMap(({ span }) => (span === undefined ? [] : [{ ...span, until: span.until ?? at }]))
    const { newVintage, vintages } = yield* recutVintages(spans)
    const messages = input.hasLog
      ? yield* Effect.forEach(partners, (partner) => eraseMessages(partner, input.deletesMessages))
      : []
    const persons = pending.flatMap((one) => one.persons)
    const ends = yield* Effect.forEach(pending, ({ partner, persons: own, span }) =>
      logErasure({ partner, at: span?.until ?? at, persons: own }, entries.length)
    )
    yield* Effect.forEach(pending, (one) => renewReceipts(one.partner, one.persons), { discard: true })
    const completed = ends.filter((isComplete) => isComplete).length
    const since = spans.map((span) => span.since).sort()[0]
    return {
      completed,
      vintages,
      newVintage,
      deletedMessages: messages.reduce((sum, { deleted }) => sum + deleted, 0),
      remains: [
        ...messages.flatMap(({ remains }) => remains),
        ...(yield* listRemains(input, {
          partners,
          persons,
          since,
          until: at,
          isComplete: completed === pending.length
        }))
      ]
    } satisfies PendingErased
  })
  return yield* complete.pipe(sayUnfinished("Withdrawals are not complete. Run the same 'erase' again."))
})
