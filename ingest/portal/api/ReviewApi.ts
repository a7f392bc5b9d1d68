/** What waits for approval by another account. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "effect/http-api"
import { SignedIn } from "../../../ports/identity/SignedIn.ts"
import { recordKinds } from "../../../schemas/RecordSchemas.ts"
import { entryStates, ReviewRefused } from "../../review/Entry.ts"
import { partnerEvents } from "../../review/History.ts"
import { returnReasons } from "../../review/returnReasons.ts"
import { MayAsk } from "./operations.ts"
import { errors } from "./PortalAnswers.ts"
import { UploadAnswer } from "./UploadApi.ts"

/** Entries, and whether the partner reviews before sending. */
export const ReviewAnswer = Schema.Struct({
  isOn: Schema.Boolean,
  entries: Schema.Array(
    Schema.Struct({
      entry: Schema.String,
      state: Schema.Literals(entryStates),
      enteredBy: Schema.String,
      enteredAt: Schema.String,
      expiresAt: Schema.String,
      records: Schema.Int,
      erased: Schema.Int,
      undo: Schema.Boolean,
      warnings: Schema.Array(Schema.Struct({ code: Schema.String, rows: Schema.Int })),
      decidedBy: Schema.String,
      decidedAt: Schema.NullOr(Schema.String),
      reason: Schema.String,
      submission: Schema.String
    })
  )
})

export type ReviewAnswer = typeof ReviewAnswer.Type

/** What an approver sees of an entry: what is sent, without pseudonyms, and how it differs from what was sent before. */
export const EntryDetail = Schema.Struct({
  counts: Schema.Struct({
    new: Schema.Int,
    corrections: Schema.Int,
    unchanged: Schema.Int,
    /** Corrected since, and held back unless the entry undoes corrections. */
    outdated: Schema.Int
  }),
  /** The first records. */
  records: Schema.Array(
    Schema.Struct({
      kind: Schema.Literals(recordKinds),
      change: Schema.Literals(["new", "correction", "unchanged", "outdated"]),
      fields: Schema.Record(Schema.String, Schema.Unknown)
    })
  ),
  mapping: Schema.Array(Schema.Struct({ column: Schema.String, field: Schema.String }))
})

export type EntryDetail = typeof EntryDetail.Type

/** Something that an account of the partner did. */
export const EventAnswer = Schema.Struct({
  at: Schema.String,
  account: Schema.String,
  did: Schema.Literals(partnerEvents),
  submission: Schema.String,
  records: Schema.Int
})

export type EventAnswer = typeof EventAnswer.Type

const entryParams = { entry: Schema.String }

export class ReviewGroup extends HttpApiGroup.make("review")
  .add(
    HttpApiEndpoint.get("list", "/", { success: ReviewAnswer, error: [...errors] }),
    HttpApiEndpoint.put("set", "/", {
      payload: Schema.Struct({ isOn: Schema.Boolean }),
      success: HttpApiSchema.NoContent,
      error: [...errors, ReviewRefused]
    }),
    HttpApiEndpoint.get("history", "/history", { success: Schema.Array(EventAnswer), error: [...errors] }),
    HttpApiEndpoint.get("show", "/entries/:entry", {
      params: entryParams,
      success: EntryDetail,
      error: [...errors]
    }),
    HttpApiEndpoint.post("approve", "/entries/:entry/approve", {
      params: entryParams,
      success: UploadAnswer,
      error: [...errors, ReviewRefused]
    }),
    HttpApiEndpoint.post("giveBack", "/entries/:entry/return", {
      params: entryParams,
      payload: Schema.Struct({ reason: Schema.Literals(returnReasons) }),
      success: HttpApiSchema.NoContent,
      error: [...errors, ReviewRefused]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/review") {}
