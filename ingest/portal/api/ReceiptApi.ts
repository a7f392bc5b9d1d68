/** What became of submissions and records: receipts, outcomes by record, revisions, and what the partner's own systems sent. */

import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { SignedIn } from "../../../ports/identity/SignedIn.ts"
import { Uuid } from "../../../ports/ValueSchemas.ts"
import { recordKinds } from "../../../schemas/RecordSchemas.ts"
import {
  RecordOutcome,
  RevisionEntry,
  receiptStates,
  SentDirectly,
  SentReceipt
} from "../../submit/receipts/ReceiptSchemas.ts"
import { maxOutcomeIds } from "./limits.ts"
import { MayAsk } from "./operations.ts"
import { errors } from "./PortalAnswers.ts"

export const ReceiptAnswer = Schema.Struct({
  ...SentReceipt.fields,
  /** `waiting` for approval, `returned` and `expired`: not in the partner's topic. */
  state: Schema.Literals(["waiting", "returned", "expired", ...receiptStates])
})

export type ReceiptAnswer = typeof ReceiptAnswer.Type

/** The partner's submissions and what became of each. */
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

/** What the partner's own systems sent to its topic, past the portal. */
export class DirectGroup extends HttpApiGroup.make("direct")
  .add(HttpApiEndpoint.get("show", "/", { success: SentDirectly, error: [...errors] }))
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/direct") {}

/** Outcomes of records, by their ids: those of files, of the portal, and of the partner's own systems. A record that was not read yet has none. */
export class OutcomeGroup extends HttpApiGroup.make("outcomes")
  .add(
    HttpApiEndpoint.post("show", "/", {
      payload: Schema.Struct({ ids: Schema.Array(Uuid).check(Schema.isMaxLength(maxOutcomeIds)) }),
      success: Schema.Array(RecordOutcome),
      error: [...errors]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/outcomes") {}

/** The revisions of one record. */
export class HistoryGroup extends HttpApiGroup.make("history")
  .add(
    HttpApiEndpoint.post("show", "/", {
      /** The possible ids of the record, computed with the partner's key. The partner's own id is not sent. */
      payload: Schema.Struct({ ids: Schema.Array(Uuid).check(Schema.isMaxLength(recordKinds.length)) }),
      success: Schema.Array(RevisionEntry),
      error: [...errors]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/history") {}
