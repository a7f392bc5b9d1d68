/** A round in numbers, for the linker's operator. */

import { oddities } from "@corridor/linkage/link/oddSubmissions"
import type { RoundErrors, RoundTable } from "@corridor/linkage/quality/errorsOfRound"
import { type LinkerRound, type OverRounds, review } from "@corridor/linkage/round/Linker"
import { termsCode } from "@corridor/linkage/round/Terms"
import { Schema } from "effect"

const Names = Schema.Array(Schema.String)
const History = Schema.Struct({
  stratum: Schema.Record(Schema.String, Schema.String),
  lists: Names,
  persons: Schema.Int
})
const Overlap = Schema.Struct({ lists: Schema.Tuple([Schema.String, Schema.String]), persons: Schema.Int })

const Rate = Schema.Struct({
  events: Schema.Int,
  trials: Schema.Int,
  share: Schema.Finite,
  low: Schema.Finite,
  high: Schema.Finite,
  dispersion: Schema.Finite
})

const ErrorsMessage: Schema.Codec<RoundErrors, unknown> = Schema.Struct({
  planted: Schema.Array(Schema.Struct({ rule: Schema.String, missed: Rate, falsePerPair: Schema.optionalKey(Rate) })),
  estimated: Schema.optionalKey(Schema.Array(Schema.Struct({ rule: Schema.String, missed: Rate, falsePerPair: Rate }))),
  corrected: Schema.optionalKey(Schema.Struct({ persons: Schema.Finite, low: Schema.Finite, high: Schema.Finite }))
})

const TableMessage: Schema.Codec<RoundTable, unknown> = Schema.Struct({
  persons: Schema.Int,
  partners: Schema.Array(Schema.Struct({ partner: Schema.String, type: Schema.String, persons: Schema.Int })),
  histories: Schema.Array(History),
  typeHistories: Schema.Array(History),
  overlaps: Schema.Array(Overlap),
  typeOverlaps: Schema.Array(Overlap),
  rules: Schema.Array(
    Schema.Struct({ rule: Schema.String, persons: Schema.Int, links: Schema.Int, conflicts: Schema.Int })
  ),
  contradictions: Schema.Record(Schema.String, Schema.Int),
  leftOut: Schema.optionalKey(
    Schema.Array(Schema.Struct({ rule: Schema.String, links: Schema.Int, falseLinks: Schema.Int }))
  ),
  errors: Schema.optionalKey(ErrorsMessage)
})

export const SummaryMessage = Schema.Struct({
  round: Schema.String,
  stage: Schema.Literals(["dealing", "open", "closed", "destroyed"]),
  /** The digest of the terms, which partners compare with what they sign. */
  code: Schema.String,
  purpose: Schema.String,
  /** The last day of the agreement; absent in rounds of earlier versions. */
  until: Schema.optionalKey(Schema.String),
  holders: Names,
  threshold: Schema.Int,
  agreed: Names,
  submitted: Names,
  vetoed: Names,
  odd: Schema.Array(Schema.Struct({ partner: Schema.String, reason: Schema.Literals(oddities) })),
  table: Schema.NullOr(TableMessage)
})

/** A round that partners can take part in, for the portal: no counts. */
export const OpenRoundMessage = Schema.Struct({
  round: Schema.String,
  purpose: Schema.String,
  /** Digest by which a partner compares the terms that it signs. */
  code: Schema.String,
  until: Schema.optionalKey(Schema.String),
  fields: Names,
  dimensions: Names,
  holders: Names,
  threshold: Schema.Int,
  /** Ids of partners. */
  agreed: Names,
  submitted: Names,
  vetoed: Names
})

/** Returns what a partner sees of a round that it may join. */
export const openRoundOf = ({ terms, agreements, submissions, vetoes }: LinkerRound): typeof OpenRoundMessage.Type => ({
  round: terms.round,
  purpose: terms.purpose,
  code: termsCode(terms),
  ...(terms.until === undefined ? {} : { until: terms.until }),
  fields: terms.fields,
  dimensions: Object.keys(terms.strata),
  holders: terms.holders.map(({ id }) => id),
  threshold: terms.threshold,
  agreed: Object.keys(agreements),
  submitted: Object.keys(submissions),
  vetoed: vetoes
})

export type RoundSummary = typeof SummaryMessage.Type

/** Returns a round's stage and numbers: who agreed, submitted and vetoed, and what was counted. It names no person and has no token. */
export const summaryOf = (state: LinkerRound, overRounds: OverRounds): RoundSummary => ({
  round: state.terms.round,
  stage: state.stage,
  code: termsCode(state.terms),
  purpose: state.terms.purpose,
  ...(state.terms.until === undefined ? {} : { until: state.terms.until }),
  holders: state.terms.holders.map(({ id }) => id),
  threshold: state.terms.threshold,
  agreed: Object.keys(state.agreements).sort(),
  submitted: Object.keys(state.submissions).sort(),
  vetoed: state.vetoes,
  odd: state.stage === "open" ? review(state, overRounds) : [],
  table: state.table ?? null
})
