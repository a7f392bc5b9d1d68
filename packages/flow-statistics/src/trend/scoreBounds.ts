import { type Interval, plus } from "../cells/Interval.ts"
import { tieSizes } from "../numeric/ranks.ts"
import { medianOf } from "../numeric/selectKth.ts"
import type { Series } from "../series/Series.ts"
import { pOf, varianceOfScore, zOf } from "./score.ts"

/** Bounds that hold for every series that the intervals allow. */
export interface ScoreBounds {
  readonly s: Interval
  readonly varS: Interval
  readonly z: Interval
  readonly p: Interval
  readonly slope: Interval
}

/** Returns the indices of the points that have a value. */
const reportedAt = ({ low }: Series): ReadonlyArray<number> =>
  Array.from(low).flatMap((value, at) => (Number.isNaN(value) ? [] : [at]))

/** Bounds of S: pairs that certainly rise or fall, and pairs that may. */
const scoreRange = ({ low, high }: Series, at: ReadonlyArray<number>): Interval => {
  let least = 0
  let most = 0
  for (let a = 0; a < at.length; a++)
    for (let b = a + 1; b < at.length; b++) {
      const i = at[a] as number
      const j = at[b] as number
      most += Math.sign((high[j] as number) - (low[i] as number))
      least += Math.sign((low[j] as number) - (high[i] as number))
    }
  return { low: least, high: most }
}

/**
 * The variance of S is largest with only the certain ties. It is smallest if each point shares its value with as many others as possible,
 * because Σ t (t - 1)(2 t + 5) over ties is Σ (t - 1)(2 t + 5) over points.
 */
const varianceRange = ({ low, high }: Series, at: ReadonlyArray<number>): Interval => {
  const n = at.length
  const certain = at.filter((i) => low[i] === high[i]).map((i) => low[i] as number)
  let most = 0
  for (const i of at) {
    let deepest = 1
    // The number of overlapping intervals increases only where one begins.
    for (const k of at) {
      const place = Math.max(low[k] as number, low[i] as number)
      if (place > (high[i] as number)) continue
      let count = 0
      for (const j of at) if ((low[j] as number) <= place && place <= (high[j] as number)) count += 1
      deepest = Math.max(deepest, count)
    }
    most += (deepest - 1) * (2 * deepest + 5)
  }
  return {
    low: Math.max(0, (n * (n - 1) * (2 * n + 5) - most) / 18),
    high: varianceOfScore(n, tieSizes(certain))
  }
}

/** Returns the smallest and largest slope of each pair, per `per` points. */
const slopesOf = ({ low, high }: Series, at: ReadonlyArray<number>, per: number) => {
  const pairs = (at.length * (at.length - 1)) / 2
  const least = new Float64Array(pairs)
  const most = new Float64Array(pairs)
  let count = 0
  for (let a = 0; a < at.length; a++)
    for (let b = a + 1; b < at.length; b++) {
      const i = at[a] as number
      const j = at[b] as number
      const apart = (j - i) / per
      least[count] = ((low[j] as number) - (high[i] as number)) / apart
      most[count++] = ((high[j] as number) - (low[i] as number)) / apart
    }
  return { least, most }
}

const zRange = (s: Interval, varS: Interval): Interval => {
  // A score of ± 1 is 0 after the continuity correction, for any variance.
  const z = (score: number, variance: number) => (Math.abs(score) <= 1 ? 0 : zOf(score, variance))
  const far = (score: number) => z(score, varS.low)
  const near = (score: number) => z(score, varS.high)
  return {
    low: s.low < 0 ? far(s.low) : near(s.low),
    high: s.high > 0 ? far(s.high) : near(s.high)
  }
}

const boundsOf = (s: Interval, varS: Interval, slope: Interval): ScoreBounds => {
  const z = zRange(s, varS)
  const far = Math.max(Math.abs(z.low), Math.abs(z.high))
  const near = z.low <= 0 && z.high >= 0 ? 0 : Math.min(Math.abs(z.low), Math.abs(z.high))
  return { s, varS, z, p: { low: pOf(far), high: pOf(near) }, slope }
}

/**
 * Returns bounds of Mann-Kendall's test and Sen's slope over all values that suppressed and rounded cells may have. They are proved pair by
 * pair, so no allowed series is outside; they may not be attained.
 */
export const scoreBounds = (series: Series): ScoreBounds => {
  const at = reportedAt(series)
  const { least, most } = slopesOf(series, at, 1)
  return boundsOf(scoreRange(series, at), varianceRange(series, at), { low: medianOf(least), high: medianOf(most) })
}

/** Returns the bounds of the seasonal test; the slope is per cycle. */
export const seasonalScoreBounds = (series: Series, season: number): ScoreBounds => {
  const at = reportedAt(series)
  const groups = Array.from({ length: season }, (_, s) => at.filter((i) => i % season === s))
  const none: Interval = { low: 0, high: 0 }
  const slopes = groups.map((own) => slopesOf(series, own, season))
  const join = (parts: ReadonlyArray<Float64Array>) => Float64Array.from(parts.flatMap((part) => [...part]))
  return boundsOf(
    groups.map((own) => scoreRange(series, own)).reduce(plus, none),
    groups.map((own) => varianceRange(series, own)).reduce(plus, none),
    { low: medianOf(join(slopes.map(({ least }) => least))), high: medianOf(join(slopes.map(({ most }) => most))) }
  )
}
