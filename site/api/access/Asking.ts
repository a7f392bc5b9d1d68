/** Lets a request through when somebody is signed in, by token or session, and tells the handlers who. */
import { Effect, Layer } from "effect"
import { HttpServerRequest } from "effect/http"
import { HttpApiMiddleware } from "effect/http-api"
import type { RateLimiter } from "effect/persistence"
import type { Identity } from "../../../ports/identity/Identity.ts"
import { may, type Principal, type Scope } from "../../../ports/identity/Principal.ts"
import type { SessionCookies } from "../../../ports/identity/SessionCookies.ts"
import { CurrentPrincipal, whoAsks } from "../../../ports/identity/SignedIn.ts"
import { apiProblem, problems } from "../problems/ApiProblem.ts"
import { storeIsDown } from "../problems/storeIsDown.ts"

export class Asking extends HttpApiMiddleware.Service<Asking, { provides: CurrentPrincipal }>()(
  "corridor/release/api/Asking",
  { error: [problems.notSignedIn, problems.down] }
) {}

export const AskingLayer: Layer.Layer<Asking, never, Identity | SessionCookies | RateLimiter.RateLimiter> =
  Layer.effect(
    Asking,
    Effect.gen(function* () {
      const services = yield* Effect.context<Identity | SessionCookies | RateLimiter.RateLimiter>()
      return (httpEffect) =>
        Effect.gen(function* () {
          const request = yield* HttpServerRequest.HttpServerRequest
          const principal = yield* Effect.provide(whoAsks(request), services).pipe(Effect.mapError(storeIsDown))
          if (principal === undefined) return yield* apiProblem("request-sign-in")
          return yield* Effect.provideService(httpEffect, CurrentPrincipal, principal)
        })
    })
  )

/** Refuses whoever lacks a scope. `role`: whom to ask the operator to be made. */
export const mustHave = Effect.fn("Api.mustHave")(function* (scope: Scope, role: Principal["role"]) {
  const principal = yield* CurrentPrincipal
  if (!may(principal, scope))
    return yield* apiProblem("request-not-allowed", `This is for accounts of the role ${role}.`)
  return principal
})
