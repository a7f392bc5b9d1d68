/** Many small statements as few: partitions that are loaded side by side write to the same tables at the same moments. */
import { Deferred, Effect, Semaphore } from "effect"

interface Group<A, B, E> {
  readonly items: Array<A>
  readonly done: Deferred.Deferred<B, E>
}

/**
 * A function that does `act` for an item. While one run is under way, items that are given gather, and the next run does them
 * together; each waits for the run that its item is in, and ends as that does.
 */
export const together = <A, B, E, R>(
  act: (items: ReadonlyArray<A>) => Effect.Effect<B, E, R>
): ((item: A) => Effect.Effect<B, E, R>) => {
  const turn = Semaphore.makeUnsafe(1)
  let gathering: Group<A, B, E> | undefined
  const lead = (group: Group<A, B, E>) =>
    Effect.suspend(() => {
      if (gathering === group) gathering = undefined
      return act(group.items)
    }).pipe(
      turn.withPermits(1),
      Effect.onExit((exit) => Deferred.done(group.done, exit))
    )
  return (item) =>
    Effect.suspend(() => {
      const joined = gathering
      if (joined !== undefined) {
        joined.items.push(item)
        return Deferred.await(joined.done)
      }
      const own: Group<A, B, E> = { items: [item], done: Deferred.makeUnsafe() }
      gathering = own
      return lead(own)
    })
}
