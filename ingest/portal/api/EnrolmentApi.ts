/** Registering a partner's own key. */

import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { SignedIn } from "../../../ports/identity/SignedIn.ts"
import { Sha256 } from "../../../ports/ValueSchemas.ts"
import { OtherKey } from "../../partners/OtherKey.ts"
import { MayAsk } from "./operations.ts"
import { errors } from "./PortalAnswers.ts"

/** What a partner's client gets for a one-time code. It is given once. */
export const EnrolmentAnswer = Schema.Struct({
  partner: Schema.String,
  account: Schema.String,
  /** Null for a person who has signed in: then only the key is registered. */
  token: Schema.NullOr(Schema.String),
  expiresAt: Schema.NullOr(Schema.String),
  /** Null if people sign in with an identity provider. */
  password: Schema.NullOr(Schema.String)
})

export type EnrolmentAnswer = typeof EnrolmentAnswer.Type

/**
 * Registers the check value of a key that the partner's client has made. The key itself stays with the client. With a one-time code as the
 * token, it also returns the partner's access.
 */
export class EnrolmentGroup extends HttpApiGroup.make("enrolment")
  .add(
    HttpApiEndpoint.post("enrol", "/", {
      /** Without a check value no key is registered: approvers and managers have no key. With `partner`, the code of another partner is refused and stays valid. */
      payload: Schema.Struct({ keyCheck: Schema.optionalKey(Sha256), partner: Schema.optionalKey(Schema.String) }),
      success: EnrolmentAnswer,
      error: [...errors, OtherKey]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/enrolment") {}
