/** The portal's routes for a server that listens on a port of this machine; they need `accessLayer` of the same port. */
import { Effect, Layer } from "effect"
import { portalRoutes } from "../../ingest/portal/server/PortalRoutes.ts"
import { publicAddress } from "./accessLayer.ts"

export const portalLayer = (port: number) =>
  Layer.unwrap(
    Effect.map(publicAddress(port), (address) =>
      portalRoutes({
        hosts: new Set([address.host, `127.0.0.1:${port}`, `localhost:${port}`]),
        tls: address.protocol === "https:"
      })
    )
  )
