/** Authenticates requests by a session or a token. `infra/identity` implements it. */
import { Context, type Effect, type Redacted, Schema } from "effect"
import type { Principal } from "./Principal.ts"

/** The sign-in failed. The error gives no reason, so that it does not reveal which accounts exist. */
export class SignInRefused extends Schema.TaggedError<SignInRefused>()(
  "SignInRefused",
  { message: Schema.String },
  { httpApiStatus: 403 }
) {}

/** The rate limit was exceeded. */
export class TooMany extends Schema.TaggedError<TooMany>()(
  "TooMany",
  { message: Schema.String, retryAfterSeconds: Schema.Int },
  { httpApiStatus: 429 }
) {}

/** Accounts or the identity provider are not available. */
export class IdentityUnavailable extends Schema.TaggedError<IdentityUnavailable>()(
  "IdentityUnavailable",
  { message: Schema.String },
  { httpApiStatus: 503 }
) {}

export type Secret = Redacted.Redacted<string>

/** An open session. */
export interface Session {
  readonly principal: Principal
  /** The CSRF token, required for every request that changes something. Other sites do not know it. */
  readonly csrf: string
  /** When the session ends without further requests, and when it ends at the latest, in milliseconds since 1970. */
  readonly idleEnd: number
  readonly lastEnd: number
}

/** A new session. `secret` goes into the cookie and is stored nowhere else. */
export interface OpenedSession {
  readonly secret: Secret
  readonly session: Session
  /** The mark of a device that signed in for the first time, for a cookie. */
  readonly device?: Secret | undefined
}

export interface Attempt {
  /** Address of the client, to slow down attempts. */
  readonly from: string
  /** The mark from an earlier sign-in on this device, so that attempts of others do not slow it down. */
  readonly device?: Secret | undefined
  /** The browser's earlier session, which is closed. */
  readonly earlier: Secret | undefined
}

/** The access of a partner's account, shown once. */
export interface Access {
  readonly account: string
  readonly token: Secret
  /** When the token expires, in milliseconds since 1970. */
  readonly expires: number
  /** A new password, if people sign in with passwords. */
  readonly password: Secret | undefined
}

type SignInError = SignInRefused | TooMany | IdentityUnavailable

export class Identity extends Context.Service<
  Identity,
  {
    /** The available ways to sign in. `local` means accounts with passwords, on the embedded stack only. */
    readonly ways: { readonly local: boolean; readonly openId: boolean }
    signIn(account: string, password: Secret, attempt: Attempt): Effect.Effect<OpenedSession, SignInError>
    /** Returns the provider's sign-in URL, and the content of the cookie until the browser returns. */
    beginOpenId(): Effect.Effect<{ readonly url: string; readonly flow: Secret }, SignInError>
    /** Completes a sign-in with the provider. `parameters` is the query of the redirect. */
    finishOpenId(flow: Secret, parameters: string, attempt: Attempt): Effect.Effect<OpenedSession, SignInError>
    signOut(session: Secret): Effect.Effect<void, IdentityUnavailable>
    /** Returns undefined if the session does not exist or has ended, or its account or partner was disabled. */
    bySession(session: Secret): Effect.Effect<Session | undefined, IdentityUnavailable>
    /** Returns undefined if the token does not exist, has expired or was revoked, or its account or partner was disabled. */
    byToken(token: Secret): Effect.Effect<Principal | undefined, IdentityUnavailable>
    /**
     * Redeems a one-time code. Returns undefined if it is not valid: unknown, expired or used. `register` runs between the check and the use of
     * the code, for only one of several simultaneous redemptions, in all processes; the code stays valid if it fails.
     */
    redeem<E extends { readonly _tag: string }>(
      code: Secret,
      register: Effect.Effect<void, E>
    ): Effect.Effect<Access | undefined, E | IdentityUnavailable>
  }
>()("corridor/ports/identity/Identity") {}
