/**
 * How many bytes of records the members of a process hold that are not stored yet. All partitions share one room. With many that are
 * behind at once each one's batches are smaller (small ones go to the store together anyway: see `Loader`), and where all of the room is
 * taken, reading waits: so the memory that a backlog takes does not depend on how many partners have one, or on how large records are.
 */
import { Effect, type Scope } from "effect"

/** Bytes. */
const room = 64 * 1024 * 1024

/** Fewer partitions leave room to each other, so that one more that comes finds some. */
const fewPartitions = 4

/** What one member holds. */
export interface Held {
  readonly bytes: number
  /** Partitions that it holds records of. */
  readonly partitions: number
}

export interface Holding {
  /** Counts a member in until the scope closes. */
  readonly enter: (held: () => Held) => Effect.Effect<void, never, Scope.Scope>
  /** Bytes that a partition's next batch may take. */
  readonly share: () => number
  readonly isFull: () => boolean
}

export const makeHolding = (): Holding => {
  const members = new Set<() => Held>()
  const sum = (of: (held: Held) => number) => [...members].reduce((all, held) => all + of(held()), 0)
  return {
    enter: (held) =>
      Effect.acquireRelease(
        Effect.sync(() => void members.add(held)),
        () => Effect.sync(() => members.delete(held))
      ),
    share: () =>
      room /
      Math.max(
        fewPartitions,
        sum(({ partitions }) => partitions)
      ),
    isFull: () => sum(({ bytes }) => bytes) > room
  }
}
