/** `/v1/trends` as the API's description has it. */
import { Schema } from "effect"
import { cellStates } from "../../../release/published/PublishedTable.ts"
import { answerFacts } from "../tables/TableSchemas.ts"

const Bounded = Schema.Struct({ low: Schema.NullOr(Schema.Number), high: Schema.NullOr(Schema.Number) })

/** Null where it cannot be computed. */
const Test = Schema.Record(Schema.String, Schema.NullOr(Schema.Number))

export const TrendAnswer = Schema.Struct({
  ...answerFacts,
  /** Labels of the series. */
  where: Schema.Record(Schema.String, Schema.String),
  series: Schema.Array(
    Schema.StructWithRest(
      Schema.Struct({
        year: Schema.Int,
        /** From 1, of tables by month. */
        month: Schema.optionalKey(Schema.Int),
        state: Schema.Literals(cellStates)
      }),
      [Schema.Record(Schema.String, Schema.Union([Schema.String, Schema.Number]))]
    )
  ),
  verdict: Schema.Struct({
    direction: Schema.Literals(["rising", "falling", "no trend", "disagree", "too few points", "undecided"]),
    words: Schema.String,
    published: Schema.Int,
    suppressed: Schema.Int,
    /** Of the published years alone. */
    tests: Schema.Record(Schema.String, Test),
    /** Sen's slope a year with its interval at 0.95, of the published years alone. */
    slope: Schema.NullOr(
      Schema.Struct({
        value: Schema.NullOr(Schema.Number),
        low: Schema.NullOr(Schema.Number),
        high: Schema.NullOr(Schema.Number)
      })
    ),
    /** Of Mann-Kendall's test over all that the suppressed years may be; null is without bound. */
    /** Changes of level, each with its interval at 0.95; null where the series has a gap or is too short. */
    breaks: Schema.NullOr(Schema.Array(Schema.Struct({ at: Schema.String, low: Schema.String, high: Schema.String }))),
    bounds: Schema.NullOr(Schema.Struct({ s: Bounded, varS: Bounded, z: Bounded, p: Bounded, slope: Bounded }))
  })
})
