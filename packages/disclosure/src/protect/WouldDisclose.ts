import { Schema } from "effect"

/** What was asked for would tell what must not be told; nothing was written. Says how many cells, never which or what. */
export class WouldDisclose extends Schema.TaggedError<WouldDisclose>()("WouldDisclose", {
  message: Schema.String,
  narrow: Schema.Int,
  undecided: Schema.Int
}) {}
