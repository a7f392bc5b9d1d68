/** `/v1/trends` as the API's description has it. */

import { cellStates } from "@corridor/disclosure/tables/CellState"
import { Schema } from "effect"
import { answerFacts } from "./TableSchemas.ts"

const Bounded = Schema.Struct({ low: Schema.NullOr(Schema.Number), high: Schema.NullOr(Schema.Number) })

/** Null if it cannot be computed. */
const Test = Schema.Record(Schema.String, Schema.NullOr(Schema.Number))

export const TrendAnswer = Schema.Struct({
  ...answerFacts,
  /** The labels that select the series. */
  where: Schema.Record(Schema.String, Schema.String),
  series: Schema.Array(
    Schema.StructWithRest(
      Schema.Struct({
        year: Schema.Int,
        /** From 1; only for tables by month. */
        month: Schema.optionalKey(Schema.Int),
        state: Schema.Literals(cellStates)
      }),
      [Schema.Record(Schema.String, Schema.Union([Schema.String, Schema.Number]))]
    )
  ),
  verdict: Schema.Struct({
    direction: Schema.Literals(["rising", "falling", "change of level", "no detectable change", "cannot say"]),
    words: Schema.String,
    published: Schema.Int,
    suppressed: Schema.Int,
    /** Relative change per year by the count model, such as 0.03, with its 95 % interval; null if there are too few points. */
    rate: Schema.NullOr(Schema.Struct({ value: Schema.Number, low: Schema.Number, high: Schema.Number })),
    /** For the published years only; they do not decide. */
    tests: Schema.Record(Schema.String, Test),
    /** Sen's slope per year with its 95 % interval, for the published years only. */
    slope: Schema.NullOr(
      Schema.Struct({
        value: Schema.NullOr(Schema.Number),
        low: Schema.NullOr(Schema.Number),
        high: Schema.NullOr(Schema.Number)
      })
    ),
    /** The change of level, if one is stated, with its 95 % interval; null if the series is too short. */
    breaks: Schema.NullOr(Schema.Array(Schema.Struct({ at: Schema.String, low: Schema.String, high: Schema.String }))),
    /** Bounds of the Mann-Kendall test over every value that the suppressed years can have; null is unbounded. */
    bounds: Schema.NullOr(Schema.Struct({ s: Bounded, varS: Bounded, z: Bounded, p: Bounded, slope: Bounded })),
    /** Years or months of the series from which other partners report than before: changes then are not stated. */
    reporting: Schema.Array(Schema.String)
  }),
  /** Number of partners that report this kind of record from each month on; null if they are fewer than 3. */
  reporting: Schema.Array(Schema.Struct({ from: Schema.String, partners: Schema.NullOr(Schema.Int) }))
})
