import { Schema } from "effect"

/** A node cannot be built as it is configured; `kind` is the head of dbt's words for it. */
export class NodeError extends Schema.TaggedError<NodeError>()("NodeError", {
  kind: Schema.Literals(["Runtime Error", "Compilation Error", "Validation Error"]),
  reason: Schema.String,
  /** What it is told of, where that is not the node itself: an input of a unit test. */
  about: Schema.optionalKey(Schema.String)
}) {
  override get message(): string {
    return this.reason
  }
}
