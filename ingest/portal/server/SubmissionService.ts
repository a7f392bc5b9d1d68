import { Context, type Effect, type Stream } from "effect"
import type { QualityReport } from "../../quality/QualitySchemas.ts"
import type { ReadyRow } from "../../submit/check/pseudonymiseRows.ts"
import type { Change } from "../../submit/receipts/changeOf.ts"
import type { RecordOutcome, RevisionEntry, SentDirectly } from "../../submit/receipts/ReceiptSchemas.ts"
import type { RoundPage, RoundsAnswer } from "../api/LinkageApi.ts"
import type { Unavailable } from "../api/PortalAnswers.ts"
import type { ReceiptAnswer } from "../api/ReceiptApi.ts"
import type { UploadAnswer } from "../api/UploadApi.ts"
import type { NoRecordMatches, WithdrawalAnswer } from "../api/WithdrawalApi.ts"

/** What a client declares before it sends records. */
export interface SubmissionPlan {
  /** SHA-256 of the records in order. The same records of the same partner have the same receipt. */
  readonly contentHash: string
  readonly records: number
  /** Send records although they were corrected after this content of them was sent. */
  readonly undo?: boolean
  /** When it was approved, in milliseconds since 1970. If all of it was sent since, nothing is sent again. */
  readonly approvedAt?: number
}

/** Sends a partner's records and withdrawals to its topic, reports their state, and stores its mapping. */
export class SubmissionService extends Context.Service<
  SubmissionService,
  {
    /** Sends the rows. Returns the receipt when all of them are in the partner's topic. */
    send(
      partner: string,
      plan: SubmissionPlan,
      rows: Stream.Stream<ReadyRow, Unavailable>
    ): Effect.Effect<UploadAnswer, Unavailable>
    /** What the rows are to those that were sent before. Nothing is sent. */
    compare(
      partner: string,
      rows: ReadonlyArray<ReadyRow>
    ): Effect.Effect<ReadonlyArray<{ readonly is: Change["is"] }>, Unavailable>
    /** The partner's receipts, newest first. */
    receipts(partner: string): Effect.Effect<ReadonlyArray<ReceiptAnswer>, Unavailable>
    /** Undefined if the receipt does not exist or belongs to another partner. */
    receipt(partner: string, submission: string): Effect.Effect<ReceiptAnswer | undefined, Unavailable>
    /** What the partner's own systems sent to its topic. */
    direct(partner: string): Effect.Effect<SentDirectly, Unavailable>
    /** The quality of the partner's data, and the editions that it is in. */
    quality(partner: string): Effect.Effect<QualityReport, Unavailable>
    /** The linkage rounds that are open, as they are for the partner. */
    rounds(partner: string): Effect.Effect<RoundsAnswer, Unavailable>
    /** The page with which partners take part in rounds; null if none is offered. */
    roundPage: Effect.Effect<RoundPage | null, Unavailable>
    /** What became of the partner's records with these ids. */
    outcomes(partner: string, ids: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<RecordOutcome>, Unavailable>
    /** Revisions of the partner's record with one of the ids. */
    history(partner: string, ids: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<RevisionEntry>, Unavailable>
    /** Withdraws a case, or counts its records. `persons` are its possible first pseudonyms. */
    withdraw(
      partner: string,
      persons: ReadonlyArray<string>,
      how: { readonly dryRun: boolean; readonly ahead: boolean }
    ): Effect.Effect<WithdrawalAnswer, Unavailable | NoRecordMatches>
    /** The stored mapping, as `parseMapping` reads it; null if there is none. */
    mapping(partner: string): Effect.Effect<unknown, Unavailable>
    /** Stores a mapping. Returns the paths of what is not valid; empty if it was stored. */
    saveMapping(partner: string, mapping: unknown): Effect.Effect<ReadonlyArray<string>, Unavailable>
  }
>()("corridor/ingest/portal/SubmissionService") {}
