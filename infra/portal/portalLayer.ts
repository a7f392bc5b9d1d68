/** The portal with what it needs of the stack: who may get in, and limits. */
import { Effect, Layer } from "effect"
import { RateLimiter } from "effect/persistence"
import { portalRoutes } from "../../ingest/portal/server/PortalRoutes.ts"
import { sessionCookies } from "../../ports/identity/SessionCookies.ts"
import { identityLayer } from "../identity/IdentityLayer.ts"
import { hasLocalAccounts, settings } from "../settings/Settings.ts"

const limits = RateLimiter.layer.pipe(Layer.provide(RateLimiter.layerStoreMemory))

/** The portal's routes for a server that listens on `port` of this machine. */
export const portalLayer = (port: number) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const found = yield* settings
      const address = found.publicUrl ?? new URL(`http://127.0.0.1:${port}`)
      const tls = address.protocol === "https:"
      const identity = identityLayer({
        local: hasLocalAccounts(found),
        openId: found.oidc,
        callback: new URL("/portal/api/session/openid/back", address).href
      })
      return portalRoutes({ hosts: new Set([address.host, `127.0.0.1:${port}`, `localhost:${port}`]), tls }).pipe(
        Layer.provide(identity),
        Layer.provide(sessionCookies(tls)),
        Layer.provide(limits)
      )
    })
  )
