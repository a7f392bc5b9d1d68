/** Rate limits in memory, by a monotonic time: after a correction of the clock, clients would be refused until the wrong time comes. */
import { Effect, Layer } from "effect"
import { RateLimiter } from "effect/persistence"
import { onSteadyTime } from "../../ports/steadyTime.ts"

const steady = Layer.effect(
  RateLimiter.RateLimiter,
  Effect.map(RateLimiter.RateLimiter, (limiter) =>
    RateLimiter.RateLimiter.of({ ...limiter, consume: (options) => onSteadyTime(limiter.consume(options)) })
  )
)

export const rateLimits = steady.pipe(Layer.provide(RateLimiter.layer), Layer.provide(RateLimiter.layerStoreMemory))
