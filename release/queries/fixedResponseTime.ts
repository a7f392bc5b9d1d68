import { Clock, Duration, Effect } from "effect"

/** How long an answer takes is a multiple of this, so that it says nothing of the counts behind it. */
export const responseTimeStep = Duration.seconds(1)

/** Waits for the end of a slot, whatever came of the effect. A slot of no length does not wait: for tests. */
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
