import { type SeededNumbers, seededNumbers } from "../numeric/SeededNumbers.ts"
import { developmentOf, expectedShares } from "./Development.ts"
import { type DelayStability, delayStability, drawCandidate, drawShare } from "./delayStability.ts"
import { cumulative, type ReportingTriangle } from "./Triangle.ts"

/** Why there is no estimate. */
export type Incomplete = "too few periods" | "nothing loaded" | "no recent records" | "delays changed"

/** A recent period, of which records are still expected. */
export interface NowcastPoint {
  /** Row of the triangle. */
  readonly at: number
  /** Records loaded so far. */
  readonly loaded: number
  /** Share of the records that is expected to be loaded by now. */
  readonly share: number
  /** The count once all are loaded, by the chain ladder: loaded over share. */
  readonly chainLadder: number
  /** The count once all are loaded: the median of what it may be. Undefined if incomplete. */
  readonly value: number | undefined
  /** Interval at 0.95. */
  readonly low: number | undefined
  readonly high: number | undefined
  /** Whether the usual delays lead to an unusual count: the level changed, or the delays did. The interval contains what both lead to. */
  readonly isUnusual: boolean
}

export interface Nowcast {
  /** Undefined if there are estimates. */
  readonly incomplete: Incomplete | undefined
  /** Share expected to be loaded by each delay, relative to the longest. */
  readonly shares: ReadonlyArray<number>
  readonly stability: DelayStability | undefined
  /** The periods of which records are still expected, in order. */
  readonly points: ReadonlyArray<NowcastPoint>
}

/** Periods that are needed to know the delays. */
export const minPeriods = 8
/** Below this p, delays are not stable. */
export const stableLevel = 0.05
/** From this share on, a period is complete. */
export const completeShare = 0.99
/** Below this share too little has arrived for an estimate. */
const minShare = 0.05
const draws = 4_000
/** Draws of overdispersed delays may be arbitrarily large. */
const maxDrawn = 1e12

/** Returns the median and the bounds of the 0.95 interval of sorted counts. Ties count half on each side, so that intervals of small counts are not too wide. */
export const estimateOf = (sorted: Float64Array): { value: number; low: number; high: number } => {
  const tail = 0.025 * sorted.length
  const ends = (from: number, step: 1 | -1): number => {
    let [at, beyond] = [from, 0]
    for (;;) {
      const value = sorted[at] as number
      let ties = 0
      while (sorted[at] === value) {
        ties += 1
        at += step
      }
      if (beyond + ties / 2 > tail || at < 0 || at >= sorted.length) return value
      beyond += ties
    }
  }
  return { value: sorted[sorted.length >> 1] as number, low: ends(0, 1), high: ends(sorted.length - 1, -1) }
}

/** What complete periods had, as logarithms. */
interface Level {
  readonly mean: number
  readonly deviation: number
}

/** Complete periods that say what is usual, at most. */
const window = 24

const usualLevel = (sums: ReportingTriangle): Level | undefined => {
  const logs = sums
    .map((row) => Math.log((row.at(-1) as number) + 0.5))
    .filter(Number.isFinite)
    .slice(-window)
  if (logs.length < 3) return undefined
  const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length
  const variance = logs.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (logs.length - 1)
  return { mean, deviation: Math.max(0.3, Math.sqrt(variance)) }
}

/** Factor by which a level may have changed without being thought unusual. */
const usualFactor = 2.5

/**
 * Draws again, with weights that are alike within a factor of the usual level and fall beyond it, by Student's t of three degrees of freedom: a level that
 * doubled or halved is as probable as one that did not, a count many times as large is unlikely. Without this, little that has arrived could mean any
 * number; leaning on the usual level itself, intervals missed one in six counts of a level that had doubled.
 */
const leanOn = ({ mean, deviation }: Level, counts: Float64Array, random: SeededNumbers): void => {
  const weights = counts.map((count) => {
    const z = Math.max(0, Math.abs(Math.log(count + 0.5) - mean) - Math.log(usualFactor)) / deviation
    return (1 + (z * z) / 3) ** -2
  })
  const step = weights.reduce((sum, one) => sum + one, 0) / counts.length
  const given = counts.slice()
  let [at, sum] = [0, weights[0] as number]
  let next = random.next() * step
  for (let i = 0; i < counts.length; i++, next += step) {
    while (sum < next && at < counts.length - 1) {
      at += 1
      sum += weights[at] as number
    }
    counts[i] = given[at] as number
  }
}

/** Standard deviations from the usual level from which on a count is unusual. */
const unusualFrom = 2

/**
 * Returns whether most draws of a final count are far from the usual level. What is loaded so far looks the same if a level doubled and if twice as many of its records
 * are loaded at once.
 */
const isFarFrom = ({ mean, deviation }: Level, counts: Float64Array): boolean =>
  Math.abs(Math.log((counts.toSorted()[counts.length >> 1] as number) + 0.5) - mean) > unusualFrom * deviation

/** Replaces every second draw of a final count by one of the usual level, whatever the delays are: at least what is loaded. */
const allowUsual = ({ mean, deviation }: Level, counts: Float64Array, loaded: number, random: SeededNumbers): void => {
  for (let i = 0; i < counts.length; i += 2)
    counts[i] = Math.max(loaded, Math.round(Math.exp(mean + deviation * random.normal()) - 0.5))
}

