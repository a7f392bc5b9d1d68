import { Duration, Effect, Exit } from "effect"

/** Returns an effect that computes its value once. Unlike `Effect.cached`, it keeps no failure: the next use tries again. */
export const cachedSuccess = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<Effect.Effect<A, E, R>> =>
  Effect.cachedWithTTL(effect, (exit: Exit.Exit<A, E>) => (Exit.isSuccess(exit) ? Duration.infinity : Duration.zero))
