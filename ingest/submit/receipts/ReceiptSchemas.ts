/** What a partner can see of what it sent. The command line prints it, and the portal's API answers with it. */
import { Schema } from "effect"
import { recordKinds } from "../../../schemas/RecordSchemas.ts"

/** A rule, and the number of messages that it refuses. */
const Refusal = Schema.Struct({ code: Schema.String, messages: Schema.Int })
export type Refusal = typeof Refusal.Type

/**
 * `received`: in the partner's topic, not yet read completely. `loaded`: all records are in the store. `quarantined`: read, and some records
 * are refused. `withdrawn`: no record is in the store any more.
 */
export const receiptStates = ["received", "loaded", "quarantined", "withdrawn"] as const
export type ReceiptState = (typeof receiptStates)[number]

/** The state of a submission. */
export const SentReceipt = Schema.Struct({
  submission: Schema.String,
  /** ISO 8601. */
  receivedAt: Schema.String,
  records: Schema.Int,
  /** SHA-256 of the records as they were sent; empty after a person among them withdrew. */
  hash: Schema.String,
  state: Schema.Literals(receiptStates),
  loaded: Schema.Int,
  quarantined: Schema.Int,
  withdrawn: Schema.Int,
  /** Number of records that replaced an earlier revision. */
  corrections: Schema.Int,
  /** Number of records that were corrected since this content of them was sent, and so were not sent again. */
  heldBack: Schema.Int,
  /** Rules that refused messages break, with numbers of messages. */
  refusals: Schema.Array(Refusal)
})
export type SentReceipt = typeof SentReceipt.Type

/** Messages that the partner's own systems sent to its topic. */
export const SentDirectly = Schema.Struct({
  /** Number of records in the store without a submission; a withdrawal is none. */
  loaded: Schema.Int,
  /** Refused messages without a submission. */
  quarantined: Schema.Int,
  refusals: Schema.Array(Refusal)
})
export type SentDirectly = typeof SentDirectly.Type

/** One revision of a record, without its content. */
export const RevisionEntry = Schema.Struct({
  record: Schema.String,
  kind: Schema.Literals(recordKinds),
  revision: Schema.Int,
  /** ISO 8601. */
  at: Schema.String,
  submission: Schema.String
})
export type RevisionEntry = typeof RevisionEntry.Type

/**
 * What became of a record. `accepted`: this revision is in the store. `rejected`: a message was refused, with its problems. `duplicate`: a message
 * repeated a stored record. `withdrawn`: the record was erased, or refused, because its case has withdrawn.
 */
export const RecordOutcome = Schema.Struct({
  record: Schema.String,
  outcome: Schema.Literals(["accepted", "rejected", "duplicate", "withdrawn"]),
  /** Only for an accepted record. */
  revision: Schema.NullOr(Schema.Int),
  /** Position of the rejected or repeated message in the partner's topic. */
  partition: Schema.NullOr(Schema.Int),
  offset: Schema.NullOr(Schema.Int),
  problems: Schema.Array(Schema.Struct({ code: Schema.String, path: Schema.String }))
})
export type RecordOutcome = typeof RecordOutcome.Type
