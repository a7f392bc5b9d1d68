import { Duration, Effect } from "effect"
import { RateLimiter } from "effect/persistence"
import { IdentityUnavailable, TooMany } from "./Identity.ts"

/** Counts a request against the rate limit of a key. Fails if the limit is exceeded. */
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
            message: "Too many requests. Wait and try again.",
            retryAfterSeconds: Math.ceil(Duration.toSeconds(reason.retryAfter))
          })
        : new IdentityUnavailable({ message: "The rate limits are not available. Try again later." })
    )
  )
})
