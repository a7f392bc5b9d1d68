/** What became of submissions and records: receipts, outcomes by record, revisions, and what the partner's own systems sent. */

import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { SignedIn } from "../../../ports/identity/SignedIn.ts"
import { Uuid } from "../../../ports/ValueSchemas.ts"
import { recordKinds } from "../../../schemas/RecordSchemas.ts"
import { maxOutcomeIds } from "./limits.ts"
import { MayAsk } from "./operations.ts"
import { errors, Refusal } from "./PortalAnswers.ts"

export const ReceiptAnswer = Schema.Struct({
  submission: Schema.String,
  receivedAt: Schema.String,
  records: Schema.Int,
  hash: Schema.String,
  /** `waiting` for approval, `returned` and `expired`: not in the partner's topic. */
  state: Schema.Literals(["waiting", "returned", "expired", "received", "loaded", "quarantined", "withdrawn"]),
  loaded: Schema.Int,
  quarantined: Schema.Int,
  withdrawn: Schema.Int,
  corrections: Schema.Int,
  /** Records that were corrected since this content of them was sent, and so were not sent. */
  heldBack: Schema.Int,
  refusals: Schema.Array(Refusal)
})

export type ReceiptAnswer = typeof ReceiptAnswer.Type

/** Messages that the partner's own systems sent to its topic. */
export const DirectAnswer = Schema.Struct({
  loaded: Schema.Int,
  quarantined: Schema.Int,
  refusals: Schema.Array(Refusal)
})

export type DirectAnswer = typeof DirectAnswer.Type

/** One revision of a record, without its content. */
export const RevisionAnswer = Schema.Struct({
  record: Schema.String,
  kind: Schema.Literals(recordKinds),
  revision: Schema.Int,
  at: Schema.String,
  submission: Schema.String
})

export type RevisionAnswer = typeof RevisionAnswer.Type

export class ReceiptGroup extends HttpApiGroup.make("receipts")
  .add(
    HttpApiEndpoint.get("list", "/", { success: Schema.Array(ReceiptAnswer), error: [...errors] }),
    HttpApiEndpoint.get("show", "/:submission", {
      params: { submission: Schema.String },
      success: ReceiptAnswer,
      error: [...errors]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/receipts") {}

export class DirectGroup extends HttpApiGroup.make("direct")
  .add(HttpApiEndpoint.get("show", "/", { success: DirectAnswer, error: [...errors] }))
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/direct") {}

/** What became of a record: see `submit/receipts/Outcomes.ts`. */
export const OutcomeAnswer = Schema.Struct({
  record: Schema.String,
  outcome: Schema.Literals(["accepted", "rejected", "duplicate", "withdrawn"]),
  revision: Schema.NullOr(Schema.Int),
  partition: Schema.NullOr(Schema.Int),
  offset: Schema.NullOr(Schema.Int),
  problems: Schema.Array(Schema.Struct({ code: Schema.String, path: Schema.String }))
})

export type OutcomeAnswer = typeof OutcomeAnswer.Type

/** Outcomes of records, by their ids: those of files, of the portal, and of the partner's own systems. A record that was not read yet has none. */
export class OutcomeGroup extends HttpApiGroup.make("outcomes")
  .add(
    HttpApiEndpoint.post("show", "/", {
      payload: Schema.Struct({ ids: Schema.Array(Uuid).check(Schema.isMaxLength(maxOutcomeIds)) }),
      success: Schema.Array(OutcomeAnswer),
      error: [...errors]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/outcomes") {}

export class HistoryGroup extends HttpApiGroup.make("history")
  .add(
    HttpApiEndpoint.post("show", "/", {
      /** The possible ids of the record, computed with the partner's key. The partner's own id is not sent. */
      payload: Schema.Struct({ ids: Schema.Array(Uuid).check(Schema.isMaxLength(recordKinds.length)) }),
      success: Schema.Array(RevisionAnswer),
      error: [...errors]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/history") {}
