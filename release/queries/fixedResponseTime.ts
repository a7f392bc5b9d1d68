import { Clock, Duration, Effect } from "effect"

/** Response times are multiples of this, so that they disclose nothing about the counts. */
export const responseTimeStep = Duration.seconds(1)

/** Delays the end of an effect, successful or not, to the next multiple of `step`. A step of zero does not wait; for tests. */
export const fixedResponseTime =
  (slot: Duration.Duration) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.gen(function* () {
      const start = yield* Clock.currentTimeMillis
      const wait = Effect.gen(function* () {
        const length = Duration.toMillis(slot)
        if (length === 0) return
        const took = (yield* Clock.currentTimeMillis) - start
        yield* Effect.sleep(Duration.millis(length - (took % length)))
      })
      return yield* Effect.onExit(effect, () => wait)
    })
