/** `/v1/queries` as the API's description has it. */
import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"
import { TableChoice } from "../../../release/catalogue/TableChoice.ts"
import { problemFields } from "../problems/ApiProblem.ts"
import { anyCell } from "../tables/TableSchemas.ts"

const Name = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(100))
const Labels = Schema.Array(Schema.String.check(Schema.isMaxLength(100))).check(Schema.isMaxLength(20))

/** What of which table; what is left out is as the catalogue has it. */
export const Choice = Schema.Struct({
  table: Name,
  by: Schema.optionalKey(Labels),
  levels: Schema.optionalKey(Schema.Record(Schema.String, Labels)),
  margins: Schema.optionalKey(Schema.Boolean),
  from: Schema.optionalKey(Schema.Int),
  to: Schema.optionalKey(Schema.Int),
  period: Schema.optionalKey(Schema.Int),
  where: Schema.optionalKey(Schema.Record(Schema.String, Schema.String.check(Schema.isMaxLength(200))))
})

export const QueryPayload = Schema.Struct({
  /** Who pays beside the person. */
  project: Name,
  choice: Choice,
  /** Number of the vintage; without it the newest. */
  vintage: Schema.optionalKey(Schema.Int),
  /** Disclosure profile; without it the usual one. */
  profile: Schema.optionalKey(Name)
})

export const QueryAnswer = Schema.Struct({
  answer: Schema.Int,
  vintage: Schema.Int,
  profile: Schema.String,
  invented: Schema.Boolean,
  note: Schema.String,
  choice: TableChoice,
  title: Schema.String,
  unit: Schema.String,
  dimensions: Schema.Array(Schema.String),
  figure: Schema.String,
  cells: Schema.Array(anyCell)
})

export const Allowance = Schema.Struct({ granted: Schema.Number, used: Schema.Number, left: Schema.Number })

export const QueryList = Schema.Struct({ allowance: Allowance, answers: Schema.Array(QueryAnswer) })

/** Nothing of what was asked can be told. `nearest` can be asked instead, where it is not null. */
export class NothingTold extends Schema.TaggedError<NothingTold>()(
  "NothingTold",
  { ...problemFields, nearest: Schema.NullOr(TableChoice) },
  { httpApiStatus: 422 }
) {}

export const nothingDisclosable = NothingTold.pipe(HttpApiSchema.asJson({ contentType: "application/problem+json" }))
