/**
 * What a browser gets for an address that no route has: a page with the search, instead of an empty response. No page takes other methods than
 * its own, nor a slash at the end of its address.
 */
import { asksForPage } from "@corridor/page/asksForPage"
import { Cause, Effect } from "effect"
import { HttpRouter, HttpServerError, HttpServerRequest, HttpServerResponse } from "effect/http"
import type { Published } from "../../../release/published/Published.ts"
import type { SiteFacts } from "../../metadata/SiteFacts.ts"
import { notFoundPage } from "../pages/notFoundPage.ts"
import type { ExplorerBundle } from "./ExplorerBundle.ts"
import { pageContext, writePage } from "./PlaceRoutes.ts"
import { commonHeaders, databaseDown } from "./responses.ts"

const isRouteNotFound = (cause: Cause.Cause<unknown>): boolean => {
  const error = Cause.squash(cause)
  return HttpServerError.isHttpServerError(error) && error.reason._tag === "RouteNotFound"
}

/** The API answers with its own problems. */
const isApi = (url: string): boolean => /^\/(?:v1|openapi\.json)(?:[/?]|$)/.test(url)

/** The portal has operations of all methods. */
const isPortal = (url: string): boolean => /^\/portal(?:[/?]|$)/.test(url)

const isReading = (method: string): boolean => method === "GET" || method === "HEAD"

/** Pages are read; the form of requests is sent, too. */
const readOnly = (url: string) =>
  HttpServerResponse.text("This address can only be read.", {
    status: 405,
    headers: { ...commonHeaders, allow: `GET, HEAD${/^\/request(?:[/?]|$)/.test(url) ? ", POST" : ""}` }
  })

/** The address of a page with a slash at its end, in two parts. Each page has one address; portal and notebooks are folders. */
const withSlash = /^(\/(?!(?:v1|portal|notebooks)[/?])[^/?#]+(?:\/[^/?#]+)*)\/(\?[^#]*)?$/

export const missingPage = (bundle: ExplorerBundle) =>
  HttpRouter.middleware(
    Effect.gen(function* () {
      const services = yield* Effect.context<Published | SiteFacts>()
      const page = Effect.gen(function* () {
        const context = yield* pageContext
        return yield* writePage(bundle, context, notFoundPage(context))
      }).pipe(
        Effect.catch(() => Effect.sync(databaseDown)),
        Effect.provide(services)
      )
      return (httpEffect) =>
        Effect.gen(function* () {
          const { url, method } = yield* HttpServerRequest.HttpServerRequest
          const [, path, query = ""] = (isReading(method) ? withSlash.exec(url) : null) ?? []
          return path === undefined
            ? yield* httpEffect
            : HttpServerResponse.redirect(`${path}${query}`, { status: 301, headers: commonHeaders })
        }).pipe(
          Effect.catchCauseIf(isRouteNotFound, (cause) =>
            Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
              if (isApi(request.url)) return Effect.failCause(cause)
              if (!isReading(request.method) && !isPortal(request.url)) return Effect.succeed(readOnly(request.url))
              return asksForPage(request) ? page : Effect.failCause(cause)
            })
          )
        )
    }),
    { global: true }
  )
