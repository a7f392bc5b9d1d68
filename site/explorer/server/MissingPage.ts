/** What a browser gets for an address that no route has: a page with the search, instead of an empty response. */
import { Cause, Effect } from "effect"
import { HttpRouter, HttpServerError, HttpServerRequest } from "effect/http"
import type { Published } from "../../../release/published/Published.ts"
import type { SiteFacts } from "../../metadata/SiteFacts.ts"
import { notFoundPage } from "../pages/notFoundPage.ts"
import type { ExplorerBundle } from "./ExplorerBundle.ts"
import { pageContext, writePage } from "./PlaceRoutes.ts"
import { databaseDown } from "./responses.ts"

const isRouteNotFound = (cause: Cause.Cause<unknown>): boolean => {
  const error = Cause.squash(cause)
  return HttpServerError.isHttpServerError(error) && error.reason._tag === "RouteNotFound"
}

/** Programs ask for other types than HTML, and the API has problems of its own. */
const isForPages = ({ method, url, headers }: HttpServerRequest.HttpServerRequest): boolean =>
  ["GET", "HEAD"].includes(method) && !/^\/v1(?:[/?]|$)/.test(url) && /text\/html/.test(headers["accept"] ?? "")

export const missingPage = (bundle: ExplorerBundle) =>
  HttpRouter.middleware(
    Effect.gen(function* () {
      const services = yield* Effect.context<Published | SiteFacts>()
      const page = Effect.gen(function* () {
        const context = yield* pageContext
        return yield* writePage(bundle, context, notFoundPage(context), { status: 404 })
      }).pipe(
        Effect.catch(() => Effect.sync(databaseDown)),
        Effect.provide(services)
      )
      return (httpEffect) =>
        httpEffect.pipe(
          Effect.catchCauseIf(isRouteNotFound, (cause) =>
            Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
              isForPages(request) ? page : Effect.failCause(cause)
            )
          )
        )
    }),
    { global: true }
  )
