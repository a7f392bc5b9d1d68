/** What holds for every answer below `/v1`, and how much one client may ask. */
import { ByteSize, Duration, Effect, Option } from "effect"
import { HttpIncomingMessage, HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { RateLimiter } from "effect/persistence"
import { type ApiProblemCode, apiProblem } from "../problems/ApiProblem.ts"

const headers = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff"
}

const mostBytes = ByteSize.kibibytes(64)

/** Requests of one address in a minute: an explorer's reader needs a few dozen. */
export const requestsAMinute = 1_200

/** A question to a vintage is protected and attacked before it is answered, which takes its time. */
const patienceOf = (url: string) => (/^\/v1\/(?:queries|requests)/.test(url) ? "2 minutes" : "15 seconds")

const refusal = (code: ApiProblemCode, more: Record<string, string> = {}) => {
  const { _tag, ...body } = apiProblem(code)
  return HttpServerResponse.jsonUnsafe(body, {
    status: body.status,
    contentType: "application/problem+json",
    headers: more
  })
}

const isApi = (url: string) => /^\/v1(?:[/?]|$)/.test(url)

export const apiGuard = HttpRouter.middleware(
  Effect.gen(function* () {
    const limiter = yield* RateLimiter.RateLimiter
    return (httpEffect) =>
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        if (!isApi(request.url)) return yield* httpEffect
        const from = Option.getOrElse(request.remoteAddress, () => "")
        const wait = yield* limiter
          .consume({ key: `api:${from}`, limit: requestsAMinute, window: "1 minute", algorithm: "fixed-window" })
          .pipe(
            Effect.as(undefined),
            Effect.catch(({ reason }) =>
              Effect.succeed(reason._tag === "RateLimitExceeded" ? Duration.toSeconds(reason.retryAfter) : undefined)
            )
          )
        if (wait !== undefined)
          return HttpServerResponse.setHeaders(
            refusal("request-too-many", { "retry-after": `${Math.ceil(wait)}` }),
            headers
          )
        const answer = yield* httpEffect.pipe(
          Effect.provideService(HttpIncomingMessage.MaxBodySize, mostBytes),
          Effect.timeoutOrElse({
            duration: patienceOf(request.url),
            orElse: () => Effect.succeed(refusal("request-too-slow"))
          })
        )
        const kept = HttpServerResponse.setHeaders(answer, headers)
        return answer.headers["cache-control"] === undefined
          ? HttpServerResponse.setHeader(kept, "cache-control", "no-store")
          : kept
      })
  }),
  { global: true }
)
