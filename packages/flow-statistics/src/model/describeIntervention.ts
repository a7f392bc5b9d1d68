import { chiSquared } from "../numeric/Distribution.ts"
import { dot } from "../numeric/dot.ts"
import { countReported, hasCases } from "../series/Series.ts"
import { type Column, levelAndSeason, stepAt, time, withoutEmptyPlaces } from "./columns.ts"
import { expectedReach } from "./expectedReach.ts"
import { type CountFit, coefficientOf, fitCounts, type Weighted } from "./fitCounts.ts"
import { isFar, mostApart } from "./lonePoint.ts"
import { type Estimate, estimateOf, orNone, widened } from "./Mixture.ts"
import { excludedFactor, type Need, needFor } from "./Need.ts"
import { hasScatteredZeros } from "./scatteredZeros.ts"
import { isContradictedBySums } from "./shownBySums.ts"
import { solveLower } from "./triangular.ts"
import { memoryOf, wideningOf } from "./Widening.ts"

/** Level of the test: at 0.05 a change was stated in up to 10 % of simulated series without one (24 points, memory 0.8). */
export const dateLevel = 0.03

/** How a series of counts changed at a date, on the scale of logarithms. */
export interface DatedChange {
  /** ln of the ratio of the level after the date to the level that the line before it leads to. */
  readonly level: Estimate
  /** Change of the growth per point. */
  readonly slope: Estimate
  /** p of no change of either. */
  readonly p: number
  /** Defined if the interval of the level excludes no doubling or halving, and there are cases. */
  readonly need: Need | undefined
  /** Points far from what the others predict, which are left out. */
  readonly apart: ReadonlyArray<number>
}

/** Minimum number of reported points: with fewer, memory and change cannot be told apart. Zeros scattered between large counts are not counted (decision 0317). */
export const minPointsForDate = 24

/** Wald's statistic of the last two coefficients, from Cholesky's factor of the precision of all. */
const waldOf = ({ coefficients, factor }: Weighted): number => {
  const size = coefficients.length
  // The columns of the inverse factor give the covariance: rows of the last two coefficients.
  const units = [size - 2, size - 1].map((at) => {
    const unit = new Float64Array(size)
    unit[at] = 1
    solveLower(factor, unit)
    return unit
  }) as [Float64Array, Float64Array]
  const [u, v] = units
  const [a, b, c] = [dot(u, u), dot(u, v), dot(v, v)]
  const [x, y] = [coefficients[size - 2] as number, coefficients[size - 1] as number]
  return (c * x * x - 2 * b * x * y + a * y * y) / (a * c - b * b)
}

/** Returns p of no change of level and slope, from the last two coefficients of a fit, with errors `widening` times as large. */
export const pOfDate = ({ plausible }: CountFit, widening: number): number => {
  const exceeds = chiSquared(2)
  return plausible.reduce((sum, one) => sum + one.weight * exceeds.survival(waldOf(one) / widening ** 2), 0)
}

/** Returns the columns of a line with another level and slope from a point on, which are the last two. */
export const brokenLine = (points: number, at: number): ReadonlyArray<Column> => [
  time(points),
  stepAt(points, at),
  { values: Float64Array.from({ length: points }, (_, t) => Math.max(0, t - at)), precision: 0 }
]

/** Number of points for each outlier that may be left out. */
const pointsForApart = 12

const without = (given: ArrayLike<number>, points: ReadonlyArray<number>): Float64Array => {
  const values = Float64Array.from(given)
  for (const at of points) values[at] = Number.NaN
  return values
}

/** Returns the points that differ most from their neighbours, each found without those before. */
const apartFrom = (given: ArrayLike<number>, most: number): ReadonlyArray<number> => {
  const found: Array<number> = []
  while (found.length < most) {
    const next = mostApart(without(given, found))
    if (next === undefined) break
    found.push(next)
  }
  return found
}

/**
 * Returns the points that are far from what the others predict. Several of them hide each other, so first all that differ much from their neighbours are
 * left out, and then only those that are far from what was left.
 */
const farPoints = (
  given: ArrayLike<number>,
  columns: ReadonlyArray<Column>,
  reported: number
): ReadonlyArray<number> => {
  let found = apartFrom(given, Math.floor(reported / pointsForApart))
  for (let round = 0; round < 2 && found.length > 0; round++) {
    const fit = fitCounts(without(given, found), columns)
    found = found.filter((at) => isFar(fit, at, given[at] as number))
  }
  return found
}

/**
 * Describes how counts change at a date, by the count model with a line before the date and another one after it (segmented regression).
 * Points far from the others are left out: the model's noise has none. Undefined below `minPointsForDate`.
 */
export const describeIntervention = (
  counts: ArrayLike<number>,
  { at, season }: { readonly at: number; readonly season: number }
): DatedChange | undefined => {
  const given = withoutEmptyPlaces(counts, season)
  const points = given.length
  const reported = countReported(given)
  const telling = hasScatteredZeros(given) ? Array.from(given).filter((count) => count > 0).length : reported
  if (telling < minPointsForDate) return undefined
  const columns = [...levelAndSeason(points, season, reported), ...brokenLine(points, at)]
  const apart = farPoints(given, columns, reported)
  const fit = fitCounts(without(given, apart), columns)
  const memory = memoryOf(fit)
  const widening = wideningOf("dated", reported, memory)
  const estimate = (column: number) => estimateOf(widened(coefficientOf(fit, column), widening))
  const inSums = (one: Estimate, size: number) => (isContradictedBySums(given, fit.mean, at, size) ? orNone(one) : one)
  const found = { level: estimate(columns.length - 2), slope: estimate(columns.length - 1) }
  const level = inSums(found.level, found.level.value)
  const expected = (count: number, cases: number) =>
    expectedReach(fit, [...levelAndSeason(count, 1), ...brokenLine(count, at)], 2, cases)
  return {
    level,
    slope: inSums(found.slope, (found.slope.value * (points - at)) / 2),
    p: pOfDate(fit, wideningOf("datedJointly", reported, memory)),
    need:
      Math.max(-level.low, level.high) < Math.log(excludedFactor) || !hasCases(given)
        ? undefined
        : needFor(points, (level.high - level.low) / 2, expected),
    apart
  }
}
