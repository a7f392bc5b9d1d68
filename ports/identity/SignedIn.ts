/**
 * Requires a session cookie or a token for a request of an HTTP API, and provides the principal to the handlers.
 *
 * A missing, expired, changed or foreign credential gets the same response as a missing resource, so that it does not reveal what exists.
 */
import { Context, Duration, Effect, Layer, Redacted, Schema } from "effect"
import { HttpServerRequest } from "effect/http"
import { HttpApiMiddleware } from "effect/http-api"
import { RateLimiter } from "effect/persistence"
import { Identity, IdentityUnavailable, type Secret, TooMany } from "./Identity.ts"
import type { Principal } from "./Principal.ts"
import { SessionCookies } from "./SessionCookies.ts"
import { type TokenSigning, tokenSigning } from "./tokenSigning.ts"

/** Counts a request against the rate limit of a key. Fails if the limit is exceeded. */
const withinLimit = Effect.fn("withinLimit")(function* (key: string, limit: number, window: "1 minute" | "15 minutes") {
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

/** The resource does not exist, or the principal may not see it; the response is the same. */
export class NotFound extends Schema.TaggedError<NotFound>()(
  "NotFound",
  { message: Schema.String },
  { httpApiStatus: 404 }
) {}

export const notFound = new NotFound({ message: "Not found, or it belongs to another account." })

/** A principal, with the signing key of its token; a session has none. */
export interface SignedInPrincipal extends Principal {
  readonly signing?: TokenSigning | undefined
}

/** The account that makes the request, and how it signed in. */
export class CurrentPrincipal extends Context.Service<CurrentPrincipal, SignedInPrincipal>()(
  "corridor/ports/identity/CurrentPrincipal"
) {}

export class SignedIn extends HttpApiMiddleware.Service<SignedIn, { provides: CurrentPrincipal }>()(
  "corridor/ports/identity/SignedIn",
  { error: [NotFound, TooMany, IdentityUnavailable] }
) {}

/** The header with a session's CSRF token. */
export const csrfHeader = "x-corridor-csrf"

/** Maximum number of requests of an account per minute. */
const limit = 600

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"])

/** Returns whether two of `https://host:port` and `host:port` name the same host and port. */
const isSameHost = (origin: string, host: string | undefined): boolean => {
  const from = URL.parse(origin)
  return from !== null && from.host !== "" && from.host === URL.parse(`${from.protocol}//${host}`)?.host
}

/**
 * Returns whether another site caused the request, by the browser's headers. Over HTTP without TLS, and in older browsers, there is `Origin` alone;
 * programs send neither.
 */
export const isCrossSite = ({ headers }: Pick<HttpServerRequest.HttpServerRequest, "headers">): boolean => {
  const origin = headers["origin"]
  const isOwn = origin === undefined || isSameHost(origin, headers["host"])
  return !isOwn || !["same-origin", "none", undefined].includes(headers["sec-fetch-site"])
}

const bearer = /^Bearer ([A-Za-z0-9._-]{20,200})$/

/** Returns the principal of a token; undefined if the token is not valid. */
export const principalOfToken = Effect.fn("SignedIn.principalOfToken")(function* (
  token: Secret
): Effect.fn.Return<SignedInPrincipal | undefined, IdentityUnavailable, Identity> {
  const principal = yield* (yield* Identity).byToken(token)
  return principal === undefined ? undefined : { ...principal, signing: tokenSigning(token) }
})

/** Returns the token of a request; undefined if it has none. */
export const bearerToken = (request: HttpServerRequest.HttpServerRequest): Secret | undefined => {
  const token = bearer.exec(request.headers["authorization"] ?? "")?.[1]
  return token === undefined ? undefined : Redacted.make(token)
}

/**
 * Returns the principal of a request, by its token or session; undefined if the request changes something and comes from another site or
 * without the session's CSRF token.
 */
export const principalOfRequest = Effect.fn("SignedIn.who")(function* (
  request: HttpServerRequest.HttpServerRequest
): Effect.fn.Return<SignedInPrincipal | undefined, IdentityUnavailable, Identity | SessionCookies> {
  const identity = yield* Identity
  const cookies = yield* SessionCookies
  if (request.headers["authorization"] !== undefined) {
    const token = bearerToken(request)
    return token === undefined ? undefined : yield* principalOfToken(token)
  }
  const cookie = request.cookies[cookies.sessionName]
  const session = cookie === undefined ? undefined : yield* identity.bySession(Redacted.make(cookie))
  if (session === undefined) return undefined
  if (safeMethods.has(request.method)) return session.principal
  const isOurs = request.headers[csrfHeader] === session.csrf && !isCrossSite(request)
  return isOurs ? session.principal : undefined
})

export const SignedInLayer: Layer.Layer<SignedIn, never, Identity | SessionCookies | RateLimiter.RateLimiter> =
  Layer.effect(
    SignedIn,
    Effect.gen(function* () {
      const services = yield* Effect.context<Identity | SessionCookies | RateLimiter.RateLimiter>()
      return (httpEffect) =>
        Effect.gen(function* () {
          const request = yield* HttpServerRequest.HttpServerRequest
          const principal = yield* Effect.provide(principalOfRequest(request), services)
          if (principal === undefined) return yield* notFound
          yield* Effect.provide(withinLimit(`account:${principal.account}`, limit, "1 minute"), services)
          return yield* Effect.provideService(httpEffect, CurrentPrincipal, principal)
        })
    })
  )
