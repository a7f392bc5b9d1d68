/** Serves a folder of pages on the loopback address. */
import { createServer } from "node:http"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Effect, Layer } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse, HttpStaticServer } from "effect/http"
import { contentSecurityPolicy } from "../docs/PageFrame.ts"

/** Requests for another host name come from a page that had its name resolved to this machine (DNS rebinding). */
const isLoopback = (host: string | undefined): boolean => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? "")

const secured = HttpRouter.middleware(
  (app) =>
    Effect.gen(function* () {
      const { headers } = yield* HttpServerRequest.HttpServerRequest
      const response = isLoopback(headers["host"])
        ? yield* app
        : HttpServerResponse.text("Only requests to 127.0.0.1 or localhost are served.", { status: 403 })
      return HttpServerResponse.setHeaders(response, {
        "content-security-policy": `${contentSecurityPolicy}; frame-ancestors 'none'`,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store"
      })
    }),
  { global: true }
)

/** Serves `root` until the scope closes and returns the port: `preferred`, or any free one if that is 0 or in use. */
export const serveFolder = Effect.fn("serveFolder")(function* (root: string, preferred: number) {
  const listen = Effect.fnUntraced(function* (port: number) {
    const server = createServer()
    yield* Layer.build(
      HttpRouter.serve(Layer.merge(HttpStaticServer.layer({ root }), secured), {
        disableLogger: true,
        disableListenLog: true
      }).pipe(
        Layer.provide(
          NodeHttpServer.layer(() => server, { port, host: "127.0.0.1", gracefulShutdownTimeout: "2 seconds" })
        )
      )
    )
    const address = server.address()
    return typeof address === "object" && address !== null ? address.port : port
  })
  return yield* preferred === 0 ? listen(0) : Effect.catchTag(listen(preferred), "ServeError", () => listen(0))
})
