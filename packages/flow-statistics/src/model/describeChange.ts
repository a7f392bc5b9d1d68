import { countReported, hasCases } from "../series/Series.ts"
import { levelAndSeason, time, withoutEmptyPlaces } from "./columns.ts"
import { expectedReach } from "./expectedReach.ts"
import { findStep, type Step, type StepSearch } from "./findStep.ts"
import { type CountFit, fitCounts } from "./fitCounts.ts"
import { levelEstimate, steadyEstimate } from "./judgedEstimates.ts"
import { isFar, mostApart } from "./lonePoint.ts"
import { type Estimate, orNone } from "./Mixture.ts"
import { excludedFactor, type Need, needFor } from "./Need.ts"
import { hasScatteredZeros } from "./scatteredZeros.ts"
import { isShownBySums } from "./shownBySums.ts"
import { memoryOf } from "./Widening.ts"

/** What is stated about a series. */
export type Direction = "rising" | "falling" | "change of level" | "no detectable change" | "cannot say"

/** Whether a direction is a change. */
export const isChange = (direction: Direction): boolean =>
  direction !== "no detectable change" && direction !== "cannot say"

/** How a series of counts changes. */
export interface Change {
  readonly direction: Direction
  /** ln of the ratio of the mean to that of the point before, if the series rises or falls steadily. Undefined below `minPoints`. */
  readonly trend: Estimate | undefined
  /** The most likely change of level, whether or not it is stated. */
  readonly step: Step | undefined
  /** Defined if nothing can be said, unless it is because of a single point or because there is no case. */
  readonly need: Need | undefined
  /**
   * A point far from what the others predict: a change that depends on it alone is not stated, and everything is estimated without it.
   * Undefined if there is none, and where no change is stated anyway.
   */
  readonly apart: number | undefined
  /** Autocorrelation at lag 1 of the relative deviations from the mean, averaged over what it may be. */
  readonly autocorrelation: number
}

/** Minimum number of reported points. */
const minPoints = 8
/** Levels of the tests. That of a change of level is calibrated together with that of a steady change (decisions 0309, 0312 and 0325). */
export const [trendLevel, stepLevel] = [0.05, 0.015] as const

/** Cases below which nothing is stated: of each place in a cycle, and of all. Estimates from fewer are far from normal, and would report chance as a change. */
const [casesOfPlace, casesOfAll] = [3, 10] as const

const isFew = (cases: number, places: number): boolean => cases < Math.max(casesOfAll, casesOfPlace * places)

/** Returns whether there are too few cases for any statement. */
const hasFewCases = (values: ArrayLike<number>, places: number): boolean =>
  isFew(
    Array.from(values)
      .filter((value) => value > 0)
      .reduce((sum, value) => sum + value, 0),
    places
  )

/** Minimum number of points on both sides of a change of level. */
export const sideFor = (points: number, season: number): number =>
  season > 1 ? Math.max(3, Math.ceil(season / 2)) : Math.max(2, Math.min(6, Math.floor(points / 8)))

export interface ChangeOptions {
  /** Points in a cycle; 1 for none. */
  readonly season: number
  /**
   * For each change of who reports, the share of each point after it, from 0 to 1. Changes of level at these points are not stated: they may
   * be changes of reporting alone.
   */
  readonly reporting?: ReadonlyArray<Float64Array> | undefined
}

/**
 * Precision of the logarithm of the ratio that a change of reporting makes: a factor of 4 either way is expected. It keeps changes near the
 * ends of a series estimable.
 */
export const reportingPrecision = 0.5
/** Points for each change of reporting below which nothing can be said. */
const pointsForReporting = 6

/** Returns the fit of a steady change, with the columns of the level. */
const fitSteady = (values: ArrayLike<number>, { season, reporting = [] }: ChangeOptions) => {
  const reported = countReported(values)
  const level = [
    ...levelAndSeason(values.length, season, reported),
    ...reporting.map((values) => ({ values, precision: reportingPrecision }))
  ]
  return { level, steady: fitCounts(values, [...level, time(values.length)]), reported }
}

/** Returns a steady change, with what `fitSteady` returns. */
const judgeTrend = (values: ArrayLike<number>, options: ChangeOptions) => {
  const found = fitSteady(values, options)
  return { ...found, trend: steadyEstimate(found.steady, found.reported) }
}

/** Returns how many reported points are lacking for any statement. */
const lackingPoints = (values: ArrayLike<number>, { reporting = [] }: ChangeOptions): number =>
  Math.max(0, Math.max(minPoints, pointsForReporting * reporting.length) - countReported(values))

