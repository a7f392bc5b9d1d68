/** The page, the API and the portal on a port of this machine. */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Effect, Layer } from "effect"
import { HttpRouter } from "effect/http"
import { Routes } from "../../site/api/Routes.ts"
import { accessLayer } from "../portal/accessLayer.ts"
import { portalLayer } from "../portal/portalLayer.ts"
import { limitedServer } from "./limitedServer.ts"
import { notebookRoutes, notebooksFolder } from "./notebookRoutes.ts"

// A kept-alive connection must not hold up the end.
const listening = (port: number) =>
  NodeHttpServer.layer(() => limitedServer(), { port, host: "127.0.0.1", gracefulShutdownTimeout: "2 seconds" })

const quiet = { disableLogger: true, disableListenLog: true }

/** Serves page and API until the scope ends, and the notebooks of a folder where there are any. */
export const servePage = Effect.fn("ServePage.servePage")(function* (
  port: number,
  notebooks: string = notebooksFolder
) {
  yield* Layer.build(
    HttpRouter.serve(Layer.merge(Routes, notebookRoutes(notebooks)), quiet).pipe(
      Layer.provide(accessLayer(port)),
      Layer.provide(listening(port))
    )
  )
})

/** Serves page, API and partners' portal until the scope ends. */
export const servePageAndPortal = Effect.fn("ServePage.servePageAndPortal")(function* (port: number) {
  yield* Layer.build(
    HttpRouter.serve(Layer.mergeAll(Routes, notebookRoutes(notebooksFolder), portalLayer(port)), quiet).pipe(
      Layer.provide(accessLayer(port)),
      Layer.provide(listening(port))
    )
  )
})
