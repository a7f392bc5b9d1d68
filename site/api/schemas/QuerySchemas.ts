import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"
import { TableChoice } from "../../../release/catalogue/TableChoice.ts"
import { problemFields } from "../problems/ApiProblem.ts"
import { anyCell, PublishedFacts, tableFacts } from "./TableSchemas.ts"

const Name = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(100))
const Labels = Schema.Array(Schema.String.check(Schema.isMaxLength(100))).check(Schema.isMaxLength(20))

/** The cells of a table that a query selects. What it omits is as in the catalogue. */
const Choice = Schema.Struct({
  table: Name,
  by: Schema.optionalKey(Labels),
  levels: Schema.optionalKey(Schema.Record(Schema.String, Labels)),
  margins: Schema.optionalKey(Schema.Boolean),
  from: Schema.optionalKey(Schema.Int),
  to: Schema.optionalKey(Schema.Int),
  period: Schema.optionalKey(
    Schema.Int.annotate({
      description:
        "years in a period, from 1 to 50; periods begin at multiples of their length: 5 years are 2005 to 2009"
    })
  ),
  where: Schema.optionalKey(Schema.Record(Schema.String, Schema.String.check(Schema.isMaxLength(200))))
})

export const QueryPayload = Schema.Struct({
  /** The project whose budget the query uses, in addition to the person's. */
  project: Name,
  choice: Choice,
  /** Number of the vintage; the newest by default. */
  vintage: Schema.optionalKey(Schema.Int),
  /** Name of the disclosure profile; the default profile if absent. */
  profile: Schema.optionalKey(Name)
})

export const QueryAnswer = Schema.Struct({
  answer: Schema.Int.annotate({ description: "0 if the cells were published already" }),
  published: Schema.optionalKey(PublishedFacts).annotate({
    description: "published cells that answer it: the query was free"
  }),
  vintage: Schema.Int,
  profile: Schema.String,
  invented: Schema.Boolean,
  note: Schema.String,
  choice: TableChoice,
  ...tableFacts,
  cells: Schema.Array(anyCell)
})

const Allowance = Schema.Struct({ granted: Schema.Number, used: Schema.Number, left: Schema.Number })

export const QueryList = Schema.Struct({ allowance: Allowance, answers: Schema.Array(QueryAnswer) })

/** No cell of the answer can be disclosed. `nearest` is a similar query that can be answered, or null. */
export class WouldDisclose extends Schema.Error<WouldDisclose>("WouldDisclose")(
  { ...problemFields(422), nearest: Schema.NullOr(TableChoice) },
  { httpApiStatus: 422 }
) {}

export const wouldDisclose = WouldDisclose.pipe(HttpApiSchema.asJson({ contentType: "application/problem+json" }))
