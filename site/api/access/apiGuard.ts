/** What holds for every answer below `/v1`, and how much one client may ask. */
import { ByteSize, Cause, Duration, Effect, Option } from "effect"
import {
  HttpIncomingMessage,
  HttpRouter,
  HttpServerError,
  HttpServerRequest,
  HttpServerRespondable,
  HttpServerResponse
} from "effect/http"
import { RateLimiter } from "effect/persistence"
import { makeContentCoding } from "../formats/contentCoding.ts"
import { type ApiProblemCode, apiProblem } from "../problems/ApiProblem.ts"
import { allowedMethods } from "../problems/allowedMethods.ts"
import { isPersonal, openToPages, preflight } from "./crossOrigin.ts"

const headers = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff"
}

const mostBytes = 64 * 1024

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

const isApi = (url: string) => /^\/(?:v1(?:[/?]|$)|openapi\.json)/.test(url)

/** Whoever sends more says so before, or is cut off while reading. */
const isTooLarge = (request: HttpServerRequest.HttpServerRequest) =>
  Number(request.headers["content-length"] ?? 0) > mostBytes

/** Where no route fits: a method that the address does not know, or no address. */
const noRoute = (request: HttpServerRequest.HttpServerRequest) => {
  const methods = allowedMethods(new URL(request.url, "http://corridor").pathname)
  if (methods.length === 0) return refusal("request-not-found")
  return refusal("request-method-unknown", { allow: methods.join(", ") })
}

/** The framework's own refusals become problems too. */
const asProblem = (answer: HttpServerResponse.HttpServerResponse) => {
  const { status, body } = answer
  if (status < 400 || ("contentType" in body && body.contentType?.startsWith("application/problem+json"))) return answer
  if (status === 413) return refusal("request-too-large")
  if (status === 404) return refusal("request-not-found")
  return refusal(status < 500 ? "request-invalid" : "request-store-down")
}

export const apiGuard = HttpRouter.middleware(
  Effect.gen(function* () {
    const limiter = yield* RateLimiter.RateLimiter
    const encode = makeContentCoding()
    const wait = (from: string) =>
      limiter
        .consume({ key: `api:${from}`, limit: requestsAMinute, window: "1 minute", algorithm: "fixed-window" })
        .pipe(
          Effect.as(undefined),
          Effect.catch(({ reason }) =>
            Effect.succeed(reason._tag === "RateLimitExceeded" ? Duration.toSeconds(reason.retryAfter) : undefined)
          )
        )
    return (httpEffect) =>
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        if (!isApi(request.url)) return yield* httpEffect
        const own = isPersonal(request.url) ? headers : { ...headers, ...openToPages }
        const seconds = yield* wait(Option.getOrElse(request.remoteAddress, () => ""))
        if (seconds !== undefined)
          return HttpServerResponse.setHeaders(
            refusal("request-too-many", { "retry-after": `${Math.ceil(seconds)}` }),
            own
          )
        if (request.method === "OPTIONS" && !isPersonal(request.url)) return preflight()
        if (isTooLarge(request)) return HttpServerResponse.setHeaders(refusal("request-too-large"), own)
        const answer = yield* httpEffect.pipe(
          Effect.provideService(HttpIncomingMessage.MaxBodySize, ByteSize.bytes(mostBytes)),
          Effect.timeoutOrElse({
            duration: patienceOf(request.url),
            orElse: () => Effect.succeed(refusal("request-too-slow"))
          }),
          Effect.catchCause((cause) => {
            const error = Cause.squash(cause)
            if (!HttpServerError.isHttpServerError(error)) return Effect.failCause(cause)
            return error.reason._tag === "RouteNotFound"
              ? Effect.succeed(noRoute(request))
              : Effect.map(HttpServerRespondable.toResponse(error), asProblem)
          })
        )
        const kept = HttpServerResponse.setHeaders(asProblem(answer), own)
        return answer.headers["cache-control"] === undefined
          ? HttpServerResponse.setHeader(kept, "cache-control", "no-store")
          : yield* encode(kept, request.headers)
      })
  }),
  { global: true }
)
