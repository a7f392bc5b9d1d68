/** The limit of requests per client, for all pages and addresses together. */
import { hash, randomBytes } from "node:crypto"
import { Duration, Effect } from "effect"
import type { HttpServerRequest } from "effect/http"
import { RateLimiter } from "effect/persistence"

/** Requests of a client per minute. A reader of the explorer needs a few dozen. */
export const requestsPerMinute = 1_200

/** What a usual request costs. A file of a page costs a tenth of it, a picture that is drawn ten times as much. */
const usualCost = 10

const costOf = (url: string): number => {
  const path = url.split("?", 1)[0] as string
  if (/^\/(?:explorer|portal\/assets|notebooks)\//.test(path)) return usualCost / 10
  return path === "/preview.png" ? usualCost * 10 : usualCost
}

/** Returns undefined if the client may send the request, or the seconds after which it may. */
export type RequestLimit = (
  client: string,
  request: HttpServerRequest.HttpServerRequest
) => Effect.Effect<number | undefined>

/** Counters for all clients. Their number is bounded, because the limiter keeps each one; the salt makes collisions unpredictable. */
const counters = 2 ** 18

const counterNames = () => {
  const salt = randomBytes(16).toString("hex")
  return (client: string) => hash("sha256", `${salt} ${client}`, "buffer").readUInt32BE(0) % counters
}

/**
 * Returns the limit.
 *
 * `accountOf` returns the account whose session or token a request has. When a client exceeded its limit, its signed-in accounts continue,
 * each within the same limit of its own: a flood from an address does not lock out accounts that are signed in there.
 */
export const makeRequestLimit = Effect.fn("requestLimit.make")(function* (
  accountOf: (request: HttpServerRequest.HttpServerRequest) => Effect.Effect<string | undefined>
) {
  const limiter = yield* RateLimiter.RateLimiter
  const counterOf = counterNames()
  const limit = requestsPerMinute * usualCost
  const secondsToWait = (key: string, tokens: number) =>
    limiter.consume({ key, tokens, limit, window: "1 minute", algorithm: "fixed-window" }).pipe(
      Effect.as(undefined),
      Effect.catch(({ reason }) =>
        Effect.succeed(
          reason._tag === "RateLimitExceeded" ? Math.ceil(Duration.toSeconds(reason.retryAfter)) : undefined
        )
      )
    )
  const ofClient: RequestLimit = (client, request) =>
    Effect.gen(function* () {
      const cost = costOf(request.url)
      const seconds = yield* secondsToWait(`client:${counterOf(client)}`, cost)
      if (seconds === undefined) return undefined
      const account = yield* accountOf(request)
      return account === undefined ? seconds : yield* secondsToWait(`requests-of:${account}`, cost)
    })
  return ofClient
})
