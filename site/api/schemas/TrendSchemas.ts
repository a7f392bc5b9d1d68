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
    direction: Schema.Literals(["rising", "falling", "no trend", "disagree", "too few points", "undecided"]),
    words: Schema.String,
    published: Schema.Int,
    suppressed: Schema.Int,
    /** For the published years only. */
    tests: Schema.Record(Schema.String, Test),
    /** Sen's slope per year with its 95 % interval, for the published years only. */
    slope: Schema.NullOr(
      Schema.Struct({
        value: Schema.NullOr(Schema.Number),
        low: Schema.NullOr(Schema.Number),
        high: Schema.NullOr(Schema.Number)
      })
    ),
    /** Changes of level, each with its 95 % interval; null if the series has a gap or is too short. */
    breaks: Schema.NullOr(Schema.Array(Schema.Struct({ at: Schema.String, low: Schema.String, high: Schema.String }))),
    /** Bounds of the Mann-Kendall test over every value that the suppressed years can have; null is unbounded. */
    bounds: Schema.NullOr(Schema.Struct({ s: Bounded, varS: Bounded, z: Bounded, p: Bounded, slope: Bounded }))
  })
})
