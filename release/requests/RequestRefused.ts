import { Schema } from "effect"

/** What is asked for is not possible now; the message says why. */
export class RequestRefused extends Schema.TaggedError<RequestRefused>()("RequestRefused", {
  message: Schema.String,
  /** Words that cannot be used so, and what is expected of them. */
  problems: Schema.optionalKey(Schema.Array(Schema.Struct({ path: Schema.String, expected: Schema.String })))
}) {}

/** There is no such request, or it is somebody else's: the two cannot be told apart. */
export class RequestMissing extends Schema.TaggedError<RequestMissing>()("RequestMissing", {
  message: Schema.String
}) {}

export const requestMissing = new RequestMissing({ message: "there is no such request, or it is not yours" })
