/** OpenID Connect with `openid-client`: authorization code with PKCE (RFC 7636), state and nonce. */
import { randomBytes } from "node:crypto"
import { Effect, Option, Redacted, Schema } from "effect"
import * as client from "openid-client"
import { IdentityUnavailable, type Secret, SignInRefused } from "../../ports/identity/Identity.ts"
import { seal, unseal } from "../../ports/sealedBytes.ts"
import { steadyMillis } from "../../ports/steadyTime.ts"
import type { OpenIdSettings } from "../settings/Settings.ts"

const Flow = Schema.Struct({
  state: Schema.String,
  nonce: Schema.String,
  verifier: Schema.String,
  end: Schema.Number
})
type Flow = typeof Flow.Type

const decodeFlow = Schema.decodeUnknownOption(Schema.fromJsonString(Flow))

/** Milliseconds that a person may take to sign in at the provider. */
const flowMillis = 10 * 60_000

/**
 * Keeps flows in the browser that began them, encrypted with a key of this process. Kept here they would need a limit, and whoever begins many would end
 * those of others.
 */
const makeSealedFlows = () => {
  const key = randomBytes(32)
  return {
    seal: (flow: Flow): string => seal(key, JSON.stringify(flow)).toString("base64url"),
    open: (sealed: string): Flow | undefined => {
      try {
        return Option.getOrUndefined(decodeFlow(unseal(key, Buffer.from(sealed, "base64url")).toString()))
      } catch {
        return undefined
      }
    }
  }
}

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
  const flows = makeSealedFlows()
  let found: client.Configuration | undefined

  const configuration = Effect.suspend(() =>
    found === undefined
      ? Effect.tap(discover(settings), (made) => Effect.sync(() => (found = made)))
      : Effect.succeed(found)
  )

  return {
    begin: Effect.fn("OpenIdProvider.begin")(function* () {
      const config = yield* configuration
      const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()]
      const challenge = yield* Effect.promise(() => client.calculatePKCECodeChallenge(verifier))
      const flow = flows.seal({ state, nonce, verifier, end: (yield* steadyMillis) + flowMillis })
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: "openid",
        code_challenge: challenge,
        code_challenge_method: "S256",
        state,
        nonce
      })
      return { url: url.href, flow: Redacted.make(flow) }
    }),
    /** Returns the subject that the provider authenticated. The provider accepts the code of a flow once. */
    finish: Effect.fn("OpenIdProvider.finish")(function* (sealed: Secret, parameters: string) {
      const config = yield* configuration
      const flow = flows.open(Redacted.value(sealed))
      const refused = new SignInRefused({ message: "Sign-in failed. Try again." })
      if (flow === undefined || flow.end <= (yield* steadyMillis)) return yield* refused
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
