/**
 * Limits the bytes of records that are read and not yet stored, over all consumers of a process. All partitions share one budget. When
 * many partitions lag, each gets smaller batches (small ones share an insert: see `Loader`). When the budget is used up, reading
 * pauses. So memory use depends neither on the number of lagging partners nor on the size of records.
 */
import { Effect, type Scope } from "effect"

/** Bytes. */
const limit = 64 * 1024 * 1024

/** The budget is divided by at least this number, so that a partition that starts to lag finds room. */
const minimumShares = 4

/** What one consumer holds in memory. */
export interface MemoryUse {
  readonly bytes: number
  /** Number of partitions with records in memory. */
  readonly partitions: number
}

export interface MemoryBudget {
  /** Counts a consumer's use until the scope closes. */
  readonly register: (use: () => MemoryUse) => Effect.Effect<void, never, Scope.Scope>
  /** Returns the bytes that the next batch of a partition may take. */
  readonly share: () => number
  readonly isExhausted: () => boolean
}

export const makeMemoryBudget = (): MemoryBudget => {
  const consumers = new Set<() => MemoryUse>()
  const sum = (part: (use: MemoryUse) => number) => [...consumers].reduce((all, use) => all + part(use()), 0)
  return {
    register: (use) =>
      Effect.acquireRelease(
        Effect.sync(() => void consumers.add(use)),
        () => Effect.sync(() => consumers.delete(use))
      ),
    share: () =>
      limit /
      Math.max(
        minimumShares,
        sum(({ partitions }) => partitions)
      ),
    isExhausted: () => sum(({ bytes }) => bytes) > limit
  }
}
