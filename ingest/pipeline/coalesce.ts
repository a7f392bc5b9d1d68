import { Cause, Deferred, type Duration, Effect, Exit, identity, Semaphore } from "effect"

interface Group<A, B, E> {
  readonly items: Array<A>
  /** The exit of the group's run; undefined when its leader was interrupted, which must not end the other callers. */
  readonly done: Deferred.Deferred<Exit.Exit<B, E> | undefined>
}

/**
 * Combines concurrent calls into fewer runs of `run`. Items that arrive during a run are collected, and the next run handles all of them.
 * Each caller waits for the run that includes its item and gets its result. If the leader of a run is interrupted, the others run again.
 * `linger` is the time that a run waits for more items before it starts.
 *
 * Partitions that load in parallel write to the same tables at the same moments; one statement for all of them is cheaper.
 */
export const coalesce = <A, B, E, R>(
  run: (items: ReadonlyArray<A>) => Effect.Effect<B, E, R>,
  linger: Duration.Input = 0
): ((item: A) => Effect.Effect<B, E, R>) => {
  const turn = Semaphore.makeUnsafe(1)
  let open: Group<A, B, E> | undefined
  const close = (group: Group<A, B, E>) => {
    if (open === group) open = undefined
  }
  const lead = (group: Group<A, B, E>) =>
    Effect.suspend(() => {
      close(group)
      return run(group.items)
    }).pipe(
      linger === 0 ? identity : Effect.delay(linger),
      turn.withPermits(1),
      Effect.onExit((exit) =>
        Effect.suspend(() => {
          // The leader may have been interrupted while it waited for its turn.
          close(group)
          const isInterrupted = Exit.isFailure(exit) && Cause.hasInterrupts(exit.cause)
          return Deferred.succeed(group.done, isInterrupted ? undefined : exit)
        })
      )
    )
  const submit = (item: A): Effect.Effect<B, E, R> =>
    Effect.suspend(() => {
      const joined = open
      if (joined !== undefined) {
        joined.items.push(item)
        return Effect.flatMap(Deferred.await(joined.done), (exit) => exit ?? submit(item))
      }
      const own: Group<A, B, E> = { items: [item], done: Deferred.makeUnsafe() }
      open = own
      return lead(own)
    })
  return submit
}
