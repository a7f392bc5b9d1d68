/** The id of a partner. It is part of the name of its topic, its Kafka user and its key file. */
import { Schema } from "effect"

export const PartnerId = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9-]{1,30}$/, {
    message: "A partner id has 2 to 31 lower-case letters, digits and hyphens, and starts with a letter."
  })
).pipe(Schema.brand("PartnerId"))
export type PartnerId = typeof PartnerId.Type
