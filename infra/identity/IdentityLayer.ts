/**
 * The layer of `Identity`: accounts, tokens and sessions in the state store, and an OpenID provider if the settings name one.
 */
import { Effect, Layer } from "effect"
import { recordAction } from "../../ports/identity/AccessLog.ts"
import {
  type Access,
  type Attempt,
  Identity,
  IdentityUnavailable,
  type Secret,
  type Session,
  SignInRefused
} from "../../ports/identity/Identity.ts"
import type { Principal } from "../../ports/identity/Principal.ts"
import type { StateStore } from "../../ports/StateStore.ts"
import type { Warehouse } from "../../ports/Warehouse.ts"
import { clientOf } from "../http/clients.ts"
import type { OpenIdSettings } from "../settings/Settings.ts"
import { type Account, accountByName, accountBySubject, principalOf } from "./Accounts.ts"
import { redeemCode } from "./createAccess.ts"
import { knownDevice, newDeviceMark } from "./DeviceMark.ts"
import { makeOpenIdProvider } from "./OpenIdProvider.ts"
import { passwordFits } from "./Passwords.ts"
import { csrfOf, endSession, findSession, type OpenSession, openSession } from "./Sessions.ts"
import { makeSignInLimits } from "./SignInLimits.ts"
import { principalByToken } from "./Tokens.ts"

interface IdentityOptions {
  /** Whether accounts with passwords are accepted. Only in the embedded stack. */
  readonly local: boolean
  readonly openId: OpenIdSettings | undefined
  /** Our URL to which the provider redirects browsers. */
  readonly callback: string
}

const refused = new SignInRefused({ message: "Wrong name or password, or the account is disabled." })

const down = () => new IdentityUnavailable({ message: "Accounts cannot be checked at the moment. Try again later." })

type Services = StateStore | Warehouse

const sessionOf = (secret: Secret, principal: Principal, { idleEnd, lastEnd }: OpenSession): Session => ({
  principal,
  csrf: csrfOf(secret),
  idleEnd,
  lastEnd
})

const recordOf = (did: "sign-in" | "sign-in-refused", account: Account | undefined) =>
  recordAction({ did, by: account?.account ?? "unknown", partner: account?.partner || null, about: "" })

const openFor = Effect.fn("Identity.open")(function* (account: Account | undefined, attempt: Attempt) {
  const principal = principalOf(account)
  if (principal === undefined) {
    yield* recordOf("sign-in-refused", account)
    return yield* refused
  }
  yield* recordOf("sign-in", account)
  const { secret, session } = yield* openSession(principal.account, attempt.earlier)
  return { secret, session: sessionOf(secret, principal, session) }
})

const signOut = Effect.fn("Identity.signOut")(function* (secret: Secret) {
  const ended = yield* endSession(secret)
  if (ended === undefined) return
  const partner = (yield* accountByName(ended.account))?.partner || null
  yield* recordAction({ did: "sign-out", by: ended.account, partner, about: "" })
})

const bySession = Effect.fn("Identity.bySession")(function* (secret: Secret) {
  const session = yield* findSession(secret)
  if (session === undefined) return undefined
  // Look up the account each time, so that a disabled account loses access immediately.
  const principal = principalOf(yield* accountByName(session.account))
  if (principal !== undefined) return sessionOf(secret, principal, session)
  yield* endSession(secret)
  return undefined
})

/** Accounts, sessions and tokens, kept in the state store; with `openId`, people sign in at that provider. */
export const identityLayer = (options: IdentityOptions) =>
  Layer.effect(
    Identity,
    Effect.gen(function* () {
      const services = yield* Effect.context<Services>()
      const limits = makeSignInLimits()
      const provider = options.openId === undefined ? undefined : makeOpenIdProvider(options.openId, options.callback)

      /** Converts failures of the store to `IdentityUnavailable`. Other errors are unchanged. */
      const run = <A, E extends { readonly _tag: string }>(effect: Effect.Effect<A, E, Services>) =>
        effect.pipe(
          Effect.provide(services),
          Effect.catchIf(
            (error): error is Extract<E, { readonly _tag: "WarehouseError" | "StateError" }> =>
              error._tag === "WarehouseError" || error._tag === "StateError",
            () => Effect.fail(down())
          )
        )

      const signIn = Effect.fn("Identity.signIn")(function* (
        name: string,
        password: Parameters<Identity["Service"]["signIn"]>[1],
        attempt: Attempt
      ) {
        if (!options.local) return yield* refused
        const account = yield* accountByName(name)
        const hash = account?.passwordHash
        const device = knownDevice(attempt.device, name, hash)
        const from = device === undefined ? `client ${clientOf(attempt.from)}` : `device ${device}`
        const fits = passwordFits(password, hash).pipe(Effect.map((does) => does || undefined))
        if ((yield* limits.attempt(from, name, fits)) !== undefined) {
          const opened = yield* openFor(account, attempt)
          return device !== undefined || hash === undefined ? opened : { ...opened, device: newDeviceMark(name, hash) }
        }
        yield* recordOf("sign-in-refused", account)
        return yield* refused
      })

      const finishOpenId = Effect.fn("Identity.finishOpenId")(function* (
        flow: Parameters<Identity["Service"]["finishOpenId"]>[0],
        parameters: string,
        attempt: Attempt
      ) {
        if (provider === undefined) return yield* refused
        const subject = yield* provider.finish(flow, parameters)
        return yield* openFor(yield* accountBySubject(subject), attempt)
      })

      return Identity.of({
        ways: { local: options.local, openId: provider !== undefined },
        signIn: (name, password, attempt) => run(signIn(name, password, attempt)),
        beginOpenId: () => (provider === undefined ? Effect.fail(refused) : run(provider.begin())),
        finishOpenId: (flow, parameters, attempt) => run(finishOpenId(flow, parameters, attempt)),
        signOut: (secret) => run(signOut(secret)),
        bySession: (secret) => run(bySession(secret)),
        byToken: (token) => run(principalByToken(token)),
        redeem: <E extends { readonly _tag: string }>(code: Secret, register: Effect.Effect<void, E>) =>
          run(redeemCode(code, options.local, register)) as Effect.Effect<Access | undefined, E | IdentityUnavailable>
      })
    })
  )
