import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Effect, Layer } from "effect"
import { HttpRouter } from "effect/http"
import { Routes } from "../../site/api/Routes.ts"
import { accessLayer } from "../portal/accessLayer.ts"
import { portalLayer } from "../portal/portalLayer.ts"
import { siteFactsLayer } from "../portal/siteFactsLayer.ts"
import { limitedServer } from "./limitedServer.ts"
import { notebookRoutes, notebooksFolder } from "./notebookRoutes.ts"

// Kept-alive connections must not delay the shutdown.
const httpServer = (port: number) =>
  NodeHttpServer.layer(() => limitedServer(), { port, host: "127.0.0.1", gracefulShutdownTimeout: "2 seconds" })

const options = {
  disableLogger: true,
  disableListenLog: true,
  // Guards compare paths, so each route has one spelling.
  routerConfig: { caseSensitive: true, ignoreDuplicateSlashes: false }
}

/** Serves the explorer, the API and the notebooks of a folder until the scope ends. */
export const servePage = Effect.fn("ServePage.servePage")(function* (
  port: number,
  notebooks: string = notebooksFolder
) {
  yield* Layer.build(
    HttpRouter.serve(Layer.merge(Routes, notebookRoutes(notebooks)), options).pipe(
      Layer.provide([accessLayer(port), siteFactsLayer(port)]),
      Layer.provide(httpServer(port))
    )
  )
})

/** Serves the explorer, the API, the notebooks and the partners' portal until the scope ends. */
export const servePageAndPortal = Effect.fn("ServePage.servePageAndPortal")(function* (port: number) {
  yield* Layer.build(
    HttpRouter.serve(Layer.mergeAll(Routes, notebookRoutes(notebooksFolder), portalLayer(port)), options).pipe(
      Layer.provide([accessLayer(port), siteFactsLayer(port)]),
      Layer.provide(httpServer(port))
    )
  )
})
