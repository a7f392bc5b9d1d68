/**
 * A batch between its boundaries and its commit. At most two batches of a partition are in flight.
 *
 * The next batch starts when the rows of this one are stored, while this one is still recorded in the ledger and committed. The next
 * one is recorded and committed afterwards, and only if this one was. Behind a large batch the next one waits for the commit: large
 * batches keep the processors busy, and loading more of them in parallel only takes memory.
 */
import { Deferred, Effect } from "effect"
import type { LogBatch } from "../../ports/LogBatch.ts"

export interface InFlightBatch {
  /** Completes when the rows are in the store, or when the batch has ended. */
  readonly stored: Deferred.Deferred<void>
  /** Completes when the batch has ended, with true if it was committed. */
  readonly ended: Deferred.Deferred<boolean>
  readonly isLarge: boolean
  /** Bytes of memory that the records take. */
  readonly bytes: number
  previous: InFlightBatch | undefined
}

/** A batch with this many records is large. A fetch of one partition returns about 8,000. */
const largeBatch = 8_192

/** Returns whether a batch with this many records is large. */
export const isLarge = (records: number): boolean => records >= largeBatch

/** Returns a batch that begins to load behind `previous`, the batch before it in its partition. */
export const makeInFlightBatch = (
  previous: InFlightBatch | undefined,
  { count, heldBytes }: LogBatch
): InFlightBatch => ({
  stored: Deferred.makeUnsafe(),
  ended: Deferred.makeUnsafe(),
  isLarge: isLarge(count),
  bytes: heldBytes,
  previous
})

/** Waits until the previous batch has ended. Returns whether this one may be committed. */
export const mayCommit = (batch: InFlightBatch): Effect.Effect<boolean> =>
  Effect.suspend(() => (batch.previous === undefined ? Effect.succeed(true) : Deferred.await(batch.previous.ended)))

/** Marks the batch as ended. */
export const end = (batch: InFlightBatch, isCommitted: boolean): Effect.Effect<void> =>
  Effect.sync(() => {
    batch.previous = undefined
    Deferred.doneUnsafe(batch.stored, Effect.void)
    Deferred.doneUnsafe(batch.ended, Effect.succeed(isCommitted))
  })

/** Waits until the next batch may start. Returns false when no batch may follow, because this one or its predecessor failed. */
export const awaitTurnAfter = (batch: InFlightBatch): Effect.Effect<boolean> =>
  Effect.gen(function* () {
    if (batch.isLarge) return yield* Deferred.await(batch.ended)
    yield* Deferred.await(batch.stored)
    if (!(yield* mayCommit(batch))) return false
    return (yield* Deferred.isDone(batch.ended)) ? yield* Deferred.await(batch.ended) : true
  })
