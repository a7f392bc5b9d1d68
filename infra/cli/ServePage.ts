import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Effect, Layer } from "effect"
import { HttpRouter } from "effect/http"
import { portalRoutes } from "../../ingest/portal/server/PortalRoutes.ts"
import { portalGuard } from "../../ingest/portal/server/portalGuard.ts"
import { apiGuard } from "../../site/api/guard/apiGuard.ts"
import { explorerBundle } from "../../site/explorer/server/ExplorerBundle.ts"
import { asRefusedPage } from "../../site/explorer/server/refusedPage.ts"
import { SiteFacts } from "../../site/metadata/SiteFacts.ts"
import { Routes } from "../../site/Routes.ts"
import { limitedServer } from "../http/limitedServer.ts"
import { accessLayer, publicAddress } from "../portal/accessLayer.ts"
import { pageGuard } from "../portal/pageGuard.ts"
import { partnerProgramRoute } from "../portal/partnerProgramRoute.ts"
import { settings } from "../settings/Settings.ts"
import { notebookRoutes, notebooksFolder } from "./notebookRoutes.ts"

/** Returns what the settings say of the site, served on a local port. */
const siteFactsLayer = (port: number) =>
  Layer.effect(
    SiteFacts,
    Effect.gen(function* () {
      const { publisher, licence, identifierPrefix, namedPartners, embedAllowed } = yield* settings
      return {
        address: yield* publicAddress(port),
        publisher,
        licence: licence.href,
        identifierPrefix: identifierPrefix?.href,
        contributors: namedPartners,
        embedAllowed
      }
    })
  )

// Kept-alive connections must not delay the shutdown.
const httpServer = (port: number) =>
  Layer.unwrap(
    Effect.map(settings, ({ proxies }) =>
      NodeHttpServer.layer(() => limitedServer(undefined, proxies.trusted), {
        port,
        host: "127.0.0.1",
        gracefulShutdownTimeout: "2 seconds"
      })
    )
  )

const options = {
  disableLogger: true,
  disableListenLog: true,
  // Guards compare paths, so each route has one spelling.
  routerConfig: { caseSensitive: true, ignoreDuplicateSlashes: false }
}

/** What a page shows besides the store's releases: the state of a data folder, and the notebooks of a folder. */
interface PageOptions {
  readonly data?: string
  readonly notebooks?: string
}

/**
 * Serves the routes behind the guards until the scope ends. Global middleware runs in the order in which its layers are built, which is
 * arbitrary for layers that are merged. So each guard is provided to what it guards: that of the port, then that of the API, which refuses
 * other spellings of a path, then that of the portal.
 */
const serve = <E, R>(port: number, data: string | undefined, routes: Layer.Layer<never, E, R>) =>
  Effect.flatMap(explorerBundle, (bundle) =>
    Layer.build(
      HttpRouter.serve(
        Layer.provide(
          routes,
          Layer.provide(portalGuard, Layer.provide(apiGuard, pageGuard(port, data, asRefusedPage(bundle))))
        ),
        options
      ).pipe(Layer.provide([accessLayer(port), siteFactsLayer(port)]), Layer.provide(httpServer(port)))
    )
  )

/** Serves the explorer, the API and the notebooks of a folder until the scope ends. */
export const servePage = Effect.fn("ServePage.servePage")(function* (
  port: number,
  { data, notebooks = notebooksFolder }: PageOptions = {}
) {
  yield* serve(port, data, Layer.merge(Routes, notebookRoutes(notebooks)))
})

/** Serves the explorer, the API, the notebooks and the partners' portal until the scope ends. */
export const servePageAndPortal = Effect.fn("ServePage.servePageAndPortal")(function* (port: number, data?: string) {
  const routes = Layer.mergeAll(Routes, notebookRoutes(notebooksFolder), portalRoutes, partnerProgramRoute)
  yield* serve(port, data, routes)
})
