import { assetResponse } from "@corridor/page/assetResponse"
import { negotiateLanguage } from "@corridor/page/negotiateLanguage"
import { Effect, Layer, Redacted } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { Identity } from "../../../ports/identity/Identity.ts"
import { SessionCookies } from "../../../ports/identity/SessionCookies.ts"
import { isLanguage, type Language, languages } from "../../../schemas/Languages.ts"
import { assetAddress, type Bundle, portalBundle } from "./PortalBundle.ts"
import { attempt, setSessionCookie } from "./SessionHandlers.ts"
import { shellPage } from "./shellPage.ts"
import { addWorkerRoute } from "./workerRoute.ts"

const request = HttpServerRequest.HttpServerRequest

const languageCookie = "corridor_language"

/** Returns the language of the address, or of the cookie, or of the browser. */
const languageOf = (request: HttpServerRequest.HttpServerRequest): { language: Language; isChosen: boolean } => {
  const chosen = new URL(request.url, "http://portal").searchParams.get("lang")
  if (isLanguage(chosen)) return { language: chosen, isChosen: true }
  const stored = request.cookies[languageCookie]
  if (isLanguage(stored)) return { language: stored, isChosen: false }
  return { language: negotiateLanguage(request.headers["accept-language"], languages), isChosen: false }
}

const page = (bundle: Bundle) =>
  Effect.gen(function* () {
    const { language, isChosen } = languageOf(yield* request)
    const response = HttpServerResponse.text(shellPage(language, bundle), {
      contentType: "text/html; charset=utf-8",
      headers: { vary: "accept-language, cookie", "cache-control": "no-cache" }
    })
    return isChosen
      ? HttpServerResponse.setCookieUnsafe(response, languageCookie, language, {
          path: "/portal",
          sameSite: "lax",
          httpOnly: true,
          maxAge: "365 days"
        })
      : response
  })

const redirect = (to: string) => HttpServerResponse.redirect(to, { status: 303 })

const failed = redirect("/portal?sign-in=failed")

const beginOpenId = Effect.gen(function* () {
  const identity = yield* Identity
  const { flowName, flow: options } = yield* SessionCookies
  const { url, flow } = yield* identity.beginOpenId()
  return HttpServerResponse.setCookieUnsafe(redirect(url), flowName, Redacted.value(flow), options)
}).pipe(Effect.catch(() => Effect.succeed(failed)))

const finishOpenId = Effect.gen(function* () {
  const { cookies, url } = yield* request
  const identity = yield* Identity
  const { flowName, flow: options } = yield* SessionCookies
  const flow = cookies[flowName]
  if (flow === undefined) return failed
  const parameters = new URL(url, "http://portal").search.slice(1)
  const opened = yield* identity.finishOpenId(Redacted.make(flow), parameters, yield* attempt())
  const home = yield* setSessionCookie(redirect("/portal"), opened)
  return HttpServerResponse.expireCookieUnsafe(home, flowName, options)
}).pipe(Effect.catch(() => Effect.succeed(failed)))

/** The page, its assets, and the two addresses for sign-in with an identity provider. */
export const PageRoutes = Layer.unwrap(
  Effect.map(portalBundle, (bundle) =>
    HttpRouter.use(
      Effect.fn(function* (router) {
        const services = yield* Effect.context<Identity | SessionCookies>()
        yield* router.add("GET", "/portal", page(bundle))
        yield* addWorkerRoute(router, bundle)
        const { script, style, maps, icons, manifests } = bundle
        for (const one of [script, style, ...[maps, icons, manifests].flatMap((each) => Object.values(each))])
          yield* router.add("GET", assetAddress(one), assetResponse(one))
        // Unknown paths get the same security headers.
        const absent = HttpServerResponse.text(
          "The portal has no such address. Its page is /portal; /portal/openapi.json describes its API.",
          { status: 404 }
        )
        yield* router.add("*", "/portal/api/*", absent)
        yield* router.add("*", "/portal/assets/*", absent)
        yield* router.add("GET", "/portal/api/session/openid", Effect.provide(beginOpenId, services))
        yield* router.add("GET", "/portal/api/session/openid/back", Effect.provide(finishOpenId, services))
      })
    )
  )
)
