import type { Interval } from "../cells/Interval.ts"
import { rangeOf } from "../cells/Interval.ts"
import { type ChangeWithin, changeWithin } from "../model/changeWithin.ts"
import { type Change, type ChangeOptions, type Direction, describeChange } from "../model/describeChange.ts"
import { completions, extremes } from "../series/completions.ts"
import { defaultSeason } from "../series/Period.ts"
import { countMissing, countReported, countUncertain, isCounts, type Series } from "../series/Series.ts"
import { type CountRegression, countRegression } from "./countRegression.ts"
import { seasonalTest, type TrendTest, type TrendTests, trendTests } from "./mannKendall.ts"
import { type ScoreBounds, scoreBounds, seasonalScoreBounds } from "./scoreBounds.ts"
import { senInterval } from "./sen.ts"
import { steadyWords, type Verdict, verdictOf } from "./verdict.ts"

type Tests = TrendTests & { readonly seasonal: TrendTest | undefined }

/** The effect of hidden and rounded cells. */
export interface TrendUncertainty {
  /** Points of which only an interval is known. */
  readonly points: number
  /** Bounds that hold for all hidden values. */
  readonly proved: { readonly original: ScoreBounds; readonly seasonal: ScoreBounds | undefined }
  /** Range over completions of the intervals: observed, not proved. */
  readonly seen: Readonly<Record<string, { readonly z: Interval; readonly p: Interval }>>
  /** What the model states over the extreme completions. */
  readonly directions: ReadonlyArray<Direction>
  /** How many times as wide they make the interval of what is stated; undefined if the values are not counts. */
  readonly widening: number | undefined
}

/** The trend of a series. */
export interface Trend {
  /** Classical tests. They decide nothing: each of them finds too much or too little under autocorrelation. */
  readonly tests: Tests
  /** The count model that decides; undefined if the values are not counts. */
  readonly model: Change | undefined
  readonly verdict: Verdict
  /** Sen's slope per period with its interval at 0.95, widened by hidden cells. */
  readonly slope: { readonly value: number; readonly low: number; readonly high: number }
  readonly regression: CountRegression | undefined
  readonly points: number
  readonly season: number
  readonly uncertainty: TrendUncertainty | undefined
  readonly assumptions: ReadonlyArray<string>
}

export interface TrendOptions {
  /** Points in a cycle; the default depends on the periods, such as 12 for months. 1 for no season. */
  readonly season?: number | undefined
  /** Persons, days or partners at risk in each period, for the regression. */
  readonly exposure?: ArrayLike<number> | undefined
  /** Changes of who reports, as in `ChangeOptions`. */
  readonly reporting?: ReadonlyArray<Float64Array> | undefined
}

/** Maximum number of points; memory is quadratic in it. */
export const maxPoints = 10_000

const testsOf = (values: ArrayLike<number>, season: number): Tests => ({
  ...trendTests(values),
  seasonal: season > 1 ? seasonalTest(values, season) : undefined
})

/** Returns the classical tests with Sen's slope of the values, whose interval is wider where cells are hidden. */
export const testTrend = (series: Series, season: number): Pick<Trend, "tests" | "slope"> => {
  const { value, low, high } = series
  const tests = testsOf(value, season)
  const reach = rangeOf(
    (countUncertain(series) === 0 ? [value] : [low, high, value]).flatMap((one) => senInterval(one))
  )
  return { tests, slope: { value: tests.original.slope, low: reach.low, high: reach.high } }
}

/** Returns what the count model states of the values. */
export const modelTrend = (series: Series, options: ChangeOptions): Pick<Trend, "model" | "verdict"> => {
  const model = isCounts(series.value) ? describeChange(series.value, options) : undefined
  return { model, verdict: model === undefined ? noCounts : verdictOf(model, series) }
}

const uncertaintyOf = (series: Series, season: number, within: ChangeWithin | undefined): TrendUncertainty => {
  const completed = completions(series)
  const all = completed.map((values) => testsOf(values, season))
  const names = Object.keys(all[0] as Tests).filter((name) => (all[0] as Tests)[name as keyof Tests] !== undefined)
  const seen = names.map((name) => {
    const own = all.map((tests) => tests[name as keyof Tests] as TrendTest)
    return [name, { z: rangeOf(own.map(({ z }) => z)), p: rangeOf(own.map(({ p }) => p)) }] as const
  })
  return {
    points: countUncertain(series),
    proved: {
      original: scoreBounds(series),
      seasonal: season > 1 ? seasonalScoreBounds(series, season) : undefined
    },
    seen: Object.fromEntries(seen),
    directions: within?.directions ?? ["cannot say"],
    widening: within?.widening
  }
}

/** Returns in words what may be stated, where it depends on hidden values. */
const possibleWords = (directions: ReadonlyArray<Direction>): string => {
  const stated = directions.filter((direction) => direction !== "cannot say")
  if (stated.length > 1) return `${stated.slice(0, -1).join(", ")} and ${stated.at(-1)} are all possible`
  return stated.length < directions.length
    ? `with some of them it is ${stated[0]}, with others nothing can be stated`
    : "the level may have gone up or down, or at different times"
}

