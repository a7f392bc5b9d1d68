/** A folder of pages on a port of this machine. */
import { createServer } from "node:http"
import { contentSecurityPolicy } from "@corridor/dbt-ts/docs/PageFrame"
import { NodeHttpServer } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse, HttpStaticServer } from "effect/http"

/** A name that somebody else's name server points here is not answered. */
const isLoopback = (host: string | undefined): boolean => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? "")

const secured = HttpRouter.middleware(
  (app) =>
    Effect.gen(function* () {
      const { headers } = yield* HttpServerRequest.HttpServerRequest
      const response = isLoopback(headers["host"])
        ? yield* app
        : HttpServerResponse.text("Only 127.0.0.1 and localhost are answered.", { status: 403 })
      return HttpServerResponse.setHeaders(response, {
        "content-security-policy": `${contentSecurityPolicy}; frame-ancestors 'none'`,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store"
      })
    }),
  { global: true }
)

/** Serves until the scope ends, on the loopback address alone. */
export const serveFolder = Effect.fn("ServeFolder.serve")(function* (root: string, port: number) {
  yield* Layer.build(
    HttpRouter.serve(Layer.merge(HttpStaticServer.layer({ root }), secured), {
      disableLogger: true,
      disableListenLog: true
    }).pipe(
      Layer.provide(
        NodeHttpServer.layer(createServer, { port, host: "127.0.0.1", gracefulShutdownTimeout: "2 seconds" })
      )
    )
  )
})
