/** What a report on the quality of a partner's data contains. The portal's API answers with it. */
import { Schema } from "effect"
import { recordKinds } from "../../schemas/RecordSchemas.ts"

/** A figure of the partner, and the median of other partners of its type; null where it is unknown or may not be shown. Shares are in per cent. */
const Compared = Schema.Struct({ own: Schema.NullOr(Schema.Number), median: Schema.NullOr(Schema.Number) })
export type Compared = typeof Compared.Type

/** The partner's messages of a month. */
const MessageMonth = Schema.Struct({
  /** `2026-11`, in UTC. */
  month: Schema.String,
  read: Schema.Int,
  refused: Schema.Int,
  /** Messages that repeated a stored record. */
  duplicates: Schema.Int
})
export type MessageMonth = typeof MessageMonth.Type

/** Messages that break a rule, by the month in which they were refused. A message may break several rules. */
const RuleMonth = Schema.Struct({ month: Schema.String, code: Schema.String, messages: Schema.Int })
export type RuleMonth = typeof RuleMonth.Type

/** An edition that the partner's records are in. */
const ContributedEdition = Schema.Struct({
  release: Schema.Int,
  /** Series and version, such as `main 2`. */
  edition: Schema.String,
  /** ISO 8601. */
  publishedAt: Schema.String,
  /** Those of the partner's records in the store that were loaded when its vintage was frozen. */
  kinds: Schema.Array(Schema.Struct({ kind: Schema.Literals(recordKinds), records: Schema.Int }))
})
export type ContributedEdition = typeof ContributedEdition.Type

export const QualityReport = Schema.Struct({
  /** Medians are of what was loaded before this day. */
  mediansBefore: Schema.String,
  /** A median needs as many other partners. */
  leastPeers: Schema.Int,
  kinds: Schema.Array(
    Schema.Struct({
      kind: Schema.Literals(recordKinds),
      records: Schema.Int,
      /** Months between event and loading. */
      delay: Compared,
      fields: Schema.Array(Schema.Struct({ path: Schema.String, ...Compared.fields }))
    })
  ),
  months: Schema.Array(MessageMonth),
  /** Shares of the messages read in the last full month. */
  refused: Compared,
  duplicates: Compared,
  rules: Schema.Array(RuleMonth),
  /** Newest first. */
  editions: Schema.Array(ContributedEdition)
})
export type QualityReport = typeof QualityReport.Type
