import { Schema } from "effect"

/** Something that is needed is not there or does not answer. `message` is a plain sentence that says what to do. Exit code 3. */
export class Unavailable extends Schema.TaggedError<Unavailable>()("Unavailable", {
  /** What is missing: java, maven, kafka, registry, warehouse, data folder. */
  part: Schema.String,
  message: Schema.String
}) {}
