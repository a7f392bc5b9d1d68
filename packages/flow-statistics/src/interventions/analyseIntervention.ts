import { type Interval, rangeOf } from "../cells/Interval.ts"
import { valuesTried } from "../coverage/sharedChange.ts"
import { type Column, contrastOf } from "../model/columns.ts"
import { brokenLine, type DatedChange, describeIntervention } from "../model/describeIntervention.ts"
import { defaultLags } from "../numeric/neweyWest.ts"
import { completions, extremes, type Points } from "../series/completions.ts"
import { countUncertain, isCounts, type Series } from "../series/Series.ts"
import { type DatedTrial, datedVerdict } from "./datedVerdict.ts"
import { type Interrupted, interrupted, minSide } from "./interrupted.ts"
import { type PlaceboDates, placeboDates, placeboStatistics } from "./placeboDates.ts"

/** The analysis of an intervention's date. */
export interface Intervention extends Interrupted {
  readonly at: number
  readonly placebo: PlaceboDates
  /** The count model that decides; undefined for fewer than 24 points, and for values that are not counts. */
  readonly model: DatedChange | undefined
  readonly verdict: string
  /** Range over all periods that the date may be, if only its year or month is known. */
  readonly overDates: { readonly levelChange: Interval; readonly p: Interval } | undefined
  /** Range over completions of hidden and rounded cells: observed, not proved. */
  readonly overHidden:
    | { readonly levelChange: Interval; readonly slopeChange: Interval; readonly p: Interval }
    | undefined
}

export interface InterventionOptions {
  /** Possible indices of the first point after the intervention; the first one is used. */
  readonly dates: ReadonlyArray<number>
  readonly season: number
  readonly lags?: number | undefined
  /** The counts with their bounds, if the series is a transformation of them; the model needs them. */
  readonly counts?: Points | undefined
  /** The counts without the reporters that contribute most to a contrast: a change is stated only if all of them share it. Undefined if none are named. */
  readonly withoutMost?: ((contrast: ArrayLike<number>) => ReadonlyArray<Points>) | undefined
}

const noCounts =
  "Cannot say: the values are not counts, and the model is one of counts. The regression is still reported."

/** Returns the minimum number of points before and after a date: those of a line, and a whole season. */
export const minSideFor = (season: number): number => Math.max(minSide, season)

/**
 * Analyses a date by interrupted time series, with placebo dates and the range over hidden values.
 *
 * @example
 * ```ts
 * import { analyseIntervention, seriesFrom } from "@corridor/flow-statistics"
 *
 * const years = Array.from({ length: 14 }, (_, i) => String(2010 + i))
 * const series = seriesFrom(years, years.map((_, i) => 20 + i + (i < 8 ? 0 : 9) + (i % 2)))
 * const { levelChange, placebo } = analyseIntervention(series, { dates: [8], season: 1 })
 * ```
 */
export const analyseIntervention = (
  series: Series,
  { dates, season, lags: given, counts = series, withoutMost }: InterventionOptions
): Intervention => {
  const { value } = series
  const lags = given ?? Math.max(1, defaultLags(value.length))
  const changes = (values: ArrayLike<number>, at: number) => interrupted(values, { at, season, lags })
  const at = dates[0] as number
  const found = changes(value, at)
  const statisticsOf = (values: ArrayLike<number>) =>
    placeboStatistics(values, { at, season, lags }, minSideFor(season))
  const statistics = statisticsOf(value)
  const placebo = placeboDates(statistics, found.joint.statistic)
  const describe = (values: ArrayLike<number>, date: number) =>
    isCounts(values) ? describeIntervention(values, { at: date, season }) : undefined
  const model = describe(counts.value, at)
  const overDates = dates.map((date) => changes(value, date))
  const trials: readonly [DatedTrial, ...ReadonlyArray<DatedTrial>] = [
    { model },
    ...dates.slice(1).map(
      (date, i): DatedTrial => ({
        ...{ model: describe(counts.value, date), other: "period" },
        placebo: () => placeboDates(statistics, (overDates[i + 1] as Interrupted).joint.statistic)
      })
    ),
    ...(countUncertain(series) === 0 ? [] : extremes(counts)).map(
      (values, i): DatedTrial => ({
        ...{ model: describe(values, at), other: "values" },
        placebo: () => {
          const own = extremes(series)[i] as Float64Array
          return placeboDates(statisticsOf(own), changes(own, at).joint.statistic)
        }
      })
    )
  ]
  const [levelColumn, slopeColumn] = brokenLine(value.length, at).slice(-2) as [Column, Column]
  const ofOthers =
    withoutMost &&
    ((kind: "level" | "slope", sign: number) =>
      withoutMost(contrastOf(kind === "level" ? levelColumn : slopeColumn, sign)).map((points, i) =>
        valuesTried(points, i + 1).map((values) => describe(values, at))
      ))
  const hidden = countUncertain(series) === 0 ? [] : completions(series).map((values) => changes(values, at))
  return {
    ...found,
    at,
    placebo,
    model,
    verdict: isCounts(counts.value) ? datedVerdict(trials, placebo, series, ofOthers) : noCounts,
    overDates:
      dates.length === 1
        ? undefined
        : {
            levelChange: rangeOf(overDates.map((one) => one.levelChange.value)),
            p: rangeOf(overDates.map(({ joint }) => joint.p))
          },
    overHidden:
      hidden.length === 0
        ? undefined
        : {
            levelChange: rangeOf(hidden.map((one) => one.levelChange.value)),
            slopeChange: rangeOf(hidden.map((one) => one.slopeChange.value)),
            p: rangeOf(hidden.map(({ joint }) => joint.p))
          }
  }
}
