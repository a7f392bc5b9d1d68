/** What the portal does for one partner: takes records and withdrawals to its topic, tells what became of them, keeps its mapping. */
import { Context, type Effect, type Stream } from "effect"
import type { DirectAnswer, ReceiptAnswer, RevisionAnswer, Unavailable } from "../api/PortalApi.ts"
import type { SentRow } from "./RowsText.ts"

/** What the page says of the records before it sends them. */
export interface Announced {
  /** SHA-256 over the records in order; the same records of the same partner have one receipt. */
  readonly contentHash: string
  readonly records: number
}

export class PartnerDesk extends Context.Service<
  PartnerDesk,
  {
    /** Sends what comes; answers the receipt when all of it lies in the partner's topic. */
    send(partner: string, announced: Announced, rows: Stream.Stream<SentRow>): Effect.Effect<ReceiptAnswer, Unavailable>
    /** Newest first. */
    receipts(partner: string): Effect.Effect<ReadonlyArray<ReceiptAnswer>, Unavailable>
    /** Undefined for one of another partner, as for one that is not there. */
    receipt(partner: string, submission: string): Effect.Effect<ReceiptAnswer | undefined, Unavailable>
    /** What the partner's own systems sent to its topic. */
    direct(partner: string): Effect.Effect<DirectAnswer, Unavailable>
    /** Revisions of the partner's record that has one of the ids. */
    history(partner: string, ids: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<RevisionAnswer>, Unavailable>
    /** `person`: first pseudonym of the case. */
    withdraw(partner: string, person: string): Effect.Effect<void, Unavailable>
    /** As `parseMapping` reads it; null while none is kept. */
    mapping(partner: string): Effect.Effect<unknown, Unavailable>
    /** Answers the places of what cannot be used. */
    keepMapping(partner: string, mapping: unknown): Effect.Effect<ReadonlyArray<string>, Unavailable>
  }
>()("corridor/ingest/portal/PartnerDesk") {}
