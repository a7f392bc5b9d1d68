/**
 * Which batches of a partner this process is loading. A record that was sent to two partitions can be in two batches at once: the one
 * that comes later waits until the earlier one is done, and then finds the record in the store.
 */
import { Deferred, Effect } from "effect"

export interface Ticket {
  /** Waits for the batches of the partner that had entered before. */
  readonly earlier: Effect.Effect<void>
  readonly leave: Effect.Effect<void>
}

export interface UnderWay {
  /**
   * Enters a batch behind those that are under way. A plain function, to be called in the very turn in which the batch's records were
   * put into the filter: so of two batches with one record only the later one can be told of it, and only that one waits.
   */
  readonly enter: (partner: string) => Ticket
}

export const makeUnderWay = (): UnderWay => {
  const batches = new Map<string, Set<Deferred.Deferred<void>>>()
  return {
    enter: (partner) => {
      const others = batches.get(partner) ?? new Set()
      batches.set(partner, others)
      const before = [...others]
      const done = Deferred.makeUnsafe<void>()
      others.add(done)
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
