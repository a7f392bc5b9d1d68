import { Duration, Effect, Exit } from "effect"

/** Returns an effect that computes its value once. A failure is not kept, as `Effect.cached` does: the next use tries again. */
export const cachedSuccess = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<Effect.Effect<A, E, R>> =>
  Effect.cachedWithTTL(effect, (exit: Exit.Exit<A, E>) => (Exit.isSuccess(exit) ? Duration.infinity : Duration.zero))
