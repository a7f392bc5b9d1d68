import { Effect } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { identityEtag } from "./contentCoding.ts"
import { etagOf } from "./ResponseCache.ts"

/** Caches must revalidate, because a release can be retracted. */
export const cacheControl = "public, no-cache"

/** Returns whether the client already has the response. */
export const matchesEtag = (request: HttpServerRequest.HttpServerRequest, etag: string): boolean =>
  (request.headers["if-none-match"] ?? "")
    .split(",")
    .some((tag) => tag.trim() === "*" || identityEtag(tag.trim().replace(/^W\//, "")) === etag)

/** Adds the ETag to a response in memory, or returns 304 if the client already has it. */
export const withEtag = (
  request: HttpServerRequest.HttpServerRequest,
  response: HttpServerResponse.HttpServerResponse
): HttpServerResponse.HttpServerResponse => {
  if (response.body._tag !== "Uint8Array") return response
  const etag = etagOf(response.body.body)
  const headers = { etag, "cache-control": cacheControl }
  return matchesEtag(request, etag)
    ? HttpServerResponse.empty({ status: 304, headers })
    : HttpServerResponse.setHeaders(response, headers)
}

/** Returns a JSON response with a validator, or 304 if the request has the same one. */
export const jsonWithEtag = Effect.fn("Api.jsonWithEtag")(function* (body: unknown) {
  return withEtag(yield* HttpServerRequest.HttpServerRequest, HttpServerResponse.jsonUnsafe(body))
})

/** Returns a constant body as JSON with its ETag. It is encoded once. */
export const constant = (body: unknown) => {
  const response = HttpServerResponse.jsonUnsafe(body)
  const etag = response.body._tag === "Uint8Array" ? etagOf(response.body.body) : ""
  const headers = { etag, "cache-control": cacheControl }
  const full = HttpServerResponse.setHeaders(response, headers)
  const notModified = HttpServerResponse.empty({ status: 304, headers })
  return Effect.map(HttpServerRequest.HttpServerRequest, (request) => (matchesEtag(request, etag) ? notModified : full))
}
