import { groupReady } from "@corridor/linkage/oprf/Group"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { Effect, Layer } from "effect"
import { HttpRouter } from "effect/http"
import { limitedServer } from "../http/limitedServer.ts"
import type { PartyFolder } from "./PartyFolder.ts"
import { type Operation, partyRoutes } from "./partyRoutes.ts"

/**
 * Serves a party until the scope ends. By default only this machine reaches it: a reverse proxy in front of it provides TLS. `make` is called when
 * the group is ready.
 */
export const serveParty = Effect.fn("serveParty")(function* (
  folder: PartyFolder,
  make: () => ReadonlyArray<Operation>,
  { host, port }: { readonly host: string; readonly port: number }
) {
  yield* Effect.promise(() => groupReady)
  yield* Layer.build(
    HttpRouter.serve(partyRoutes(folder, make()), { disableLogger: true, disableListenLog: true }).pipe(
      Layer.provide(NodeHttpServer.layer(() => limitedServer(), { port, host, gracefulShutdownTimeout: "2 seconds" }))
    )
  )
})
