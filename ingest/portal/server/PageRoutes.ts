/** The page, its assets, and the two addresses between which a browser goes to sign in with a provider. */

import { assetResponse } from "@corridor/page/assetResponse"
import { negotiateLanguage } from "@corridor/page/negotiateLanguage"
import { Effect, Layer, Redacted } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { Identity } from "../../../ports/identity/Identity.ts"
import { SessionCookies } from "../../../ports/identity/SessionCookies.ts"
import { isLanguage, type Language, languages } from "../../submit/words/Languages.ts"
import { type Bundle, makeBundle } from "./PortalBundle.ts"
import { attempt, giveCookie } from "./SessionHandlers.ts"
import { shellPage } from "./shellPage.ts"

const request = HttpServerRequest.HttpServerRequest

const languageCookie = "corridor_language"

/** As asked for now, as asked for before, as the browser prefers. */
const languageOf = (asked: HttpServerRequest.HttpServerRequest): { language: Language; isAsked: boolean } => {
  const wanted = new URL(asked.url, "http://portal").searchParams.get("lang")
  if (isLanguage(wanted)) return { language: wanted, isAsked: true }
  const kept = asked.cookies[languageCookie]
  if (isLanguage(kept)) return { language: kept, isAsked: false }
  return { language: negotiateLanguage(asked.headers["accept-language"], languages), isAsked: false }
}

const page = (bundle: Bundle) =>
  Effect.gen(function* () {
    const { language, isAsked } = languageOf(yield* request)
    const shown = HttpServerResponse.text(shellPage(language, bundle), {
      contentType: "text/html; charset=utf-8",
      headers: { vary: "accept-language, cookie", "cache-control": "no-cache" }
    })
    return isAsked
      ? HttpServerResponse.setCookieUnsafe(shown, languageCookie, language, {
          path: "/portal",
          sameSite: "lax",
          httpOnly: true,
          maxAge: "365 days"
        })
      : shown
  })

const redirect = (to: string) => HttpServerResponse.redirect(to, { status: 303 })

const failed = redirect("/portal?sign-in=failed")

const beginOpenId = Effect.gen(function* () {
  const identity = yield* Identity
  const { flowName, flow: options } = yield* SessionCookies
  const { url, flow } = yield* identity.beginOpenId(yield* attempt())
  return HttpServerResponse.setCookieUnsafe(redirect(url), flowName, Redacted.value(flow), options)
}).pipe(Effect.catch(() => Effect.succeed(failed)))

const finishOpenId = Effect.gen(function* () {
  const asked = yield* request
  const identity = yield* Identity
  const { flowName, flow: options } = yield* SessionCookies
  const flow = asked.cookies[flowName]
  if (flow === undefined) return failed
  const parameters = new URL(asked.url, "http://portal").search.slice(1)
  const opened = yield* identity.finishOpenId(Redacted.make(flow), parameters, yield* attempt())
  const home = yield* giveCookie(redirect("/portal"), opened)
  return HttpServerResponse.expireCookieUnsafe(home, flowName, options)
}).pipe(Effect.catch(() => Effect.succeed(failed)))

/** The routes beside the API. */
export const PageRoutes = Layer.unwrap(
  Effect.map(makeBundle(), (bundle) =>
    HttpRouter.use(
      Effect.fn(function* (router) {
        const services = yield* Effect.context<Identity | SessionCookies>()
        yield* router.add("GET", "/portal", page(bundle))
        for (const one of [bundle.script, bundle.style, bundle.maps.world, bundle.maps.points])
          yield* router.add("GET", `/portal/assets/${one.name}`, assetResponse(one))
        // What is not there is answered under the same policy.
        const absent = HttpServerResponse.text("there is no such page", { status: 404 })
        yield* router.add("*", "/portal/api/*", absent)
        yield* router.add("*", "/portal/assets/*", absent)
        yield* router.add("GET", "/portal/api/session/openid", Effect.provide(beginOpenId, services))
        yield* router.add("GET", "/portal/api/session/openid/back", Effect.provide(finishOpenId, services))
      })
    )
  )
)
