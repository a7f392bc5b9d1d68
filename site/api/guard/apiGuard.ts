import { asksForPage } from "@corridor/page/asksForPage"
import { isCanonicalPath } from "@corridor/page/isCanonicalPath"
import { ByteSize, Cause, Effect } from "effect"
import {
  HttpIncomingMessage,
  HttpRouter,
  HttpServerError,
  HttpServerRequest,
  HttpServerRespondable,
  HttpServerResponse
} from "effect/http"
import { dictionaryJsonPath } from "../../metadata/EditionDescription.ts"
import { makeContentEncoder } from "../formats/contentCoding.ts"
import { problemResponse } from "../problems/problemResponse.ts"
import { allowedMethods } from "./allowedMethods.ts"
import { crossOriginHeaders, isPrivate, preflight } from "./crossOrigin.ts"

/** Every response leads to the data dictionary (RFC 8288). */
const describedBy = `<${dictionaryJsonPath}>; rel="describedby"; type="application/json"`

const maxBytes = 64 * 1024

/** Queries are protected and audited before they are answered, so they may take longer. */
const timeLimitOf = (url: string) => (isPrivate(url) ? "2 minutes" : "15 seconds")

const isApi = (url: string) => /^\/(?:v1(?:[/?]|$)|openapi\.json)/.test(url)

/** Checks the declared length. A longer body without one is cut off while it is read. */
const isTooLarge = (request: HttpServerRequest.HttpServerRequest) =>
  Number(request.headers["content-length"] ?? 0) > maxBytes

/** Returns the response for an unknown path or method. */
const noRoute = (request: HttpServerRequest.HttpServerRequest) => {
  const methods = allowedMethods(new URL(request.url, "http://corridor").pathname)
  // A name that the router does not read, because it is too long or not UTF-8, is that of nothing.
  if (methods.length === 0 || methods.includes(request.method)) return problemResponse("request-not-found")
  return problemResponse("request-method-unknown", { allow: methods.join(", ") })
}

/** A path that no route has. */
const unknownPath = "/-"

/** Returns the same request of a page that does not exist, so that no router reads the path that was asked for. */
const asUnknownPage = (request: HttpServerRequest.HttpServerRequest) =>
  request.modify({ url: `${unknownPath}${/\?[^#]*/.exec(request.url)?.[0] ?? ""}` })

/** Turns the framework's own error responses into problems. */
const asProblem = (response: HttpServerResponse.HttpServerResponse) => {
  const { status, body } = response
  if (status < 400 || ("contentType" in body && body.contentType?.startsWith("application/problem+json")))
    return response
  if (status === 413) return problemResponse("request-too-large")
  if (status === 404) return problemResponse("request-not-found")
  return problemResponse(status < 500 ? "request-invalid" : "request-store-down")
}

/** Cross-origin headers, size and time limits and compression for every response of the API. */
export const apiGuard = HttpRouter.middleware(
  Effect.sync(() => {
    const encode = makeContentEncoder()
    return (httpEffect) =>
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        if (!isCanonicalPath(request.url))
          return isApi(request.url) || !asksForPage(request)
            ? problemResponse("request-not-found")
            : yield* Effect.provideService(httpEffect, HttpServerRequest.HttpServerRequest, asUnknownPage(request))
        if (!isApi(request.url)) return yield* httpEffect
        // The router takes this for the address without the slash. Each resource has one address.
        if (/^[^?#]*\/(?:[?#]|$)/.test(request.url)) return problemResponse("request-not-found", crossOriginHeaders)
        const commonHeaders = isPrivate(request.url) ? {} : crossOriginHeaders
        if (request.method === "OPTIONS" && !isPrivate(request.url)) return preflight()
        if (isTooLarge(request))
          return HttpServerResponse.setHeaders(problemResponse("request-too-large"), commonHeaders)
        const response = yield* httpEffect.pipe(
          Effect.provideService(HttpIncomingMessage.MaxBodySize, ByteSize.bytes(maxBytes)),
          Effect.timeoutOrElse({
            duration: timeLimitOf(request.url),
            orElse: () => Effect.succeed(problemResponse("request-too-slow"))
          }),
          Effect.catchCause((cause) => {
            const error = Cause.squash(cause)
            if (!HttpServerError.isHttpServerError(error)) return Effect.failCause(cause)
            return error.reason._tag === "RouteNotFound"
              ? Effect.succeed(noRoute(request))
              : Effect.map(HttpServerRespondable.toResponse(error), asProblem)
          })
        )
        const link = [response.headers["link"], describedBy].filter((one) => one !== undefined).join(", ")
        const guarded = HttpServerResponse.setHeaders(asProblem(response), { ...commonHeaders, link })
        return response.headers["cache-control"] === undefined
          ? HttpServerResponse.setHeader(guarded, "cache-control", "no-store")
          : yield* encode(guarded, request.headers)
      })
  }),
  { global: true }
)
