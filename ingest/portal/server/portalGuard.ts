/** What holds for every answer of the portal, and which requests get one. */
import { ByteSize, Effect } from "effect"
import { HttpIncomingMessage, HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"

/** Scripts, styles, pictures and answers of this server alone; nothing inline; no text is ever read as HTML; nobody frames it. */
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

/** A chunk of rows is a tenth of it. */
const mostBytes = ByteSize.mebibytes(8)

/** No answer takes longer. */
const patience = "2 minutes"

const isPortal = (url: string) => /^\/portal(?:[/?]|$)/.test(url)

/**
 * `hosts`: under which names the server is reached; a browser that was led here under another name gets nothing (DNS rebinding).
 * `tls`: browsers are told to keep to TLS.
 */
export const portalGuard = (hosts: ReadonlySet<string>, tls: boolean) =>
  HttpRouter.middleware(
    (httpEffect) =>
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        if (!isPortal(request.url)) return yield* httpEffect
        if (!hosts.has(request.headers["host"] ?? "")) return HttpServerResponse.text("not here", { status: 421 })
        const answer = yield* httpEffect.pipe(
          Effect.provideService(HttpIncomingMessage.MaxBodySize, mostBytes),
          Effect.timeoutOrElse({
            duration: patience,
            orElse: () => Effect.succeed(HttpServerResponse.text("it took too long; try again", { status: 503 }))
          })
        )
        const kept = HttpServerResponse.setHeaders(answer, {
          ...headers,
          ...(tls ? { "strict-transport-security": "max-age=31536000" } : {})
        })
        return answer.headers["cache-control"] === undefined
          ? HttpServerResponse.setHeader(kept, "cache-control", "no-store")
          : kept
      }),
    { global: true }
  )
