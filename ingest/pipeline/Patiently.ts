import { Effect, Schedule } from "effect"

const isRetryable = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "retryable" in error && error.retryable === true

/**
 * Waits for a part that does not answer: from 0.2 s to 5 s between tries, without end, with one line in the log when it
 * goes and one when it is back. Errors that will not pass by themselves fail at once.
 */
export const patiently =
  (what: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
    let told = false
    return effect.pipe(
      Effect.tapError((error) => {
        if (!isRetryable(error) || told) return Effect.void
        told = true
        return Effect.logWarning(`${what} does not answer: waiting for it`)
      }),
      Effect.retry({
        while: isRetryable,
        schedule: Schedule.min([Schedule.exponential("200 millis"), Schedule.spaced("5 seconds")])
      }),
      Effect.tap(() => (told ? Effect.logInfo(`${what} answers again`) : Effect.void))
    )
  }
