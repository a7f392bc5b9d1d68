import { ByteSize, Effect } from "effect"
import { HttpIncomingMessage, HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"

/** Allows resources of this server only, nothing inline, no HTML from text, no framing. The one policy of trusted types starts the service worker. */
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types corridor-worker"

/** Headers of the portal, in addition to those of every answer. */
const headers = { "content-security-policy": pagePolicy, "x-frame-options": "DENY" }

/** Ten times the size of a usual chunk of rows. */
export const portalMaxBytes = ByteSize.mebibytes(8)

/** A mapping names columns and values. All other requests are ids and words, and one of them, a sign-in, is read before it is known who sends it. */
const [mappingMaxBytes, usualMaxBytes] = [ByteSize.mebibytes(1), ByteSize.kibibytes(128)]

/** Returns how large the body of a request may be. */
const maxBytesOf = (url: string): ByteSize.ByteSize => {
  if (/^\/portal\/api\/uploads\/[^/?]+\/rows(?:[?]|$)/.test(url)) return portalMaxBytes
  return /^\/portal\/api\/mapping\/?(?:[?]|$)/.test(url) ? mappingMaxBytes : usualMaxBytes
}

const timeLimit = "2 minutes"

const isPortal = (url: string) => /^\/portal(?:[/?]|$)/.test(url)

/** The policy of the portal's pages, size and time limits for every response of the portal. */
export const portalGuard = HttpRouter.middleware(
  (httpEffect) =>
    Effect.gen(function* () {
      const request = yield* HttpServerRequest.HttpServerRequest
      if (!isPortal(request.url)) return yield* httpEffect
      const response = yield* httpEffect.pipe(
        Effect.provideService(HttpIncomingMessage.MaxBodySize, maxBytesOf(request.url)),
        Effect.timeoutOrElse({
          duration: timeLimit,
          orElse: () =>
            Effect.succeed(HttpServerResponse.text("The request took too long. Try again.", { status: 503 }))
        })
      )
      const guarded = HttpServerResponse.setHeaders(response, headers)
      return response.headers["cache-control"] === undefined
        ? HttpServerResponse.setHeader(guarded, "cache-control", "no-store")
        : guarded
    }),
  { global: true }
)