/** Returns the verdict on a series with this number of hidden values: what holds for all of them, with an interval that contains those of all. */
const verdictWithin = (
  { change, directions, isHeld, widening }: ChangeWithin,
  points: number,
  series: Series
): Verdict => {
  const one = points === 1
  const hidden = one ? "suppressed or rounded value" : `${points} suppressed or rounded values`
  const times = Number.isFinite(widening) ? `${widening.toFixed(1)} times as wide` : ""
  if (!isHeld) {
    const reach = steadyWords(change, series)
    return {
      direction: "cannot say",
      words: `Cannot say: it depends on the ${hidden}: ${possibleWords(directions)}.${reach === "" ? "" : ` A steady change may be ${reach}${times === "" ? "" : `; ${one ? "it makes" : "they make"} this interval ${times}`}.`}`
    }
  }
  const { direction, words } = verdictOf(change, series)
  return {
    direction,
    words: `${words} The ${hidden} ${one ? "does" : "do"} not change this: it holds at the extremes of ${one ? "its interval" : "their intervals"}${times === "" ? "" : `; ${one ? "it makes" : "they make"} the interval ${times}`}.`
  }
}

const noCounts: Verdict = {
  direction: "cannot say",
  words: "Cannot say: the values are not counts, and the model is one of counts. The tests are still reported."
}

interface Assumed {
  readonly season: number
  readonly hasExposure: boolean
  readonly hasModel: boolean
  readonly hasRegression: boolean
}

const assumptions = (
  series: Series,
  { season, hasExposure, hasModel, hasRegression }: Assumed
): ReadonlyArray<string> => [
  hasModel
    ? "The verdict is that of a count model with overdispersion and autocorrelation: without a change, it states one in about 5 of 100 series. The tests do not decide."
    : "Nothing is stated from the tests alone: each of them finds too much or too little under autocorrelation.",
  "Mann-Kendall and the interval of Sen's slope assume independent points; the other tests correct for autocorrelation in different ways.",
  "A trend is a steady rise or fall of what was reported, not of what happened: see who reported when.",
  ...(countMissing(series) === 0
    ? []
    : [
        `${countMissing(series)} of ${series.value.length} periods have no value and are left out. If their counts were withheld because they are small, mark them as suppressed: otherwise the level looks higher, and changes smaller, than they were.`
      ]),
  season > 1
    ? `The seasonal test${hasRegression ? " and the regression give" : " gives"} each of ${season} positions in the cycle its own level; the seasonal slope is per cycle.`
    : "No season is modelled.",
  ...(!hasRegression
    ? []
    : [
        hasExposure
          ? "The regression models rates per exposure."
          : "The regression assumes equal exposure in all periods."
      ])
]

/**
 * Tests whether a series rises or falls, with Sen's slope, a count regression and a verdict.
 *
 * @example
 * ```ts
 * import { analyseTrend, seriesFrom } from "@corridor/flow-statistics"
 *
 * const years = Array.from({ length: 9 }, (_, i) => String(2015 + i))
 * const { slope, verdict } = analyseTrend(seriesFrom(years, [3, 4, 4, 6, 7, 6, 9, 9, 11]))
 * ```
 */
export const analyseTrend = (series: Series, options: TrendOptions = {}): Trend => {
  const { value } = series
  const season = options.season ?? (series.every === 1 ? defaultSeason(series.granularity) : 1)
  const points = countReported(value)
  const { tests, slope } = testTrend(series, season)
  const regression = isCounts(value)
    ? countRegression({ values: value, exposure: options.exposure, season: points >= 3 * season ? season : 1 })
    : undefined
  const ofModel = { season, reporting: options.reporting }
  const { model, verdict } = modelTrend(series, ofModel)
  const isHidden = countUncertain(series) > 0
  const within =
    isHidden && model !== undefined && extremes(series).every(isCounts)
      ? changeWithin([model, ...extremes(series).map((values) => describeChange(values, ofModel))])
      : undefined
  const uncertainty = isHidden ? uncertaintyOf(series, season, within) : undefined
  const proved = uncertainty?.proved.original.slope
  return {
    tests,
    model,
    verdict: !isHidden
      ? verdict
      : within === undefined
        ? noCounts
        : verdictWithin(within, countUncertain(series), series),
    slope: {
      value: slope.value,
      low: Math.min(slope.low, proved?.low ?? slope.low),
      high: Math.max(slope.high, proved?.high ?? slope.high)
    },
    regression,
    points,
    season,
    uncertainty,
    assumptions: assumptions(series, {
      season,
      hasExposure: options.exposure !== undefined,
      hasModel: model !== undefined,
      hasRegression: regression !== undefined
    })
  }
}
