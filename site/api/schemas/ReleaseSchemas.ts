import { Schema } from "effect"
import { VintageFacts } from "./TableSchemas.ts"

const fields = {
  release: Schema.Int,
  state: Schema.Literals(["published", "retracted"]),
  vintage: VintageFacts,
  profile: Schema.String,
  method: Schema.String,
  invented: Schema.Boolean,
  /** Null if readers only see it at its own address. */
  edition: Schema.NullOr(
    Schema.Struct({
      name: Schema.String,
      version: Schema.Int,
      /** Why it lacks something that the edition before had; empty if it lacks nothing. */
      reason: Schema.String,
      latest: Schema.Boolean
    })
  ),
  /** Number of the request that it answers. */
  request: Schema.NullOr(Schema.Int),
  /** ISO 8601. */
  publishedAt: Schema.String,
  tables: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      table: Schema.String,
      title: Schema.String,
      dimensions: Schema.Array(Schema.String),
      figure: Schema.String
    })
  ),
  citation: Schema.String
}

export const ReleaseFacts = Schema.Struct(fields)
export type ReleaseFacts = typeof ReleaseFacts.Type

/** A release with its pages by file name: method, dictionary, coverage and citation. */
export const ReleaseWithPages = Schema.Struct({ ...fields, pages: Schema.Record(Schema.String, Schema.String) })
