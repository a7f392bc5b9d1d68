/** What one account of a partner entered, and another one has to approve before it is sent (docs/decisions/0616-review-before-sending.md). */
import { Schema } from "effect"
import { millisOfDay } from "../../ports/days.ts"
import { type ReviewRefusal, reviewRefusalNames, reviewRefusals } from "./reviewRefusals.ts"

/**
 * `receiving`: not all rows are here yet. `waiting`: for approval. `approved`: being sent; `sent`: in the partner's topic. `returned`, with a
 * reason; `expired`: not decided, or not sent, in time; `withdrawn`: every person in it withdrew. The rows of the last four are deleted.
 */
export const entryStates = ["receiving", "waiting", "approved", "sent", "returned", "expired", "withdrawn"] as const
export type EntryState = (typeof entryStates)[number]

/** A rule that rows of the entry break without being refused, and the number of rows. */
export interface Warning {
  readonly code: string
  readonly rows: number
}

/** An entry without its rows. Times are in milliseconds since 1970. */
export interface Entry {
  readonly entry: string
  readonly partner: string
  readonly state: EntryState
  readonly enteredBy: string
  readonly enteredAt: number
  /** SHA-256 of the rows that are left, in order; "" when they are deleted. */
  readonly contentHash: string
  readonly records: number
  /** Number of records of persons who withdrew meanwhile. They are not sent. */
  readonly erased: number
  /** Whether records that were corrected since are sent all the same. */
  readonly undo: boolean
  readonly warnings: ReadonlyArray<Warning>
  readonly decidedBy: string
  readonly decidedAt: number
  readonly reason: string
  /** The submission under which it was sent; "" before. */
  readonly submission: string
}

/** How long until an undecided entry expires. */
export const entryDays = 14

/** Returns when an entry that nobody decided on expires, in milliseconds since 1970. */
export const expiresAt = ({ enteredAt }: Pick<Entry, "enteredAt">): number => enteredAt + entryDays * millisOfDay

/** Rows of an upload that was interrupted are deleted after so long. */
export const receivingMillis = 3_600_000

/** The most bytes that wait for one partner, as they are stored, and the most entries. */
export const maxBytes = 100 * 1024 * 1024
export const maxEntries = 500

/** A decision that is not possible. */
export class ReviewRefused extends Schema.TaggedError<ReviewRefused>()(
  "ReviewRefused",
  { message: Schema.String, why: Schema.Literals(reviewRefusalNames) },
  { httpApiStatus: 409 }
) {
  static because(why: ReviewRefusal): ReviewRefused {
    return new ReviewRefused({ why, message: reviewRefusals[why] })
  }
}
