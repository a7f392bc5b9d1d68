/** Serves `/metrics` and `/healthz` on their own port, by default on the loopback address. */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Context, Effect, Layer } from "effect"
import { HttpRouter, HttpServer, HttpServerResponse } from "effect/http"
import { guard } from "../http/guard.ts"
import { listenAddress } from "../http/hosts.ts"
import { limitedServer } from "../http/limitedServer.ts"
import { Unavailable } from "../process/Unavailable.ts"
import { settings } from "../settings/Settings.ts"
import { longestWait } from "./Health.ts"
import { metricsRoute } from "./metricsRoute.ts"
import { metricsToken } from "./metricsToken.ts"

const health = Effect.map(longestWait(), (wait) =>
  wait === undefined
    ? HttpServerResponse.text("ok\n")
    : HttpServerResponse.text(`waiting for ${wait.part} for ${Math.round(wait.seconds)} s\n`, { status: 503 })
)

const healthRoute = HttpRouter.use((router) => router.add("GET", "/healthz", health))

const reasonOf = (cause: unknown, host: string, port: number): string =>
  (cause as { readonly code?: unknown } | undefined)?.code === "EADDRINUSE"
    ? `Port ${port} of ${host} is in use. Choose another port for the metrics, or 0 for any free port.`
    : `The metrics cannot be served on port ${port} of ${host}. Set CORRIDOR_METRICS_HOST to an address of this machine, such as 127.0.0.1 or ::1, and choose a port that this user may use.`

/**
 * Serves until the scope ends, and returns the address. Port 0 takes any free port. A taken port is an error, because Prometheus would
 * not find the metrics on another port. `data`: the folder with the token.
 */
export const serveMetrics = Effect.fn("ServeMetrics.serve")(function* (port: number, data: string) {
  const { metrics, hosts } = yield* settings
  const host = listenAddress(metrics.host)
  const routes = Layer.merge(healthRoute, metricsRoute(yield* metricsToken(data)))
  const guarded = Layer.provide(routes, HttpRouter.middleware(guard({ hosts }), { global: true }))
  const served = yield* Layer.build(
    HttpRouter.serve(guarded, { disableLogger: true, disableListenLog: true }).pipe(
      Layer.provideMerge(
        NodeHttpServer.layer(() => limitedServer(), { port, host, gracefulShutdownTimeout: "2 seconds" })
      )
    )
  ).pipe(Effect.mapError(({ cause }) => new Unavailable({ part: "metrics", message: reasonOf(cause, host, port) })))
  return HttpServer.formatAddress(Context.get(served, HttpServer.HttpServer).address)
})
