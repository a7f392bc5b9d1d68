/** The page, the API and the portal on a port of this machine. */
import { createServer } from "node:http"
import { NodeHttpServer } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { HttpRouter } from "effect/http"
import { Routes } from "../../release/api/Routes.ts"
import { portalLayer } from "../portal/portalLayer.ts"

/** Whoever sends a request slowly is cut off: headers within 20 seconds, all of it within two minutes. */
const server = () => createServer({ headersTimeout: 20_000, requestTimeout: 120_000 })

// A kept-alive connection must not hold up the end.
const listening = (port: number) =>
  NodeHttpServer.layer(server, { port, host: "127.0.0.1", gracefulShutdownTimeout: "2 seconds" })

const quiet = { disableLogger: true, disableListenLog: true }

/** Serves page and API until the scope ends. */
export const servePage = Effect.fn("ServePage.servePage")(function* (port: number) {
  yield* Layer.build(HttpRouter.serve(Routes, quiet).pipe(Layer.provide(listening(port))))
})

/** Serves page, API and partners' portal until the scope ends. */
export const servePageAndPortal = Effect.fn("ServePage.servePageAndPortal")(function* (port: number) {
  yield* Layer.build(
    HttpRouter.serve(Layer.merge(Routes, portalLayer(port)), quiet).pipe(Layer.provide(listening(port)))
  )
})
