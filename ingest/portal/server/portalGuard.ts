import { isCanonicalPath } from "@corridor/page/isCanonicalPath"
import { ByteSize, Effect } from "effect"
import { HttpIncomingMessage, HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"

/** Allows resources of this server only, nothing inline, no HTML from text, no framing. */
export const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

const headers = {
  "content-security-policy": pagePolicy,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), clipboard-read=()"
}

/** Ten times the size of a usual chunk of rows. */
const maxBytes = ByteSize.mebibytes(8)

const timeLimit = "2 minutes"

const isPortal = (url: string) => /^\/portal(?:[/?]|$)/.test(url)

/**
 * Security headers, size and time limits for every response of the portal.
 *
 * A request for another host than `hosts` is refused, against DNS rebinding. `tls` makes browsers use TLS only.
 */
export const portalGuard = (hosts: ReadonlySet<string>, tls: boolean) =>
  HttpRouter.middleware(
    (httpEffect) =>
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        if (!isCanonicalPath(request.url))
          return HttpServerResponse.text("There is no such page.", { status: 404, headers })
        if (!isPortal(request.url)) return yield* httpEffect
        if (!hosts.has(request.headers["host"] ?? ""))
          return HttpServerResponse.text("This server does not serve this host.", { status: 421 })
        const response = yield* httpEffect.pipe(
          Effect.provideService(HttpIncomingMessage.MaxBodySize, maxBytes),
          Effect.timeoutOrElse({
            duration: timeLimit,
            orElse: () =>
              Effect.succeed(HttpServerResponse.text("The request took too long. Try again.", { status: 503 }))
          })
        )
        const guarded = HttpServerResponse.setHeaders(response, {
          ...headers,
          ...(tls ? { "strict-transport-security": "max-age=31536000" } : {})
        })
        return response.headers["cache-control"] === undefined
          ? HttpServerResponse.setHeader(guarded, "cache-control", "no-store")
          : guarded
      }),
    { global: true }
  )