/** The estimates of a triangle with draws of each final count, which can be added up over independent triangles. */
export interface DrawnNowcast extends Nowcast {
  /** For each point, its final count in each draw. Empty if incomplete. */
  readonly draws: ReadonlyArray<Float64Array>
}

const incompleteOf = (triangle: ReportingTriangle, sums: ReportingTriangle): Incomplete | undefined => {
  const periods = triangle.length
  const seen = sums.filter((row) => (row[0] as number) >= 0 && row.some((count) => count > 0)).length
  if (periods < minPeriods || seen < minPeriods) return "too few periods"
  const width = (triangle[0] as Float64Array).length
  const last = triangle.slice(-width).reduce((sum, row, i, all) => sum + (row[all.length - 1 - i] as number), 0)
  return last === 0 ? "nothing loaded" : undefined
}

/** Records that were to be expected of a period by now, from which on it is no chance that there are none. */
const expectedAtLeast = 8

/**
 * Returns true if there are no records of the newest period of which some were to be expected by now. A reporter that ceased looks so, and a level that
 * fell to nothing: of the months before, the method knows neither.
 */
const isSilent = (points: ReadonlyArray<NowcastPoint>, usual: Level | undefined): boolean => {
  const newest = usual && points.findLast(({ share }) => Math.exp(usual.mean) * share >= expectedAtLeast)
  return newest?.loaded === 0
}

export interface NowcastOptions {
  readonly seed?: number
  /** Periods in a cycle in which delays may differ, such as 12 for months of which some are holidays; 1 for none. */
  readonly season?: number
}

/** As `nowcastTriangle`, with the draws. */
export const drawNowcast = (
  triangle: ReportingTriangle,
  { seed = 1, season = 1 }: NowcastOptions = {}
): DrawnNowcast => {
  const periods = triangle.length
  const sums = cumulative(triangle)
  const developments = developmentOf(triangle)
  const shares = expectedShares(developments)
  const random = seededNumbers(seed)
  const recent = Array.from({ length: Math.min(periods, shares.length - 1) }, (_, i) => {
    const delay = shares.length - 2 - i
    return { at: periods - 1 - delay, delay }
  }).filter(({ at, delay }) => at >= 0 && (shares[delay] as number) < completeShare)
  const points = recent.map(
    ({ at, delay }): NowcastPoint => ({
      at,
      loaded: sums[at]?.[delay] as number,
      share: shares[delay] as number,
      chainLadder: (sums[at]?.[delay] as number) / (shares[delay] as number),
      value: undefined,
      low: undefined,
      high: undefined,
      isUnusual: false
    })
  )
  const usual = usualLevel(sums)
  const plain = incompleteOf(triangle, sums) ?? (isSilent(points, usual) ? "no recent records" : undefined)
  const stability = plain === undefined ? delayStability(developments, periods, random, season) : undefined
  const incomplete = plain ?? ((stability?.p ?? 1) < stableLevel ? "delays changed" : undefined)
  if (incomplete !== undefined) return { incomplete, shares, stability, points, draws: [] }
  const drawn = recent.map(() => new Float64Array(draws))
  for (let i = 0; i < draws; i++) {
    const chosen = developments.map(({ candidates }) => drawCandidate(candidates, random))
    recent.forEach(({ delay }, r) => {
      let count = points[r]?.loaded as number
      for (let d = delay; d < chosen.length; d++) {
        const share = drawShare(chosen[d] as (typeof chosen)[number], random)
        count += random.poisson(Math.min(maxDrawn, (random.gamma(count + 0.5) * (1 - share)) / share))
      }
      ;(drawn[r] as Float64Array)[i] = count
    })
  }
  if (usual !== undefined) for (const one of drawn) leanOn(usual, one, random)
  const areUnusual = drawn.map((one) => usual !== undefined && isFarFrom(usual, one))
  drawn.forEach((one, r) => {
    if (areUnusual[r]) allowUsual(usual as Level, one, points[r]?.loaded as number, random)
  })
  return {
    incomplete,
    shares,
    stability,
    draws: drawn,
    points: points.map((point, r) =>
      point.share < minShare
        ? point
        : { ...point, ...estimateOf((drawn[r] as Float64Array).toSorted()), isUnusual: areUnusual[r] === true }
    )
  }
}

/**
 * Estimates the final counts of recent periods from what is loaded so far: the chain ladder's value, and the interval of a model in which
 * delays differ between periods. What is not known of the delays widens the interval. No estimate is given if delays changed.
 *
 * @example
 * ```ts
 * import { nowcastTriangle, triangleOf } from "@corridor/flow-statistics"
 *
 * // 60 % of each month's 50 records are loaded at once, 30 % a month later and 10 % two months later.
 * const rows = Array.from({ length: 24 }, (_, period) =>
 *   [30, 15, 5].map((count, delay) => ({ period, loaded: period + delay, count }))
 * ).flat()
 * const { points } = nowcastTriangle(triangleOf(rows, 23).triangle)
 * console.log(points.map(({ loaded, value }) => [loaded, value])) // two months, of which records are still expected
 * ```
 */
export const nowcastTriangle = (triangle: ReportingTriangle, options: NowcastOptions = {}): Nowcast => {
  const { draws: _, ...found } = drawNowcast(triangle, options)
  return found
}
