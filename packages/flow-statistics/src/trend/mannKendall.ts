import { autocorrelations } from "../numeric/autocorrelation.ts"
import { normal } from "../numeric/Distribution.ts"
import { ranksOf, tieSizes } from "../numeric/ranks.ts"
import { pOf, scoreOf, varianceOfScore, zOf } from "./score.ts"
import { seasonalSenSlope, senSlope } from "./sen.ts"

/** A test of a monotonic trend. NaN if it cannot be computed: too few points, or a negative corrected variance. */
export interface TrendTest {
  readonly s: number
  readonly varS: number
  readonly z: number
  /** Two-sided. */
  readonly p: number
  readonly tau: number
  /** Sen's slope per period; for the seasonal test, per cycle. */
  readonly slope: number
}

/** The five tests of a series without seasons. */
export interface TrendTests {
  /** Mann 1945, Kendall 1975: for independent points. */
  readonly original: TrendTest
  /** The variance corrected by the significant autocorrelations of the detrended ranks (Hamed and Rao 1998). */
  readonly hamedRao: TrendTest
  /** The variance corrected by all autocorrelations of the detrended series (Yue and Wang 2004). */
  readonly yueWang: TrendTest
  /** On the part that the lag-1 autocorrelation does not predict (von Storch 1995; Yue and Wang 2002). */
  readonly preWhitened: TrendTest
  /** The same, with the slope removed before and added after (Yue, Pilon, Phinney and Cavadias 2002). */
  readonly trendFreePreWhitened: TrendTest
}

const testOf = (s: number, varS: number, pairs: number, slope: number): TrendTest => {
  const z = zOf(s, varS)
  return { s, varS, z, p: pOf(z), tau: s / pairs, slope }
}

const pairsOf = (n: number) => 0.5 * n * (n - 1)

const plain = (values: Float64Array, slope: number): TrendTest =>
  testOf(scoreOf(values), varianceOfScore(values.length, tieSizes(values)), pairsOf(values.length), slope)

/** Critical value of an autocorrelation at 0.05, times the root of n. */
const significant = normal.quantile(0.975)

const hamedRaoFactor = (detrended: Float64Array): number => {
  const n = detrended.length
  const correlation = autocorrelations(ranksOf(detrended), n - 1)
  const bound = significant / Math.sqrt(n)
  let sum = 0
  for (let lag = 1; lag < n; lag++) {
    const r = correlation[lag] as number
    if (!(r <= bound && r >= -bound)) sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * r
  }
  return 1 + (2 / (n * (n - 1) * (n - 2))) * sum
}

const yueWangFactor = (correlation: Float64Array): number => {
  const n = correlation.length
  let sum = 0
  for (let lag = 1; lag < n; lag++) sum += (1 - lag / n) * (correlation[lag] as number)
  return 1 + 2 * sum
}

/** Returns each value minus r times the previous one. */
const whitened = (values: Float64Array, r: number): Float64Array =>
  Float64Array.from(
    { length: Math.max(0, values.length - 1) },
    (_, i) => (values[i + 1] as number) - (values[i] as number) * r
  )

/**
 * Computes Mann-Kendall's test and four corrections for autocorrelation, as defined in pymannkendall 1.4.3 (Hussain and Mahmud 2019). Missing
 * points (NaN) are removed, but Sen's slope keeps their time. Quadratic in the number of points.
 */
export const trendTests = (series: ArrayLike<number>): TrendTests => {
  const slope = senSlope(series)
  const values = Float64Array.from(series).filter((value) => !Number.isNaN(value))
  const n = values.length
  const original = plain(values, slope)
  const detrended = values.map((value, i) => value - (i + 1) * slope)
  const ofDetrended = autocorrelations(detrended, Math.max(0, n - 1))
  const corrected = (factor: number) => testOf(original.s, original.varS * factor, pairsOf(n), slope)
  const free = whitened(detrended, ofDetrended[1] as number).map((value, i) => value + (i + 1) * slope)
  return {
    original,
    hamedRao: corrected(hamedRaoFactor(detrended)),
    yueWang: corrected(yueWangFactor(ofDetrended)),
    preWhitened: plain(whitened(values, autocorrelations(values, 1)[1] as number), slope),
    trendFreePreWhitened: plain(free, slope)
  }
}

/**
 * Computes the seasonal test: S and its variance summed over the seasons (Hirsch, Slack and Smith 1982). Each season has its own level;
 * seasons are assumed to be independent.
 */
export const seasonalTest = (series: ArrayLike<number>, season: number): TrendTest => {
  let s = 0
  let variance = 0
  let pairs = 0
  for (let from = 0; from < season; from++) {
    const own: Array<number> = []
    for (let i = from; i < series.length; i += season) if (!Number.isNaN(series[i])) own.push(series[i] as number)
    s += scoreOf(own)
    variance += varianceOfScore(own.length, tieSizes(own))
    pairs += pairsOf(own.length)
  }
  return testOf(s, variance, pairs, seasonalSenSlope(series, season))
}
