import { Effect, Option, Redacted } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { type Attempt, Identity, type OpenedSession, SignInRefused } from "../../../ports/identity/Identity.ts"
import { SessionCookies } from "../../../ports/identity/SessionCookies.ts"
import { csrfHeader, isCrossSite, notFound } from "../../../ports/identity/SignedIn.ts"
import type { Warehouse } from "../../../ports/Warehouse.ts"
import * as Partners from "../../partners/Partners.ts"
import { PortalApi } from "../api/PortalApi.ts"
import { unavailable } from "./unavailable.ts"

const request = HttpServerRequest.HttpServerRequest

/** Returns the secret of the session's cookie, if there is one. */
const sessionCookie = Effect.fn("SessionHandlers.cookie")(function* () {
  const { sessionName } = yield* SessionCookies
  const value = (yield* request).cookies[sessionName]
  return value === undefined ? undefined : Redacted.make(value)
})

/** Returns the client and the device of a sign-in attempt, and the session that it ends. */
export const attempt = Effect.fn("SessionHandlers.attempt")(function* () {
  const { remoteAddress, cookies } = yield* request
  const { deviceName } = yield* SessionCookies
  const mark = cookies[deviceName]
  return {
    from: Option.getOrElse(remoteAddress, () => ""),
    device: mark === undefined ? undefined : Redacted.make(mark),
    earlier: yield* sessionCookie()
  } satisfies Attempt
})

/** Sets the cookie of the session, and that of a device that signed in for the first time. */
export const setSessionCookie = Effect.fn("SessionHandlers.setSessionCookie")(function* (
  response: HttpServerResponse.HttpServerResponse,
  { secret, device: mark }: OpenedSession
) {
  const { sessionName, session, deviceName, device } = yield* SessionCookies
  const signedIn = HttpServerResponse.setCookieUnsafe(response, sessionName, Redacted.value(secret), session)
  return mark === undefined
    ? signedIn
    : HttpServerResponse.setCookieUnsafe(signedIn, deviceName, Redacted.value(mark), device)
})

/** Sign-in, sign-out and the current session. */
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
      if (session === undefined)
        return { account: null, role: null, may: [], partner: null, csrf: null, idleSeconds: 0, ways }
      const { account, role, partner: id, partnerRoles: may = [] } = session.principal
      const entry =
        id === undefined
          ? undefined
          : (yield* Partners.list().pipe(Effect.mapError(unavailable))).find((one) => one.id === id)
      const partner =
        entry === undefined
          ? null
          : {
              id: entry.id,
              name: entry.name,
              demonstration: Boolean(entry.demonstration),
              keyCheck: entry.keyCheck === "" ? null : entry.keyCheck
            }
      const idleSeconds = Math.max(0, Math.round((session.idleEnd - Date.now()) / 1000))
      return { account, role, may, partner, csrf: session.csrf, idleSeconds, ways }
    })
    return handlers.handleAll({
      show: () => show().pipe(Effect.provide(services)),
      signIn: Effect.fn("Portal.signIn")(function* ({ payload }) {
        if (isCrossSite(yield* request))
          return yield* new SignInRefused({ message: "Sign in on the portal's own page." })
        const opened = yield* identity.signIn(payload.account, Redacted.make(payload.password), yield* attempt())
        return yield* setSessionCookie(HttpServerResponse.empty({ status: 204 }), opened)
      }, Effect.provide(services)),
      signOut: Effect.fn("Portal.signOut")(function* () {
        const cookie = yield* sessionCookie()
        const session = cookie === undefined ? undefined : yield* identity.bySession(cookie)
        if (cookie === undefined || session === undefined) return yield* notFound
        if ((yield* request).headers[csrfHeader] !== session.csrf || isCrossSite(yield* request)) return yield* notFound
        yield* identity.signOut(cookie)
        const { sessionName, session: options } = yield* SessionCookies
        // The device's storage stays: it has the encrypted queue of records that were not sent yet, and nothing else.
        return HttpServerResponse.expireCookieUnsafe(HttpServerResponse.empty({ status: 204 }), sessionName, options)
      }, Effect.provide(services))
    })
  })
)
