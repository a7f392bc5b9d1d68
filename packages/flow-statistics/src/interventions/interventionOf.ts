import { usualLags } from "../numeric/neweyWest.ts"
import { fillings, type Range, rangeOf } from "../series/fillings.ts"
import { type Series, uncertain } from "../series/Series.ts"
import { type Interrupted, interrupted, leastSide } from "./interrupted.ts"
import { type PlaceboDates, placeboDates } from "./placeboDates.ts"

/** Everything that is said of an intervention's date. */
export interface Intervention extends Interrupted {
  readonly at: number
  readonly placebo: PlaceboDates
  readonly verdict: string
  /** Over all periods that the date may be, where it is known to the year or month only. */
  readonly overDates: { readonly levelChange: Range; readonly p: Range } | undefined
  /** Over what hidden and rounded cells may be: seen, not proved. */
  readonly overHidden: { readonly levelChange: Range; readonly slopeChange: Range; readonly p: Range } | undefined
}

export interface InterventionOptions {
  /** Periods that the first point after the intervention may be; the first of them is taken. */
  readonly dates: ReadonlyArray<number>
  readonly season: number
  readonly lags?: number | undefined
}

const verdictOf = ({ joint, levelChange }: Interrupted, placebo: PlaceboDates): string => {
  const way = levelChange.value > 0 ? "a rise" : "a fall"
  if (joint.p >= 0.05) return "No change is found at this date."
  if (placebo.tried < 19)
    return `A change is found (${way} in level, then another slope), but only ${placebo.tried} placebo dates fit before it: chance cannot be ruled out by them.`
  return placebo.p < 0.05
    ? `A change is found, larger than at ${placebo.tried - placebo.asLarge} of ${placebo.tried} placebo dates. That nothing else changed at this date is for the reader to judge.`
    : `The test finds a change, and as large ones at ${placebo.asLarge} of ${placebo.tried} dates at which nothing happened: no evidence.`
}

/** The fewest points on each side of a date: a line's, and a whole season's where there is one. */
export const sideOf = (season: number): number => Math.max(leastSide, season)

/** Interrupted time series at a date, with placebo dates and what is left open. */
export const interventionOf = (series: Series, { dates, season, lags: given }: InterventionOptions): Intervention => {
  const { value } = series
  const lags = given ?? Math.max(1, usualLags(value.length))
  const changes = (values: ArrayLike<number>, at: number) => interrupted(values, { at, season, lags })
  const at = dates[0] as number
  const found = changes(value, at)
  const placebo = placeboDates(value, { at, season, lags }, found.joint.statistic, sideOf(season))
  const overDates = dates.map((date) => changes(value, date))
  const hidden = uncertain(series) === 0 ? [] : fillings(series).map((values) => changes(values, at))
  return {
    ...found,
    at,
    placebo,
    verdict: verdictOf(found, placebo),
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
