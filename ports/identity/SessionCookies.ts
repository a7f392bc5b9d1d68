/** Session cookies: HttpOnly, same-site, and Secure with TLS. */
import { Context, Layer } from "effect"
import type { Cookies } from "effect/http"

type Options = NonNullable<Cookies.Cookie["options"]>

export class SessionCookies extends Context.Service<
  SessionCookies,
  {
    readonly sessionName: string
    readonly session: Options
    /** The state until the browser returns from the provider, which is another site, hence `lax`. */
    readonly flowName: string
    readonly flow: Options
    /** The mark of a device that signed in before. */
    readonly deviceName: string
    readonly device: Options
    /** Opens the page of an account's requests again. */
    readonly requestsName: string
    readonly requests: Options
  }
>()("corridor/ports/identity/SessionCookies") {}

/** How long a browser can open the page of an account's requests again. */
export const requestsLifetime = "10 minutes"

/** With TLS, the name prefix forbids cookies that another host of the domain has set. */
export const sessionCookies = (tls: boolean): Layer.Layer<SessionCookies> => {
  const base = { httpOnly: true, secure: tls, path: "/" } as const
  const prefix = tls ? "__Host-" : ""
  return Layer.succeed(SessionCookies, {
    sessionName: `${prefix}corridor_session`,
    session: { ...base, sameSite: "strict" },
    flowName: `${prefix}corridor_flow`,
    flow: { ...base, sameSite: "lax", maxAge: "10 minutes" },
    deviceName: `${prefix}corridor_device`,
    device: { ...base, sameSite: "strict", maxAge: "180 days" },
    requestsName: `${prefix}corridor_requests`,
    requests: { ...base, sameSite: "strict", maxAge: requestsLifetime }
  })
}
