import { Effect } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { matchesEtag } from "../formats/etag.ts"
import { etagOf } from "../formats/ResponseCache.ts"

/** Gives pages, which browsers keep but revalidate, an ETag, and answers 304 to a browser that has the page (RFC 9110, 13.1.2). */
export const pageValidators = HttpRouter.middleware(
  (httpEffect) =>
    Effect.gen(function* () {
      const request = yield* HttpServerRequest.HttpServerRequest
      const response = yield* httpEffect
      const { status, body, headers } = response
      const isPage = status === 200 && headers["cache-control"] === "no-cache" && headers["etag"] === undefined
      if (!isPage || body._tag !== "Uint8Array" || !["GET", "HEAD"].includes(request.method)) return response
      const etag = etagOf(body.body)
      if (!matchesEtag(request, etag)) return HttpServerResponse.setHeader(response, "etag", etag)
      const { "content-encoding": _, ...kept } = headers
      return HttpServerResponse.empty({ status: 304, headers: { ...kept, etag } })
    }),
  { global: true }
)
