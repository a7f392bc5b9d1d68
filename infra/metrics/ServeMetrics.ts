/** Serves `/metrics` and `/healthz` on a loopback port, for a process without an HTTP server of its own. */
import { createServer } from "node:http"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Context, Effect, Layer } from "effect"
import { HttpRouter, HttpServer, HttpServerResponse } from "effect/http"
import { PrometheusMetrics } from "effect/observability"
import { Unavailable } from "../process/Unavailable.ts"
import { longestWait } from "./Health.ts"

const health = Effect.map(longestWait(), (wait) =>
  wait === undefined
    ? HttpServerResponse.text("ok\n")
    : HttpServerResponse.text(`waiting for ${wait.part} for ${Math.round(wait.seconds)} s\n`, { status: 503 })
)

const Routes = Layer.merge(
  HttpRouter.use((router) => router.add("GET", "/healthz", health)),
  PrometheusMetrics.layerHttp()
)

/**
 * Serves until the scope ends, and returns the address. Port 0 takes any free port. A taken port is an error, because Prometheus would
 * not find the metrics on another port.
 */
export const serveMetrics = Effect.fn("ServeMetrics.serve")(function* (port: number) {
  const served = yield* Layer.build(
    HttpRouter.serve(Routes, { disableLogger: true, disableListenLog: true }).pipe(
      Layer.provideMerge(
        NodeHttpServer.layer(createServer, { port, host: "127.0.0.1", gracefulShutdownTimeout: "2 seconds" })
      )
    )
  ).pipe(
    Effect.mapError(
      () =>
        new Unavailable({
          part: "metrics",
          message: `Port ${port} of 127.0.0.1 is in use. Choose another port for --metrics, or 0 for any free port.`
        })
    )
  )
  return HttpServer.formatAddress(Context.get(served, HttpServer.HttpServer).address)
})