/** Returns what is stated of a series with all of its points. */
const stateChange = (values: ArrayLike<number>, options: ChangeOptions): Change => {
  const points = values.length
  const { season } = options
  const lacking = lackingPoints(values, options)
  if (lacking > 0)
    return {
      direction: "cannot say",
      trend: undefined,
      step: undefined,
      need: needOfFew(values, options, lacking),
      apart: undefined,
      autocorrelation: Number.NaN
    }
  const { level, steady, reported, trend: judged } = judgeTrend(values, options)
  const places = level.length - (options.reporting?.length ?? 0)
  const isScattered = hasScatteredZeros(values)
  // If zeros are scattered between large counts, each point with cases counts as one case.
  const isUnstated =
    hasFewCases(values, places) ||
    (isScattered && isFew(Array.from(values).filter((value) => value > 0).length, places))
  // Sums contain changes of reporting, too.
  const isInSums = (at: number, size: number) =>
    (options.reporting ?? []).length > 0 || isShownBySums(values, season, at, size)
  const trend = isUnstated || !isInSums(Math.ceil(points / 2), (judged.value * points) / 2) ? orNone(judged) : judged
  // Fitted anew: at the linearisation of a trend, a steep one looks like a change of level.
  const search = isScattered ? undefined : findStep(fitCounts(values, level), values, sideFor(reported, season))
  const found = search && judgedStep(search, values, reported)
  const step =
    found && (isUnstated || !isInSums(found.at, found.change.value))
      ? { ...found, change: orNone(found.change), p: 1 }
      : found
  const common = { trend, step, apart: undefined, autocorrelation: memoryOf(steady).autocorrelation }
  const isSteady = trend.p < trendLevel
  const isChanged = isSteady || (step !== undefined && step.p < stepLevel)
  // A steady change and a change of level resemble each other: that something changed is tested, and the likelier kind is stated.
  const isOnce =
    search !== undefined &&
    (!isSteady || (common.step?.change.p ?? 1) < trendLevel) &&
    (!isSteady || search.logEvidence > steady.logEvidence + Math.log(points - 1))
  if (isChanged && isOnce) return { ...common, direction: "change of level", need: undefined }
  if (isChanged) return { ...common, direction: trend.value > 0 ? "rising" : "falling", need: undefined }
  const reach = Math.max(-trend.low, trend.high) * (points - 1)
  if (reach < Math.log(excludedFactor)) return { ...common, direction: "no detectable change", need: undefined }
  return {
    ...common,
    direction: "cannot say",
    need: hasCases(values) ? needOf(steady, (trend.high - trend.low) / 2) : undefined
  }
}

/** Returns 1 for a stated rise, -1 for a stated fall, 0 if no change is stated. */
export const signOf = ({ direction, step }: Change): number => {
  if (direction === "change of level") return Math.sign(step?.change.value ?? 0)
  return direction === "rising" ? 1 : direction === "falling" ? -1 : 0
}

/**
 * States how a series of counts changes: steadily, at once, not detectably, or that this cannot be said. Under no change a statement of either
 * kind is false in about 5 of 100 series, also with autocorrelation, overdispersion and season (`docs/reference/calibration.md`). A change that depends on a single
 * point, far from what the others predict, is not stated, because the model's noise has no such points.
 *
 * @param given counts at equal distances, NaN where nothing was reported
 *
 * @example
 * ```ts
 * import { describeChange } from "@corridor/flow-statistics"
 *
 * const change = describeChange([12, 15, 14, 22, 26, 31, 35, 48, 52, 61], { season: 1 })
 * ```
 */
export const describeChange = (given: ArrayLike<number>, options: ChangeOptions): Change => {
  const values = hasFewCases(given, options.season) ? given : withoutEmptyPlaces(given, options.season)
  const change = stateChange(values, options)
  const lone = signOf(change) === 0 ? undefined : mostApart(values)
  if (lone === undefined) return change
  const others = Float64Array.from(values)
  others[lone] = Number.NaN
  if (!isFar(fitSteady(others, options).steady, lone, values[lone] as number)) return change
  const ofOthers = stateChange(others, options)
  return signOf(ofOthers) === signOf(change)
    ? { ...ofOthers, apart: lone }
    : { ...(ofOthers.trend === undefined ? change : ofOthers), direction: "cannot say", need: undefined, apart: lone }
}

/** Returns the side of a point on which no case is counted. */
const sideWithoutCases = (values: ArrayLike<number>, at: number): Step["none"] => {
  const all = Array.from(values)
  if (!hasCases(all.slice(0, at))) return "before"
  return hasCases(all.slice(at)) ? undefined : "after"
}

const judgedStep = (
  { at, low, high, fit, pAmongAll }: StepSearch,
  values: ArrayLike<number>,
  reported: number
): Step => {
  const change = levelEstimate(fit, reported)
  return { at, low, high, change, p: pAmongAll(change.p), none: sideWithoutCases(values, at) }
}

/** Number of points from which on the noise of a short series is used as that of a longer one. */
const pointsForNeed = 4

/** Returns what a series that is too short for any statement needs: more points, because more cases would not help. */
const needOfFew = (values: ArrayLike<number>, options: ChangeOptions, lacking: number): Need => {
  if (countReported(values) < pointsForNeed) return { points: lacking, cases: undefined }
  const { steady, trend } = judgeTrend(values, options)
  const { points } = needOf(steady, (trend.high - trend.low) / 2)
  return { points: points && Math.max(points, lacking), cases: undefined }
}

/** Returns what would exclude a change, if the half-width of a steady change's interval shrinks as the fit expects. */
const needOf = (fit: CountFit, half: number): Need => {
  const points = fit.mean.length
  const columnsOf = (count: number) => [...levelAndSeason(count, 1), time(count)]
  const reachOf = (count: number, cases: number) => (count - 1) * expectedReach(fit, columnsOf(count), 1, cases)
  return needFor(points, half * (points - 1), reachOf)
}
