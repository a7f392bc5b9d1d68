import { cellStates } from "@corridor/disclosure/tables/CellState"
import { Schema } from "effect"
import { answerFacts } from "./TableSchemas.ts"

const Bounded = Schema.Struct({ low: Schema.NullOr(Schema.Number), high: Schema.NullOr(Schema.Number) })

/** Null if it cannot be computed. */
const Test = Schema.Record(Schema.String, Schema.NullOr(Schema.Number))

const whoReports = {
  /** Number of partners that report this kind of record from each month on; null if they are fewer than 3. */
  reporting: Schema.Array(Schema.Struct({ from: Schema.String, partners: Schema.NullOr(Schema.Int) })),
  /**
   * Months in which fewer partners report than before and after, by `reporting` alone: it does not say whether those that began are those that ceased.
   * `partners`: the fewest that report in between; null if they are fewer than 3.
   */
  reportingPauses: Schema.Array(
    Schema.Struct({
      from: Schema.String,
      to: Schema.String,
      partners: Schema.NullOr(Schema.Int),
      before: Schema.Int,
      after: Schema.Int
    })
  )
}

/** `/v1/coverage`: who reports, by the latest edition. */
export const CoverageAnswer = Schema.Struct({
  /** Null while no release says so. */
  release: Schema.NullOr(Schema.Int),
  kinds: Schema.Array(
    Schema.Struct({
      record_kind: Schema.String,
      /** Partners that reported throughout; null if they are fewer than 3. */
      throughout: Schema.NullOr(Schema.Int),
      ...whoReports
    })
  )
})

const Interval = Schema.Struct({ value: Schema.Number, low: Schema.Number, high: Schema.Number })

const Series = Schema.Array(
  Schema.StructWithRest(
    Schema.Struct({
      year: Schema.Int,
      /** From 1; only for tables by half-year, quarter or month. */
      half_year: Schema.optionalKey(Schema.Int),
      quarter: Schema.optionalKey(Schema.Int),
      month: Schema.optionalKey(Schema.Int),
      state: Schema.Literals(cellStates)
    }),
    [Schema.Record(Schema.String, Schema.Union([Schema.String, Schema.Number]))]
  )
)

const stated = {
  direction: Schema.Literals(["rising", "falling", "change of level", "no detectable change", "cannot say"]),
  words: Schema.String,
  published: Schema.Int,
  suppressed: Schema.Int,
  /** Relative change per year by the count model, such as 0.03, with its 95 % interval over all values of the suppressed cells; null if there are too few points. */
  rate: Schema.NullOr(Interval),
  /** How many times as wide the suppressed cells make that interval; null if there are none. */
  widened: Schema.NullOr(Schema.Number),
  /** What a verdict would need: further years, or how many times as many cases; null if there is a verdict, or suppressed figures decide. */
  need: Schema.NullOr(Schema.Struct({ years: Schema.NullOr(Schema.Int), cases: Schema.NullOr(Schema.Number) })),
  /** The year or part of one that is far from what the others lead to expect: a change that it alone makes is not stated, and one that the others make is estimated without it. Null if there is none. */
  apart: Schema.NullOr(Schema.String),
  /**
   * The change of level, if one is stated, with its 95 % interval, and how many times the level before it is; null if the series is too short. `none`: the
   * side on which no case is counted, so that the factor says nothing; null if there are cases on both. `isOpen`: whether it cannot be said when the level
   * changed, because the interval is longer than half of the series.
   */
  breaks: Schema.NullOr(
    Schema.Array(
      Schema.Struct({
        ...{ at: Schema.String, low: Schema.String, high: Schema.String, factor: Interval },
        isOpen: Schema.Boolean,
        none: Schema.NullOr(Schema.Literals(["before", "after"]))
      })
    )
  )
}

export const TrendAnswer = Schema.Struct({
  ...answerFacts,
  /** The labels that select the series. */
  where: Schema.Record(Schema.String, Schema.String),
  series: Series,
  verdict: Schema.Struct({
    ...stated,
    /** The table that decided: this one, or one of the same cell by parts of years. */
    of: Schema.String,
    /** The partners that the verdict is of: all, or those that reported throughout, where figures of all are suppressed. */
    partners: Schema.Literals(["all", "throughout"]),
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
    /** Bounds of the Mann-Kendall test over every value that the suppressed years can have; null is unbounded. */
    bounds: Schema.NullOr(Schema.Struct({ s: Bounded, varS: Bounded, z: Bounded, p: Bounded, slope: Bounded })),
    /** Months of the series that decided from which other partners report than before: a change is stated only if the panel shows it. */
    reporting: Schema.Array(Schema.String),
    /** Years of that series in which the number of records of one partner that has more than a tenth of them changed while that of the others did not: no change is stated. */
    ownChanges: Schema.Array(Schema.String)
  }),
  /** What the partners that reported throughout show; null if it is not published. */
  panel: Schema.NullOr(
    Schema.Struct({
      /** Null if they are fewer than 3. */
      partners: Schema.NullOr(Schema.Int),
      series: Series,
      /** Null if reporting did not change within the series: then the panel is all partners. */
      verdict: Schema.NullOr(Schema.Struct(stated))
    })
  ),
  /**
   * Months of which records are still expected; no change is stated from them. `arrived`: the share that is expected to be loaded so far, and between
   * which bounds 95 % of months are; null if delays changed or the month is not over. `estimate`: the figure once all is loaded, with its 95 % interval;
   * null for figures that are not published or date from an earlier release, and for tables by year.
   */
  incomplete: Schema.Array(
    Schema.Struct({
      month: Schema.String,
      arrived: Schema.NullOr(Schema.Struct({ share: Schema.Number, low: Schema.Number, high: Schema.Number })),
      estimate: Schema.NullOr(Interval)
    })
  ),
  /** Months in which a partner with more than a tenth of the records reported nothing, and again later; no change is stated from them. */
  pauses: Schema.Array(Schema.Struct({ from: Schema.String, to: Schema.String })),
  ...whoReports
})

export type TrendAnswer = typeof TrendAnswer.Type
