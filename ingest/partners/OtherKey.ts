import { Schema } from "effect"

/** Another key of the partner is registered. */
export class OtherKey extends Schema.TaggedError<OtherKey>()(
  "OtherKey",
  { message: Schema.String },
  { httpApiStatus: 412 }
) {}

export const otherKey = new OtherKey({
  message:
    "Another key of this partner is registered. Use the file of that key: with another one, later records of a case would be counted as another person. If it is lost, the operator invites the partner again with --new-key."
})
