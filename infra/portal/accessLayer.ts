/** Who may get in and how often, for the portal and the API alike: one set of sessions, one count of attempts. */
import { Effect, Layer } from "effect"
import { RateLimiter } from "effect/persistence"
import { sessionCookies } from "../../ports/identity/SessionCookies.ts"
import { identityLayer } from "../identity/IdentityLayer.ts"
import { hasLocalAccounts, settings } from "../settings/Settings.ts"

const limits = RateLimiter.layer.pipe(Layer.provide(RateLimiter.layerStoreMemory))

/** Address under which browsers reach a server that listens on `port` of this machine. */
export const publicAddress = (port: number) =>
  Effect.map(settings, ({ publicUrl }) => publicUrl ?? new URL(`http://127.0.0.1:${port}`))

export const accessLayer = (port: number) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const found = yield* settings
      const address = yield* publicAddress(port)
      const identity = identityLayer({
        local: hasLocalAccounts(found),
        openId: found.oidc,
        callback: new URL("/portal/api/session/openid/back", address).href
      })
      return Layer.merge(identity, sessionCookies(address.protocol === "https:"))
    })
  ).pipe(Layer.provideMerge(limits))
