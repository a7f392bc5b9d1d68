import { Effect } from "effect"

/**
 * For verbs that compute for long without a pause and hold nothing that must be put away: Ctrl-C and a request to end take effect at
 * once, as in a program that does not listen for them. What is half written stays beside its place under another name.
 */
export const endsAtOnce = Effect.sync(() => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.removeAllListeners(signal)
})
