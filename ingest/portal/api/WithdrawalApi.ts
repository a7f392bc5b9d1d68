/** Withdrawal of consent: how many records match, and their erasure. */

import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { SignedIn } from "../../../ports/identity/SignedIn.ts"
import { Count, Sha256 } from "../../../ports/ValueSchemas.ts"
import { MayAsk } from "./operations.ts"
import { errors } from "./PortalAnswers.ts"
import { type EnteredKind, enteredKinds } from "./recordKinds.ts"

/** No record matches the case number, which may have a typing error. Nothing was changed. */
export class NoRecordMatches extends Schema.TaggedError<NoRecordMatches>()(
  "NoRecordMatches",
  { message: Schema.String },
  { httpApiStatus: 409 }
) {}

/** Rows of a case, by kind of record; `quarantined` are refused messages, `waiting` are records that wait for approval. */
const CaseRows = Schema.Struct(
  Object.fromEntries([...enteredKinds, "quarantined", "waiting"].map((kind) => [kind, Count])) as Record<
    EnteredKind | "quarantined" | "waiting",
    typeof Count
  >
)

/** What a withdrawal erases, or erased. */
export const WithdrawalAnswer = Schema.Struct({
  /** Number of rows that matched before the withdrawal. */
  matched: Count,
  rows: CaseRows,
  withdrawnBefore: Schema.Boolean,
  /** The receipt: the id of the entry in the withdrawal log. Null if nothing was changed. */
  withdrawal: Schema.NullOr(Schema.String),
  erased: Count,
  /** A code with which the person can see, without an account, that the withdrawal took effect. Null if nothing was changed. */
  code: Schema.NullOr(Schema.String)
})

export type WithdrawalAnswer = typeof WithdrawalAnswer.Type

/** The case by its first pseudonyms, never its number. */
const WithdrawalRequest = Schema.Struct({
  person: Sha256,
  /** The pseudonyms of other spellings of the number, under which earlier versions of the client sent records. */
  earlier: Schema.optional(Schema.Array(Sha256).check(Schema.isMaxLength(16))),
  /** Count the records that match, and change nothing. */
  dryRun: Schema.optional(Schema.Boolean),
  /** Withdraw the case although no record matches: records that arrive later are refused. */
  ahead: Schema.optional(Schema.Boolean)
})

/** Withdrawals, sent with pseudonyms that the partner computes. `NoRecordMatches` if none of them is known. */
export class WithdrawalGroup extends HttpApiGroup.make("withdrawals")
  .add(
    HttpApiEndpoint.post("send", "/", {
      payload: WithdrawalRequest,
      success: WithdrawalAnswer,
      error: [...errors, NoRecordMatches]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/withdrawals") {}
