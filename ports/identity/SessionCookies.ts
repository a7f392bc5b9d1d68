/** The cookies of sessions: not for scripts, for this site alone, and over TLS only where there is TLS. */
import { Context, Layer } from "effect"
import type { Cookies } from "effect/http"

type Options = NonNullable<Cookies.Cookie["options"]>

export class SessionCookies extends Context.Service<
  SessionCookies,
  {
    readonly sessionName: string
    readonly session: Options
    /** Holds what is needed until the browser is back from the provider, which is another site: hence `lax`. */
    readonly flowName: string
    readonly flow: Options
  }
>()("corridor/ports/identity/SessionCookies") {}

/** With TLS the names forbid a cookie that another host of the domain set. */
export const sessionCookies = (tls: boolean): Layer.Layer<SessionCookies> => {
  const base = { httpOnly: true, secure: tls, path: "/" } as const
  const prefix = tls ? "__Host-" : ""
  return Layer.succeed(SessionCookies, {
    sessionName: `${prefix}corridor_session`,
    session: { ...base, sameSite: "strict" },
    flowName: `${prefix}corridor_flow`,
    flow: { ...base, sameSite: "lax", maxAge: "10 minutes" }
  })
}
