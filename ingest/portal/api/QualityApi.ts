/** The quality of a partner's data. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { SignedIn } from "../../../ports/identity/SignedIn.ts"
import { recordKinds } from "../../../schemas/RecordSchemas.ts"
import { MayAsk } from "./operations.ts"
import { errors } from "./PortalAnswers.ts"

/** A figure of the partner, and the median of other partners of its type; null where it is unknown or may not be shown. Shares are in per cent. */
const Compared = Schema.Struct({ own: Schema.NullOr(Schema.Number), median: Schema.NullOr(Schema.Number) })

/** The quality of the partner's data: see `ingest/quality/QualityReport.ts`. */
export const QualityAnswer = Schema.Struct({
  /** Medians are of what was loaded before this day. */
  mediansBefore: Schema.String,
  /** A median needs as many other partners. */
  leastPeers: Schema.Int,
  kinds: Schema.Array(
    Schema.Struct({
      kind: Schema.Literals(recordKinds),
      records: Schema.Int,
      /** Months between event and loading. */
      delay: Compared,
      fields: Schema.Array(Schema.Struct({ path: Schema.String, ...Compared.fields }))
    })
  ),
  months: Schema.Array(
    Schema.Struct({ month: Schema.String, read: Schema.Int, refused: Schema.Int, duplicates: Schema.Int })
  ),
  /** Shares of the messages read in the last full month. */
  refused: Compared,
  duplicates: Compared,
  rules: Schema.Array(Schema.Struct({ month: Schema.String, code: Schema.String, messages: Schema.Int })),
  /** The editions that its records are in, newest first. */
  editions: Schema.Array(
    Schema.Struct({
      release: Schema.Int,
      edition: Schema.String,
      publishedAt: Schema.String,
      /** Null if the counts were erased after a withdrawal. */
      kinds: Schema.NullOr(
        Schema.Array(
          Schema.Struct({
            kind: Schema.Literals(recordKinds),
            records: Schema.Int,
            years: Schema.NullOr(Schema.Tuple([Schema.Int, Schema.Int]))
          })
        )
      )
    })
  )
})

export type QualityAnswer = typeof QualityAnswer.Type

export class QualityGroup extends HttpApiGroup.make("quality")
  .add(HttpApiEndpoint.get("show", "/", { success: QualityAnswer, error: [...errors] }))
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/quality") {}
