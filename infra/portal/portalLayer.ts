import { Effect, Layer } from "effect"
import { portalRoutes } from "../../ingest/portal/server/PortalRoutes.ts"
import { publicAddress } from "./accessLayer.ts"

/** The portal's routes for a server on a local port. They need the `accessLayer` of the same port. */
export const portalLayer = (port: number) =>
  Layer.unwrap(
    Effect.map(publicAddress(port), (address) =>
      portalRoutes({
        hosts: new Set([address.host, `127.0.0.1:${port}`, `localhost:${port}`]),
        tls: address.protocol === "https:"
      })
    )
  )
