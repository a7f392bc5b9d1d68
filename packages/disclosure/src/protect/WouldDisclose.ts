import { Schema } from "effect"

/** The request would disclose too much; nothing was written. Reports how many cells, never which. */
export class WouldDisclose extends Schema.TaggedError<WouldDisclose>()("WouldDisclose", {
  message: Schema.String,
  narrow: Schema.Int,
  undecided: Schema.Int
}) {}
