/**
 * Which batches of a partner this process is loading. A record that was sent to two partitions can be in two batches at once: the one
 * that comes later waits until the earlier one is done, and then finds the record in the store.
 */
import { Deferred, Effect } from "effect"

export interface Ticket {
  /** Waits for those batches of the partner that had entered before and hold a record which this one asks the store for. */
  readonly earlier: Effect.Effect<void>
  readonly leave: Effect.Effect<void>
}

/** A batch, by the first words of its records' ids: what two records have in common by chance costs a wait and nothing else. */
export interface Entering {
  /** Of the records that the store is asked for. */
  readonly asked: ReadonlySet<number>
  /** Whether the batch holds a record of which `words` has the first word. */
  readonly holds: (words: ReadonlySet<number>) => boolean
}

export interface UnderWay {
  /**
   * Enters a batch behind those that are under way. A plain function, to be called in the very turn in which the batch's records were
   * put into the filter: so of two batches with one record only the later one can be told of it, and only that one waits.
   */
  readonly enter: (partner: string, batch: Entering) => Ticket
}

export const makeUnderWay = (): UnderWay => {
  const batches = new Map<string, Map<Deferred.Deferred<void>, Entering>>()
  return {
    enter: (partner, batch) => {
      const others = batches.get(partner) ?? new Map<Deferred.Deferred<void>, Entering>()
      batches.set(partner, others)
      const before =
        batch.asked.size === 0 ? [] : [...others].flatMap(([done, { holds }]) => (holds(batch.asked) ? [done] : []))
      const done = Deferred.makeUnsafe<void>()
      others.set(done, batch)
      return {
        earlier: Effect.forEach(before, Deferred.await, { discard: true }),
        leave: Effect.suspend(() => {
          others.delete(done)
          return Effect.asVoid(Deferred.succeed(done, undefined))
        })
      }
    }
  }
}
