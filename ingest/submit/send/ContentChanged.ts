import { Schema } from "effect"

/** The records are not those that were declared, as when a person withdrew while they were sent: this submission never becomes complete. */
export class ContentChanged extends Schema.TaggedError<ContentChanged>()("ContentChanged", {}) {}
