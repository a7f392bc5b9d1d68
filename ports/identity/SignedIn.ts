/**
 * Lets a request of an HTTP API through when it comes with a session's cookie or with a token, and tells the handlers whose it is.
 *
 * Without one, with an expired one, a changed one, one of another: the same answer as for a thing that is not there, so that
 * nobody learns what there is.
 */
import { Context, Effect, Layer, Redacted, Schema } from "effect"
import { HttpServerRequest } from "effect/http"
import { HttpApiMiddleware } from "effect/http-api"
import type { RateLimiter } from "effect/persistence"
import { Identity, IdentityUnavailable, TooMany } from "./Identity.ts"
import type { Principal } from "./Principal.ts"
import { SessionCookies } from "./SessionCookies.ts"
import { withinLimit } from "./withinLimit.ts"

/** There is no such thing, or not for whoever asks: the two cannot be told apart. */
export class NotFound extends Schema.TaggedError<NotFound>()(
  "NotFound",
  { message: Schema.String },
  { httpApiStatus: 404 }
) {}

export const notFound = new NotFound({ message: "there is no such thing here, or it is not yours" })

export class CurrentPrincipal extends Context.Service<CurrentPrincipal, Principal>()(
  "corridor/ports/identity/CurrentPrincipal"
) {}

export class SignedIn extends HttpApiMiddleware.Service<SignedIn, { provides: CurrentPrincipal }>()(
  "corridor/ports/identity/SignedIn",
  { error: [NotFound, TooMany, IdentityUnavailable] }
) {}

/** Header that carries a session's `csrf`. */
export const csrfHeader = "x-corridor-csrf"

/** Requests of one account in a minute. */
const limit = 600

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"])

/** A browser says whether another site made it ask. */
export const isFromElsewhere = (request: HttpServerRequest.HttpServerRequest) =>
  !["same-origin", "none", undefined].includes(request.headers["sec-fetch-site"])

const bearer = /^Bearer ([A-Za-z0-9._-]{20,200})$/

/**
 * Whose request it is, by its token or its session; nobody's where a request that changes something comes from another site or without
 * the session's `csrf`.
 */
export const whoAsks = Effect.fn("SignedIn.who")(function* (request: HttpServerRequest.HttpServerRequest) {
  const identity = yield* Identity
  const cookies = yield* SessionCookies
  const header = request.headers["authorization"]
  if (header !== undefined) {
    const token = bearer.exec(header)?.[1]
    return token === undefined ? undefined : yield* identity.byToken(Redacted.make(token))
  }
  const cookie = request.cookies[cookies.sessionName]
  const session = cookie === undefined ? undefined : yield* identity.bySession(Redacted.make(cookie))
  if (session === undefined) return undefined
  if (safeMethods.has(request.method)) return session.principal
  const isOurs = request.headers[csrfHeader] === session.csrf && !isFromElsewhere(request)
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
          const principal = yield* Effect.provide(whoAsks(request), services)
          if (principal === undefined) return yield* notFound
          yield* Effect.provide(withinLimit(`account:${principal.account}`, limit, "1 minute"), services)
          return yield* Effect.provideService(httpEffect, CurrentPrincipal, principal)
        })
    })
  )
