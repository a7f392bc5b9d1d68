import { Schema } from "effect"

/** The operation is not possible now; the message gives the reason. */
export class RequestRefused extends Schema.TaggedError<RequestRefused>()("RequestRefused", {
  message: Schema.String,
  /** Terms with problems, and what is expected. */
  problems: Schema.optionalKey(Schema.Array(Schema.Struct({ path: Schema.String, expected: Schema.String })))
}) {}

/** The request does not exist or belongs to another account; the two are indistinguishable. */
export class RequestMissing extends Schema.TaggedError<RequestMissing>()("RequestMissing", {
  message: Schema.String
}) {}

export const requestMissing = new RequestMissing({ message: "There is no such request, or it is not yours." })
