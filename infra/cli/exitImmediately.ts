import { Effect } from "effect"

/**
 * Makes SIGINT and SIGTERM end the process without waiting. For commands that compute for a long time without yielding and hold
 * nothing that must be released. Output files are written under a temporary name first, so none is left half written.
 */
export const exitImmediately = Effect.sync(() => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.removeAllListeners(signal)
})
