/**
 * The batches of each partner that this process is loading. A record that was sent to two partitions can be in two batches at once.
 * The later batch waits until the earlier one is done, and then finds the record in the store.
 */
import { Deferred, Effect } from "effect"

export interface InFlightTicket {
  /** Waits for earlier batches of the partner that contain a record which this batch looks up. */
  readonly awaitEarlier: Effect.Effect<void>
  readonly leave: Effect.Effect<void>
}

/** The records of a batch, identified by the first 32 bits of their ids. A chance match costs a wait and nothing else. */
export interface BatchIds {
  /** The records that must be looked up in the store. */
  readonly lookups: ReadonlySet<number>
  readonly containsAny: (ids: ReadonlySet<number>) => boolean
}

export interface InFlightBatches {
  /**
   * Adds a batch behind those in flight. Call it in the same synchronous turn in which the batch's records were added to the revision
   * filter: then, of two batches with the same record, only the later one looks it up and waits.
   */
  readonly enter: (partner: string, batch: BatchIds) => InFlightTicket
}

export const makeInFlightBatches = (): InFlightBatches => {
  const batches = new Map<string, Map<Deferred.Deferred<void>, BatchIds>>()
  return {
    enter: (partner, batch) => {
      const others = batches.get(partner) ?? new Map<Deferred.Deferred<void>, BatchIds>()
      batches.set(partner, others)
      const earlier =
        batch.lookups.size === 0
          ? []
          : [...others].flatMap(([done, { containsAny }]) => (containsAny(batch.lookups) ? [done] : []))
      const done = Deferred.makeUnsafe<void>()
      others.set(done, batch)
      return {
        awaitEarlier: Effect.forEach(earlier, Deferred.await, { discard: true }),
        leave: Effect.suspend(() => {
          others.delete(done)
          return Effect.asVoid(Deferred.succeed(done, undefined))
        })
      }
    }
  }
}
