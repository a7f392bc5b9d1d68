import { Schema } from "effect"

/** A node cannot be built as configured; `kind` starts dbt's message. */
export class NodeError extends Schema.TaggedError<NodeError>()("NodeError", {
  kind: Schema.Literals(["Runtime Error", "Compilation Error", "Validation Error"]),
  reason: Schema.String,
  /** The subject if it is not the node itself: an input of a unit test. */
  about: Schema.optionalKey(Schema.String)
}) {
  override get message(): string {
    return this.reason
  }
}
