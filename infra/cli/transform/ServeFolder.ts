/** A folder of pages on a port of this machine. */
import { createServer } from "node:http"
import { NodeHttpServer } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { HttpMiddleware, HttpRouter, HttpServerResponse, HttpStaticServer } from "effect/http"
import { contentSecurityPolicy } from "../../../transform/dbt-ts/docs/PageFrame.ts"

const secured = HttpMiddleware.make((app) =>
  Effect.map(app, (response) =>
    HttpServerResponse.setHeaders(response, {
      "content-security-policy": `${contentSecurityPolicy}; frame-ancestors 'none'`,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store"
    })
  )
)

/** Serves until the scope ends; only to callers that name the loopback address, whatever a name resolves to. */
export const serveFolder = Effect.fn("ServeFolder.serve")(function* (root: string, port: number) {
  yield* Layer.build(
    HttpRouter.serve(HttpStaticServer.layer({ root }), {
      disableLogger: true,
      disableListenLog: true,
      middleware: secured
    }).pipe(
      Layer.provide(
        NodeHttpServer.layer(createServer, { port, host: "127.0.0.1", gracefulShutdownTimeout: "2 seconds" })
      )
    )
  )
})
