import { Schema } from "effect"

/** A dependency is missing or does not respond. `message` is a sentence that says what to do. The exit code is 3. */
export class Unavailable extends Schema.TaggedError<Unavailable>()("Unavailable", {
  /** The dependency: java, maven, kafka, registry, warehouse, data folder, … */
  part: Schema.String,
  message: Schema.String
}) {}
