import { Context, type Effect, type Stream } from "effect"
import type { Decider } from "../../review/Entries.ts"
import type { Entry, ReviewRefused, Warning } from "../../review/Entry.ts"
import type { PartnerEvent } from "../../review/History.ts"
import type { ReturnReason } from "../../review/returnReasons.ts"
import type { ReadyRow } from "../../submit/check/pseudonymiseRows.ts"
import type { Unavailable } from "../api/PortalAnswers.ts"
import type { EntryDetail } from "../api/ReviewApi.ts"
import type { UploadAnswer } from "../api/UploadApi.ts"
import type { SubmissionPlan } from "./SubmissionService.ts"

/** Review before sending: what one account enters waits for the approval of another one, if the partner requires this. */
export class ReviewService extends Context.Service<
  ReviewService,
  {
    readonly isOn: (partner: string) => Effect.Effect<boolean, Unavailable>
    readonly setOn: (partner: string, isOn: boolean, by: string) => Effect.Effect<void, ReviewRefused | Unavailable>
    /** Sends the rows, or lets them wait. Returns the receipt. */
    readonly take: (
      partner: string,
      account: string,
      plan: SubmissionPlan & { readonly warnings: ReadonlyArray<Warning> },
      rows: Stream.Stream<ReadyRow>
    ) => Effect.Effect<UploadAnswer, ReviewRefused | Unavailable>
    /** The partner's entries, newest first. */
    readonly list: (partner: string) => Effect.Effect<ReadonlyArray<Entry>, Unavailable>
    /** Undefined if the partner has no such entry. */
    readonly entry: (partner: string, entry: string) => Effect.Effect<Entry | undefined, Unavailable>
    /** What an approver sees of an entry that waits. Undefined if the partner has none with this id. */
    readonly detail: (partner: string, entry: string) => Effect.Effect<EntryDetail | undefined, Unavailable>
    /** Approves an entry and sends it, once. Undefined if the partner has no such entry. */
    readonly approve: (
      decider: Decider,
      entry: string
    ) => Effect.Effect<UploadAnswer | undefined, ReviewRefused | Unavailable>
    /** False if the partner has no such entry. */
    readonly giveBack: (
      decider: Decider,
      entry: string,
      reason: ReturnReason
    ) => Effect.Effect<boolean, ReviewRefused | Unavailable>
    /** Notes in the history that the account withdrew a case, without saying which. */
    readonly noteWithdrawal: (partner: string, account: string) => Effect.Effect<void, Unavailable>
    /** Who did what, newest first. */
    readonly history: (partner: string) => Effect.Effect<ReadonlyArray<PartnerEvent>, Unavailable>
    /** Sends what was approved before its process ended, and ends entries that were not decided in time. Runs every minute. */
    readonly tidy: Effect.Effect<void>
  }
>()("corridor/ingest/portal/ReviewService") {}
