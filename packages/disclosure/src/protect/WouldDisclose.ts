import { Schema } from "effect"

/** The request would disclose too much; nothing was written. Reports how many cells, never which. */
export class WouldDisclose extends Schema.TaggedError<WouldDisclose>()("WouldDisclose", {
  message: Schema.String,
  narrow: Schema.Int,
  undecided: Schema.Int
}) {}

/** What usually helps where no safe form of a table is found. */
export const usualRemedies =
  "What usually helps: leave out a dimension, use coarser labels (regions, periods of several years), or request fewer tables at once."
