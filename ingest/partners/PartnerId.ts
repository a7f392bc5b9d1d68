/** The id of a partner: part of its topic's name, its Kafka user and its key file. */
import { Schema } from "effect"

export const PartnerId = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9-]{1,30}$/, {
    message: "a partner's id is 2 to 31 lower-case letters, digits and hyphens and begins with a letter"
  })
).pipe(Schema.brand("PartnerId"))
export type PartnerId = typeof PartnerId.Type
