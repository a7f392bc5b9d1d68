/** What the resources of the portal's API have in common: errors. */
import { Schema } from "effect"
import { NotFound } from "../../../ports/identity/SignedIn.ts"

/** Kafka, the registry or the database is not responding. */
export class Unavailable extends Schema.TaggedError<Unavailable>()(
  "Unavailable",
  { message: Schema.String },
  { httpApiStatus: 503 }
) {}

/** Rows with errors. A problem has the row's index in the request, from 0, and never a value. */
export class RowsRefused extends Schema.TaggedError<RowsRefused>()(
  "RowsRefused",
  {
    message: Schema.String,
    problems: Schema.Array(Schema.Struct({ row: Schema.Int, code: Schema.String, path: Schema.String }))
  },
  { httpApiStatus: 422 }
) {}

/** The upload expects another chunk. Start again: no record is stored twice. */
export class OutOfStep extends Schema.TaggedError<OutOfStep>()(
  "OutOfStep",
  { message: Schema.String, next: Schema.Int },
  { httpApiStatus: 409 }
) {}

export const errors = [NotFound, Unavailable] as const
