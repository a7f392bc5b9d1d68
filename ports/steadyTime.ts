/** Time for what a process remembers and waits for. Nobody can set it, so a correction of the machine's clock neither ends nor prolongs anything. */
import { Clock, Effect } from "effect"

/** Milliseconds since a moment that means nothing: compare them only with each other, in one process. */
export const steadyMillis = Effect.map(Clock.monotonicTimeNanos, (nanos) => Number(nanos / 1_000_000n))

/** Runs the effect with a clock whose time is `steadyMillis`, for libraries that ask for the time of day. */
export const onSteadyTime = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.clockWith((clock) => {
    const nanos = () => clock.monotonicTimeNanosUnsafe()
    const millis = () => Number(nanos() / 1_000_000n)
    return Effect.provideService(effect, Clock.Clock, {
      currentTimeMillisUnsafe: millis,
      currentTimeMillis: Effect.sync(millis),
      currentTimeNanosUnsafe: nanos,
      currentTimeNanos: clock.monotonicTimeNanos,
      monotonicTimeNanosUnsafe: nanos,
      monotonicTimeNanos: clock.monotonicTimeNanos,
      sleep: (duration) => clock.sleep(duration)
    })
  })
