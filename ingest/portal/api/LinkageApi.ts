/** Open linkage rounds. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "effect/http-api"
import { SignedIn } from "../../../ports/identity/SignedIn.ts"
import { MayAsk } from "./operations.ts"
import { errors } from "./PortalAnswers.ts"

/** What became of a partner's part in a round: terms not signed, signed, persons sent, or vetoed. */
const roundStates = ["open", "agreed", "sent", "vetoed"] as const

/** The linkage rounds that the partner can take part in, and the page with which it does. The portal's server has no part in a round. */
export const RoundsAnswer = Schema.Struct({
  rounds: Schema.Array(
    Schema.Struct({
      round: Schema.String,
      purpose: Schema.String,
      /** Digest by which the partner compares the terms that it signs. */
      code: Schema.String,
      /** The last day of the agreement; absent in rounds of earlier versions. */
      until: Schema.optionalKey(Schema.String),
      fields: Schema.Array(Schema.String),
      dimensions: Schema.Array(Schema.String),
      holders: Schema.Array(Schema.String),
      threshold: Schema.Int,
      state: Schema.Literals(roundStates)
    })
  ),
  /** SHA-256 of the page; null while the operator offers none. */
  page: Schema.NullOr(Schema.String),
  /** How many of its persons others know, by the last round that was answered; null if none was. With noise: no count is exact. */
  shared: Schema.NullOr(
    Schema.Struct({
      round: Schema.String,
      counts: Schema.Array(
        Schema.Struct({
          /** A group of partners, or `any`. */
          knownTo: Schema.String,
          /** Absent if it is too small to show. */
          persons: Schema.optionalKey(Schema.Int),
          low: Schema.Int,
          high: Schema.Int
        })
      )
    })
  )
})

export type RoundsAnswer = typeof RoundsAnswer.Type

export interface RoundPage {
  readonly text: string
  readonly sha256: string
}

export class LinkageGroup extends HttpApiGroup.make("linkage")
  .add(
    HttpApiEndpoint.get("list", "/", { success: RoundsAnswer, error: [...errors] }),
    HttpApiEndpoint.get("page", "/page", {
      success: Schema.Uint8Array.pipe(HttpApiSchema.asUint8Array()),
      error: [...errors]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/linkage") {}
