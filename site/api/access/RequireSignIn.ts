import { Effect, Layer } from "effect"
import { HttpServerRequest } from "effect/http"
import { HttpApiMiddleware } from "effect/http-api"
import type { RateLimiter } from "effect/persistence"
import type { Identity } from "../../../ports/identity/Identity.ts"
import { may, type Principal, type Scope } from "../../../ports/identity/Principal.ts"
import type { SessionCookies } from "../../../ports/identity/SessionCookies.ts"
import { CurrentPrincipal, principalOfRequest } from "../../../ports/identity/SignedIn.ts"
import { apiProblem, problems } from "../problems/ApiProblem.ts"
import { databaseDown } from "../problems/databaseDown.ts"

/** Refuses a request without a valid token or session, and provides the principal to the handlers. */
export class RequireSignIn extends HttpApiMiddleware.Service<RequireSignIn, { provides: CurrentPrincipal }>()(
  "corridor/site/api/RequireSignIn",
  { error: [problems.notSignedIn, problems.down] }
) {}

export const RequireSignInLayer: Layer.Layer<
  RequireSignIn,
  never,
  Identity | SessionCookies | RateLimiter.RateLimiter
> = Layer.effect(
  RequireSignIn,
  Effect.gen(function* () {
    const services = yield* Effect.context<Identity | SessionCookies | RateLimiter.RateLimiter>()
    return (httpEffect) =>
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        const principal = yield* Effect.provide(principalOfRequest(request), services).pipe(
          Effect.mapError(databaseDown)
        )
        if (principal === undefined) return yield* apiProblem("request-sign-in")
        return yield* Effect.provideService(httpEffect, CurrentPrincipal, principal)
      })
  })
)

/** Returns the principal, or fails if it lacks the scope. `role` is the role that has it. */
export const requireScope = Effect.fn("Api.requireScope")(function* (scope: Scope, role: Principal["role"]) {
  const principal = yield* CurrentPrincipal
  if (!may(principal, scope))
    return yield* apiProblem("request-not-allowed", `You need an account with the role ${role}.`)
  return principal
})
