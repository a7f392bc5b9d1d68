/** Sending records in chunks. */

import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "effect/http-api"
import { TooMany } from "../../../ports/identity/Identity.ts"
import { SignedIn } from "../../../ports/identity/SignedIn.ts"
import { Sha256 } from "../../../ports/ValueSchemas.ts"
import { problemCatalogue } from "../../../schemas/Problems.ts"
import { OtherKey } from "../../partners/OtherKey.ts"
import { ReviewRefused } from "../../review/Entry.ts"
import { maxRecords } from "./limits.ts"
import { MayAsk } from "./operations.ts"
import { errors, OutOfStep, RowsRefused } from "./PortalAnswers.ts"
import { ReceiptAnswer } from "./ReceiptApi.ts"

/** The receipt of what was just sent, with the ids of the records that were held back. */
export const UploadAnswer = Schema.Struct({ ...ReceiptAnswer.fields, heldBackRecords: Schema.Array(Schema.String) })

export type UploadAnswer = typeof UploadAnswer.Type

const EntryWarning = Schema.Struct({ code: Schema.Literals([...problemCatalogue.keys()]), rows: Schema.Int })

export class UploadGroup extends HttpApiGroup.make("uploads")
  .add(
    HttpApiEndpoint.post("begin", "/", {
      payload: Schema.Struct({
        contentHash: Sha256,
        /** Check value of the key that made the pseudonyms. Refused if another key of the partner is registered. */
        keyCheck: Schema.optionalKey(Sha256),
        /** Send records although they were corrected after this content of them was sent. */
        undo: Schema.optionalKey(Schema.Boolean),
        /** What the check reported of rows that are sent, for the account that approves them. */
        warnings: Schema.optionalKey(Schema.Array(EntryWarning).check(Schema.isMaxLength(100))),
        records: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: maxRecords }))
      }),
      success: Schema.Struct({ upload: Schema.String, chunkRows: Schema.Int }),
      error: [...errors, TooMany, OtherKey]
    }),
    HttpApiEndpoint.post("rows", "/:upload/rows", {
      params: { upload: Schema.String },
      query: { chunk: Schema.NumberFromString.check(Schema.isInt()) },
      payload: Schema.String.pipe(HttpApiSchema.asText({ contentType: "application/x-ndjson" })),
      success: Schema.Struct({ received: Schema.Int }),
      error: [...errors, RowsRefused, OutOfStep, ReviewRefused]
    }),
    HttpApiEndpoint.post("end", "/:upload/end", {
      params: { upload: Schema.String },
      success: UploadAnswer,
      error: [...errors, OutOfStep, ReviewRefused]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/uploads") {}
