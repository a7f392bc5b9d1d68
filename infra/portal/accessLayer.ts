import { Effect, Layer } from "effect"
import { sessionCookies } from "../../ports/identity/SessionCookies.ts"
import { rateLimits } from "../http/rateLimits.ts"
import { identityLayer } from "../identity/IdentityLayer.ts"
import { partnerAccountsLayer } from "../identity/partnerAccountsLayer.ts"
import { hasLocalAccounts, settings } from "../settings/Settings.ts"

/** Returns the address under which browsers reach a server on a local port. */
export const publicAddress = (port: number) =>
  Effect.map(settings, ({ publicUrl }) => publicUrl ?? new URL(`http://127.0.0.1:${port}`))

/** Identity, session cookies and rate limits. The portal and the API share one set of sessions and one count of attempts. */
export const accessLayer = (port: number) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const current = yield* settings
      const address = yield* publicAddress(port)
      const identity = identityLayer({
        local: hasLocalAccounts(current),
        openId: current.oidc,
        callback: new URL("/portal/api/session/openid/back", address).href
      })
      return Layer.mergeAll(identity, partnerAccountsLayer, sessionCookies(address.protocol === "https:"))
    })
  ).pipe(Layer.provideMerge(rateLimits))
