/** Signing in and out. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "effect/http-api"
import { IdentityUnavailable, SignInRefused, TooMany } from "../../../ports/identity/Identity.ts"
import { partnerRoles, roles } from "../../../ports/identity/Principal.ts"
import { NotFound } from "../../../ports/identity/SignedIn.ts"
import { Unavailable } from "./PortalAnswers.ts"

/** The current session, or the ways to sign in. */
export const SessionAnswer = Schema.Struct({
  account: Schema.NullOr(Schema.String),
  role: Schema.NullOr(Schema.Literals(roles)),
  /** What the account may do for its partner. */
  may: Schema.Array(Schema.Literals(partnerRoles)),
  partner: Schema.NullOr(
    Schema.Struct({
      id: Schema.String,
      name: Schema.String,
      demonstration: Schema.Boolean,
      /** Check value of the partner's own key: HMAC-SHA-256 of a fixed text. Null while none is registered. */
      keyCheck: Schema.NullOr(Schema.String)
    })
  ),
  /** The value of the header `x-corridor-csrf`, which every request that changes something needs. */
  csrf: Schema.NullOr(Schema.String),
  /** Seconds until an idle session ends. */
  idleSeconds: Schema.Int,
  ways: Schema.Struct({ local: Schema.Boolean, openId: Schema.Boolean })
})

const Credentials = Schema.Struct({
  account: Schema.String.check(Schema.isMaxLength(100)),
  password: Schema.String.check(Schema.isMaxLength(200))
})

const signInErrors = [SignInRefused, TooMany, IdentityUnavailable] as const

export class SessionGroup extends HttpApiGroup.make("session")
  .add(
    HttpApiEndpoint.get("show", "/", { success: SessionAnswer, error: [IdentityUnavailable, Unavailable] }),
    HttpApiEndpoint.post("signIn", "/", {
      payload: Credentials,
      success: HttpApiSchema.NoContent,
      error: [...signInErrors]
    }),
    HttpApiEndpoint.delete("signOut", "/", {
      success: HttpApiSchema.NoContent,
      error: [NotFound, IdentityUnavailable]
    })
  )
  .prefix("/portal/api/session") {}
