import { Effect } from "effect"

let interrupted = false

/** For commands that run until they are stopped: Ctrl-C or SIGTERM then ends the process with exit code 0. */
export const exitZeroOnInterrupt = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.onInterrupt(effect, () => Effect.sync(() => (interrupted = true)))

/** Returns true if a command that runs until it is stopped was stopped. */
export const isCleanInterrupt = (): boolean => interrupted
