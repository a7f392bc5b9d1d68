/**
 * The history of a partner: who did what, when, with which submission and how many records. It has no values and no pseudonyms, so an erasure
 * leaves it as it is: it says that something was sent, which stays true.
 */
import { Clock, Effect } from "effect"
import { StateStore } from "../../ports/StateStore.ts"

export const partnerEvents = [
  "entered",
  "approved",
  "returned",
  "expired",
  "withdrawn",
  "sent",
  "case-withdrawn",
  "review-on",
  "review-off"
] as const

export interface PartnerEvent {
  /** In milliseconds since 1970. */
  readonly at: number
  /** The account's name; "" for what happened by itself. */
  readonly account: string
  readonly did: (typeof partnerEvents)[number]
  /** Id of the submission or of the entry; "" for other events. */
  readonly submission: string
  readonly records: number
}

/** Adds an event. Call it in the transaction that the event describes. */
export const addEvent = Effect.fn("History.add")(function* ({
  partner,
  account,
  did,
  submission,
  records
}: Omit<PartnerEvent, "at"> & { readonly partner: string }) {
  yield* StateStore.transaction(
    StateStore.query(
      `INSERT INTO partner_event (partner, seq, at, account, did, submission, records)
       VALUES (?, (SELECT COALESCE(MAX(seq), 0) + 1 FROM partner_event WHERE partner = ?), ?, ?, ?, ?, ?)`,
      [partner, partner, yield* Clock.currentTimeMillis, account, did, submission, records]
    )
  )
})

/** Events that a partner sees. */
const newest = 200

/** Returns the partner's newest events. */
export const partnerHistory = Effect.fn("History.list")(function* (partner: string) {
  return yield* StateStore.query<PartnerEvent>(
    "SELECT at, account, did, submission, records FROM partner_event WHERE partner = ? ORDER BY seq DESC LIMIT ?",
    [partner, newest]
  )
})
