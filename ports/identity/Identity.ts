/** Who it is that asks: by a session of the page, by a token of a machine. `infra/identity` has the layer. */
import { Context, type Effect, type Redacted, Schema } from "effect"
import type { Principal } from "./Principal.ts"

/** Name or password, or the provider's word, will not do. Says no more, so that nobody learns which accounts there are. */
export class SignInRefused extends Schema.TaggedError<SignInRefused>()(
  "SignInRefused",
  { message: Schema.String },
  { httpApiStatus: 403 }
) {}

/** Too much was asked in too short a time. */
export class TooMany extends Schema.TaggedError<TooMany>()(
  "TooMany",
  { message: Schema.String, retryAfterSeconds: Schema.Int },
  { httpApiStatus: 429 }
) {}

/** Accounts or the provider cannot be reached. */
export class IdentityUnavailable extends Schema.TaggedError<IdentityUnavailable>()(
  "IdentityUnavailable",
  { message: Schema.String },
  { httpApiStatus: 503 }
) {}

export type Secret = Redacted.Redacted<string>

/** A session that is open. */
export interface Session {
  readonly principal: Principal
  /** Goes with every request that changes something; another site cannot know it. */
  readonly csrf: string
  /** Milliseconds since 1970 at which it ends unless something is asked before, and at which it ends in any case. */
  readonly idleEnd: number
  readonly lastEnd: number
}

/** A session just opened: `secret` is for the cookie and is kept nowhere else. */
export interface OpenedSession {
  readonly secret: Secret
  readonly session: Session
}

export interface Attempt {
  /** Address of the connection, for limits on the number of attempts. */
  readonly from: string
  /** The session that the same browser had before; it ends. */
  readonly earlier: Secret | undefined
}

export type SignInError = SignInRefused | TooMany | IdentityUnavailable

export class Identity extends Context.Service<
  Identity,
  {
    /** Ways to sign in here. `local`: accounts with passwords, in the embedded stack alone. */
    readonly ways: { readonly local: boolean; readonly openId: boolean }
    signIn(account: string, password: Secret, attempt: Attempt): Effect.Effect<OpenedSession, SignInError>
    /** Where the browser goes to sign in with the provider, and what its cookie holds until it is back. */
    beginOpenId(attempt: Attempt): Effect.Effect<{ readonly url: string; readonly flow: Secret }, SignInError>
    /** `parameters`: the query with which the provider sent the browser back. */
    finishOpenId(flow: Secret, parameters: string, attempt: Attempt): Effect.Effect<OpenedSession, SignInError>
    signOut(session: Secret): Effect.Effect<void, IdentityUnavailable>
    /** Nobody when there is no such session, when it has ended, or its account or partner was disabled. */
    bySession(session: Secret): Effect.Effect<Session | undefined, IdentityUnavailable>
    /** Nobody when there is no such token, when it has expired or was revoked, or its account or partner was disabled. */
    byToken(token: Secret): Effect.Effect<Principal | undefined, IdentityUnavailable>
  }
>()("corridor/ports/identity/Identity") {}
