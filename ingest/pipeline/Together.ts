/** Many small statements as few: partitions that are loaded side by side write to the same tables at the same moments. */
import { Cause, Deferred, type Duration, Effect, Exit, identity, Semaphore } from "effect"

interface Group<A, B, E> {
  readonly items: Array<A>
  /** How its run ended; undefined when whoever ran it was interrupted, which is nothing that the others ended for. */
  readonly done: Deferred.Deferred<Exit.Exit<B, E> | undefined>
}

/**
 * A function that does `act` for an item. While one run is under way, items that are given gather, and the next run does them
 * together; each waits for the run that its item is in, and ends as that does. Where the one who runs is interrupted, the others run again.
 * `linger`: how long a run waits for more items before it begins.
 */
export const together = <A, B, E, R>(
  act: (items: ReadonlyArray<A>) => Effect.Effect<B, E, R>,
  linger: Duration.Input = 0
): ((item: A) => Effect.Effect<B, E, R>) => {
  const turn = Semaphore.makeUnsafe(1)
  let gathering: Group<A, B, E> | undefined
  const close = (group: Group<A, B, E>) => {
    if (gathering === group) gathering = undefined
  }
  const lead = (group: Group<A, B, E>) =>
    Effect.suspend(() => {
      close(group)
      return act(group.items)
    }).pipe(
      linger === 0 ? identity : Effect.delay(linger),
      turn.withPermits(1),
      Effect.onExit((exit) =>
        Effect.suspend(() => {
          // It may have been interrupted while it waited for its turn.
          close(group)
          const isInterrupted = Exit.isFailure(exit) && Cause.hasInterrupts(exit.cause)
          return Deferred.succeed(group.done, isInterrupted ? undefined : exit)
        })
      )
    )
  const ask = (item: A): Effect.Effect<B, E, R> =>
    Effect.suspend(() => {
      const joined = gathering
      if (joined !== undefined) {
        joined.items.push(item)
        return Effect.flatMap(Deferred.await(joined.done), (exit) => exit ?? ask(item))
      }
      const own: Group<A, B, E> = { items: [item], done: Deferred.makeUnsafe() }
      gathering = own
      return lead(own)
    })
  return ask
}
