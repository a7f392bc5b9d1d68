import { type Interval, rangeOf } from "../cells/Interval.ts"
import { type DatedChange, dateLevel, describeIntervention, minPointsForDate } from "../model/describeIntervention.ts"
import { Collinear } from "../numeric/leastSquares.ts"
import { defaultLags } from "../numeric/neweyWest.ts"
import { completions } from "../series/completions.ts"
import { countUncertain, isCounts, type Series } from "../series/Series.ts"
import { type Interrupted, type InterruptedOptions, interrupted, minSide } from "./interrupted.ts"

/** The result of the method at dates without an intervention. */
interface PlaceboDates {
  /** Number of placebo dates: all before the intervention with enough points on both sides. */
  readonly tried: number
  /** Number of them with a joint statistic at least as large as at the date itself. */
  readonly asLarge: number
  /** (1 + as large) / (1 + tried). */
  readonly p: number
}

/**
 * Runs the method at every date before the intervention, on the data before it, which contain no effect of the intervention. If it finds as
 * much there, its result at the date is no evidence.
 */
const placeboDates = (
  values: ArrayLike<number>,
  options: InterruptedOptions,
  statistic: number,
  side: number
): PlaceboDates => {
  const before = Array.from(values).slice(0, options.at)
  let tried = 0
  let asLarge = 0
  for (let at = side; at + side <= before.length; at++) {
    try {
      const found = interrupted(before, { ...options, at })
      tried += 1
      if (found.joint.statistic >= statistic) asLarge += 1
    } catch (error) {
      if (!(error instanceof Collinear)) throw error
    }
  }
  return { tried, asLarge, p: (1 + asLarge) / (1 + tried) }
}

/** The analysis of an intervention's date. */
export interface Intervention extends Interrupted {
  readonly at: number
  readonly placebo: PlaceboDates
  /** The count model that decides; undefined for fewer than 24 points, and for values that are no counts. */
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
  /** The counts, if the series is a transformation of them; the model needs them. */
  readonly counts?: ArrayLike<number> | undefined
}

const times = (log: number): string => Math.exp(log).toFixed(2)

/** What is stated: the model decides, and placebo dates can only take a statement back. */
const verdictOf = (model: DatedChange | undefined, placebo: PlaceboDates): string => {
  if (model === undefined)
    return `Cannot say: at least ${minPointsForDate} counts are needed to tell a change from chance.`
  const { level, p } = model
  const sizes = `the level is ${times(level.value)} times what it would have been (95 % interval ${times(level.low)} to ${times(level.high)})`
  if (p >= dateLevel) return `No change is found at this date: ${sizes}.`
  if (placebo.tried >= 19 && placebo.p >= 0.05)
    return `No change is stated: changes as large are found at ${placebo.asLarge} of ${placebo.tried} dates at which nothing happened.`
  return `A change is found: ${sizes}${
    placebo.tried < 19
      ? ""
      : `; it is larger than at ${placebo.tried - placebo.asLarge} of ${placebo.tried} placebo dates`
  }. That nothing else changed at this date is for the reader to judge.`
}

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
  { dates, season, lags: given, counts = series.value }: InterventionOptions
): Intervention => {
  const { value } = series
  const lags = given ?? Math.max(1, defaultLags(value.length))
  const changes = (values: ArrayLike<number>, at: number) => interrupted(values, { at, season, lags })
  const at = dates[0] as number
  const found = changes(value, at)
  const placebo = placeboDates(value, { at, season, lags }, found.joint.statistic, minSideFor(season))
  const model = isCounts(counts) ? describeIntervention(counts, { at, season }) : undefined
  const overDates = dates.map((date) => changes(value, date))
  const hidden = countUncertain(series) === 0 ? [] : completions(series).map((values) => changes(values, at))
  return {
    ...found,
    at,
    placebo,
    model,
    verdict: verdictOf(model, placebo),
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
