import { Context, Effect, Schedule } from "effect"
import { measureWaiting } from "./Measures.ts"

const isRetryable = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "retryable" in error && error.retryable === true

const schedule = Schedule.min([Schedule.exponential("200 millis"), Schedule.spaced("5 seconds")])

/** Parts of which it was told that they do not answer. Partitions wait side by side for one part; that is told once. */
export const ToldSilent = Context.Reference<Set<string>>("corridor/ingest/pipeline/ToldSilent", {
  defaultValue: () => new Set()
})

/** As `patiently`, without words: where somebody else tells of the part. */
export const quietly = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  effect.pipe(Effect.retry({ while: isRetryable, schedule }))

/** As `quietly`, and the metrics and the health of this process show that something waits for the part. */
export const measuredly =
  (what: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      let waits = false
      const wait = (now: boolean) =>
        Effect.suspend(() => {
          if (waits === now) return Effect.void
          waits = now
          return measureWaiting(what, now)
        }).pipe(Effect.uninterruptible)
      return effect.pipe(
        Effect.tapError((error) => (isRetryable(error) ? wait(true) : Effect.void)),
        quietly,
        Effect.ensuring(wait(false))
      )
    })

/**
 * Waits for a part that does not answer: from 0.2 s to 5 s between tries, without end, with one line in the log when it
 * goes and one when it is back, however many wait for it. Errors that will not pass by themselves fail at once.
 */
export const patiently =
  (what: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.gen(function* () {
      const told = yield* ToldSilent
      return yield* effect.pipe(
        Effect.tapError((error) => {
          if (!isRetryable(error) || told.has(what)) return Effect.void
          told.add(what)
          return Effect.logWarning(`${what} does not answer: waiting for it`)
        }),
        measuredly(what),
        Effect.tap(() => (told.delete(what) ? Effect.logInfo(`${what} answers again`) : Effect.void))
      )
    })
