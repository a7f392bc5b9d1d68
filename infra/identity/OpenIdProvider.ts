/** OpenID Connect with `openid-client`: authorization code with PKCE (RFC 7636), state and nonce. */
import { Clock, Effect, Redacted } from "effect"
import * as client from "openid-client"
import { IdentityUnavailable, type Secret, SignInRefused } from "../../ports/identity/Identity.ts"
import type { OpenIdSettings } from "../settings/Settings.ts"

interface Flow {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly end: number
}

/** Milliseconds that a person may take to sign in at the provider. */
const flowMillis = 10 * 60_000

const mostFlows = 10_000

const isLoopback = (issuer: URL) => ["127.0.0.1", "localhost", "[::1]"].includes(issuer.hostname)

const discover = ({ issuer, clientId, clientSecret }: OpenIdSettings) =>
  Effect.tryPromise({
    try: () => {
      const at = new URL(issuer)
      // Allow HTTP without TLS only for a provider on the loopback address, for tests.
      const execute = at.protocol === "http:" && isLoopback(at) ? [client.allowInsecureRequests] : []
      const proof = clientSecret === undefined ? client.None() : client.ClientSecretBasic(Redacted.value(clientSecret))
      return client.discovery(at, clientId, undefined, proof, { execute, timeout: 10 })
    },
    catch: () => new IdentityUnavailable({ message: "The sign-in provider does not respond. Try again later." })
  })

/** Connects to the provider. `callback` is our URL to which the provider redirects the browser. */
export const makeOpenIdProvider = (settings: OpenIdSettings, callback: string) => {
  const flows = new Map<string, Flow>()
  let found: client.Configuration | undefined

  const configuration = Effect.suspend(() =>
    found === undefined
      ? Effect.tap(discover(settings), (made) => Effect.sync(() => (found = made)))
      : Effect.succeed(found)
  )

  return {
    begin: Effect.fn("OpenIdProvider.begin")(function* () {
      const config = yield* configuration
      const [state, nonce, verifier, id] = [
        client.randomState(),
        client.randomNonce(),
        client.randomPKCECodeVerifier(),
        client.randomState()
      ]
      const challenge = yield* Effect.promise(() => client.calculatePKCECodeChallenge(verifier))
      const now = yield* Clock.currentTimeMillis
      for (const [name, { end }] of flows) if (end <= now || flows.size >= mostFlows) flows.delete(name)
      flows.set(id, { state, nonce, verifier, end: now + flowMillis })
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: "openid",
        code_challenge: challenge,
        code_challenge_method: "S256",
        state,
        nonce
      })
      return { url: url.href, flow: Redacted.make(id) }
    }),
    /** Returns the subject that the provider authenticated. A flow can be used once. */
    finish: Effect.fn("OpenIdProvider.finish")(function* (id: Secret, parameters: string) {
      const config = yield* configuration
      const flow = flows.get(Redacted.value(id))
      flows.delete(Redacted.value(id))
      const refused = new SignInRefused({ message: "Sign-in failed. Try again." })
      if (flow === undefined || flow.end <= (yield* Clock.currentTimeMillis)) return yield* refused
      const tokens = yield* Effect.tryPromise({
        try: () =>
          client.authorizationCodeGrant(config, new URL(`${callback}?${parameters}`), {
            pkceCodeVerifier: flow.verifier,
            expectedState: flow.state,
            expectedNonce: flow.nonce,
            idTokenExpected: true
          }),
        catch: () => refused
      })
      const subject = tokens.claims()?.sub
      return subject === undefined ? yield* refused : subject
    })
  }
}
