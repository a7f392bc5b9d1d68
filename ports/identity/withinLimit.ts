import { Duration, Effect } from "effect"
import { RateLimiter } from "effect/persistence"
import { IdentityUnavailable, TooMany } from "./Identity.ts"

/** Takes one from what a key may have in a window; fails when there is none left. */
export const withinLimit = Effect.fn("withinLimit")(function* (
  key: string,
  limit: number,
  window: "1 minute" | "15 minutes"
) {
  const limiter = yield* RateLimiter.RateLimiter
  yield* limiter.consume({ key, limit, window, algorithm: "fixed-window" }).pipe(
    Effect.mapError(({ reason }) =>
      reason._tag === "RateLimitExceeded"
        ? new TooMany({
            message: "too much was asked in too short a time; wait and try again",
            retryAfterSeconds: Math.ceil(Duration.toSeconds(reason.retryAfter))
          })
        : new IdentityUnavailable({ message: "limits cannot be looked up; try again later" })
    )
  )
})
