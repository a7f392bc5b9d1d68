/** Signing in and out, and who is signed in. */
import { Effect, Option, Redacted } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { type Attempt, Identity, type OpenedSession, SignInRefused } from "../../../ports/identity/Identity.ts"
import { SessionCookies } from "../../../ports/identity/SessionCookies.ts"
import { csrfHeader, isFromElsewhere, notFound } from "../../../ports/identity/SignedIn.ts"
import type { Warehouse } from "../../../ports/Warehouse.ts"
import * as Partners from "../../partners/Partners.ts"
import { PortalApi, Unavailable } from "../api/PortalApi.ts"

const request = HttpServerRequest.HttpServerRequest

/** The session's cookie, where there is one. */
export const sessionCookie = Effect.fn("SessionHandlers.cookie")(function* () {
  const { sessionName } = yield* SessionCookies
  const value = (yield* request).cookies[sessionName]
  return value === undefined ? undefined : Redacted.make(value)
})

/** Where the attempt comes from, and which session it ends. */
export const attempt = Effect.fn("SessionHandlers.attempt")(function* () {
  const asked = yield* request
  return { from: Option.getOrElse(asked.remoteAddress, () => ""), earlier: yield* sessionCookie() } satisfies Attempt
})

/** Hands the new session's secret to the browser. */
export const giveCookie = Effect.fn("SessionHandlers.giveCookie")(function* (
  response: HttpServerResponse.HttpServerResponse,
  { secret }: OpenedSession
) {
  const { sessionName, session } = yield* SessionCookies
  return HttpServerResponse.setCookieUnsafe(response, sessionName, Redacted.value(secret), session)
})

export const SessionHandlers = HttpApiBuilder.group(
  PortalApi,
  "session",
  Effect.fn(function* (handlers) {
    const services = yield* Effect.context<Identity | SessionCookies | Warehouse>()
    const identity = yield* Identity
    const show = Effect.fn("Portal.session")(function* () {
      const cookie = yield* sessionCookie()
      const session = cookie === undefined ? undefined : yield* identity.bySession(cookie)
      const { ways } = identity
      if (session === undefined) return { account: null, role: null, partner: null, csrf: null, idleSeconds: 0, ways }
      const { account, role, partner: id } = session.principal
      const known =
        id === undefined
          ? undefined
          : (yield* Partners.list().pipe(
              Effect.mapError(() => new Unavailable({ message: "the store does not answer; try again later" }))
            )).find((one) => one.id === id)
      const partner =
        known === undefined ? null : { id: known.id, name: known.name, demonstration: Boolean(known.demonstration) }
      const idleSeconds = Math.max(0, Math.round((session.idleEnd - Date.now()) / 1000))
      return { account, role, partner, csrf: session.csrf, idleSeconds, ways }
    })
    return handlers.handleAll({
      show: () => show().pipe(Effect.provide(services)),
      signIn: Effect.fn("Portal.signIn")(function* ({ payload }) {
        if (isFromElsewhere(yield* request))
          return yield* new SignInRefused({ message: "sign in on the portal's own page" })
        const opened = yield* identity.signIn(payload.account, Redacted.make(payload.password), yield* attempt())
        return yield* giveCookie(HttpServerResponse.empty({ status: 204 }), opened)
      }, Effect.provide(services)),
      signOut: Effect.fn("Portal.signOut")(function* () {
        const cookie = yield* sessionCookie()
        const session = cookie === undefined ? undefined : yield* identity.bySession(cookie)
        if (cookie === undefined || session === undefined) return yield* notFound
        if ((yield* request).headers[csrfHeader] !== session.csrf) return yield* notFound
        yield* identity.signOut(cookie)
        const { sessionName, session: options } = yield* SessionCookies
        return HttpServerResponse.expireCookieUnsafe(
          HttpServerResponse.empty({ status: 204, headers: { "clear-site-data": '"storage"' } }),
          sessionName,
          options
        )
      }, Effect.provide(services))
    })
  })
)
