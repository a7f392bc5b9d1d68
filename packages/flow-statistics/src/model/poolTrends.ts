import { type Interval, unionOf } from "../cells/Interval.ts"
import { normal, studentT } from "../numeric/Distribution.ts"
import { extremes, type Points } from "../series/completions.ts"
import { countReported, countUncertain } from "../series/Series.ts"
import { levelAndSeason, time } from "./columns.ts"
import { type ChangeOptions, reportingPrecision } from "./describeChange.ts"
import { fitCounts } from "./fitCounts.ts"
import { type Estimate, estimateOf, type Mixture } from "./Mixture.ts"
import { noisePrior } from "./NoisePrior.ts"
import { solveLower } from "./triangular.ts"

/** A number that was estimated, with its standard error. */
export interface Measurement {
  readonly value: number
  readonly error: number
}

/** What many measurements say together. */
export interface Pooled {
  /** Mean of what is measured. */
  readonly typical: Estimate
  /** Standard deviation of what is measured between series: median and interval at 0.95. */
  readonly spread: { readonly value: number; readonly low: number; readonly high: number }
  /** The estimate of each: between its own measurement and the typical one, and closer to the typical one the less precise its own is. */
  readonly estimates: ReadonlyArray<Estimate>
}

/** Fewest series that can be pooled. */
export const minPooled = 5
/** Spreads that are averaged over. */
const places = 40

/**
 * Pools measurements of different things that resemble each other: their truths are normal around a typical one (DerSimonian and Laird 1986).
 * The spread is not estimated but averaged over, with a uniform prior, as is the typical one (Rubin 1981; Gelman 2006), so that
 * intervals are as wide as the few series that they come from make them.
 *
 * @example
 * ```ts
 * import { poolMeasurements } from "@corridor/flow-statistics"
 *
 * const { typical, estimates } = poolMeasurements([
 *   { value: 0.12, error: 0.05 },
 *   { value: 0.03, error: 0.04 },
 *   { value: 0.09, error: 0.11 },
 *   { value: -0.02, error: 0.06 },
 *   { value: 0.05, error: 0.03 }
 * ])
 * ```
 */
export const poolMeasurements = (measured: ReadonlyArray<Measurement>): Pooled => {
  const mean = measured.reduce((sum, { value }) => sum + value, 0) / measured.length
  const deviation = Math.sqrt(measured.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (measured.length - 1))
  const smallest = Math.min(...measured.map(({ error }) => error))
  const most = 3 * deviation + smallest
  const all = Array.from({ length: places }, (_, i) => {
    const spread = (most * (i + 0.5)) / places
    let [weight, weighted, log] = [0, 0, 0]
    for (const { value, error } of measured) {
      const variance = error * error + spread * spread
      weight += 1 / variance
      weighted += value / variance
      log -= Math.log(variance) / 2
    }
    const typical = weighted / weight
    for (const { value, error } of measured) log -= (value - typical) ** 2 / (error * error + spread * spread) / 2
    return { spread, typical, variance: 1 / weight, log: log - Math.log(weight) / 2 }
  })
  const highest = Math.max(...all.map(({ log }) => log))
  const total = all.reduce((sum, { log }) => sum + Math.exp(log - highest), 0)
  const weight = Float64Array.from(all, ({ log }) => Math.exp(log - highest) / total)
  const mixture = (measured: (one: (typeof all)[number]) => Measurement): Mixture => {
    const parts = all.map(measured)
    return {
      weight,
      mean: Float64Array.from(parts, ({ value }) => value),
      deviation: Float64Array.from(parts, ({ error }) => error)
    }
  }
  return {
    typical: estimateOf(mixture(({ typical, variance }) => ({ value: typical, error: Math.sqrt(variance) }))),
    spread: spreadOf(
      all.map(({ spread }) => spread),
      weight
    ),
    estimates: measured.map(({ value, error }) =>
      estimateOf(
        mixture(({ spread, typical, variance }) => {
          const own = (spread * spread) / (spread * spread + error * error)
          return {
            value: typical + own * (value - typical),
            error: Math.sqrt(own * error * error + (1 - own) ** 2 * variance)
          }
        })
      )
    )
  }
}

const spreadOf = (spreads: ReadonlyArray<number>, weight: Float64Array): Pooled["spread"] => {
  const at = (share: number) => {
    let sum = 0
    return spreads.find((_, i) => {
      sum += weight[i] as number
      return sum >= share
    }) as number
  }
  return { value: at(0.5), low: at(0.025), high: at(0.975) }
}

/** The prior of the noise counts as one more series when the noise is learnt from all series. */
const priorSeries = 1
const rounds = 30

interface Fitted {
  /** For each noise of `noisePrior`: ln of its weight, and the growth per point that it implies. */
  readonly logs: Float64Array
  readonly growth: Float64Array
  readonly error: Float64Array
}

const fitGrowth = (values: ArrayLike<number>, { season, reporting = [] }: ChangeOptions): Fitted => {
  const level = [
    ...levelAndSeason(values.length, season, countReported(values)),
    ...reporting.map((share) => ({ values: share, precision: reportingPrecision }))
  ]
  const { noises } = fitCounts(values, [...level, time(values.length)])
  const size = level.length + 1
  return {
    logs: Float64Array.from(noises, ({ logWeight }) => logWeight),
    growth: Float64Array.from(noises, ({ coefficients }) => coefficients[size - 1] as number),
    error: Float64Array.from(noises, ({ factor }) => {
      const unit = new Float64Array(size)
      unit[size - 1] = 1
      solveLower(factor, unit)
      return Math.hypot(...unit)
    })
  }
}

/** Returns the weights of the noise of one series, if noises are as probable as `probability` instead of as in the prior. */
const weightsOf = ({ logs }: Fitted, probability: Float64Array): Float64Array => {
  const own = logs.map((log, k) => log + Math.log((probability[k] as number) / (noisePrior[k]?.prior as number)))
  const most = own.reduce((largest, log) => Math.max(largest, log), Number.NEGATIVE_INFINITY)
  const weights = own.map((log) => Math.exp(log - most))
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map((one) => one / sum)
}

/**
 * Estimates how each of many series grows per point, on the scale of logarithms, for series that are too small to say by themselves. Two things
 * are learnt from all of them: how noisy such series are (expectation maximisation over the grid of `noisePrior`), and which growth is
 * typical. Undefined for fewer than `minPooled` series.
 *
 * @param series counts at equal distances, NaN where nothing was reported
 *
 * @example
 * ```ts
 * import { poolTrends } from "@corridor/flow-statistics"
 *
 * const corridors = [[3, 5, 4, 6, 8], [2, 2, 4, 3, 5], [7, 6, 9, 11, 10], [1, 2, 2, 4, 3], [5, 4, 6, 5, 9]]
 * const pooled = poolTrends(corridors, { season: 1 })
 * const growth = pooled?.estimates.map(({ value }) => Math.exp(value) - 1) // per period, as a share
 * ```
 */
export const poolTrends = (series: ReadonlyArray<ArrayLike<number>>, options: ChangeOptions): Pooled | undefined => {
  if (series.length < minPooled) return undefined
  const fits = series.map((values) => fitGrowth(values, options))
  const prior = Float64Array.from(noisePrior, (noise) => noise.prior)
  let probability = prior
  for (let round = 0; round < rounds; round++) {
    const sums = prior.map((one) => priorSeries * one)
    for (const fit of fits) {
      const weights = weightsOf(fit, probability)
      for (let k = 0; k < sums.length; k++) sums[k] = (sums[k] as number) + (weights[k] as number)
    }
    probability = sums.map((one) => one / (priorSeries + fits.length))
  }
  const pooled = poolMeasurements(
    fits.map((fit) => {
      const weights = weightsOf(fit, probability)
      return {
        value: weights.reduce((sum, weight, k) => sum + weight * (fit.growth[k] as number), 0),
        // By the mean precision: noises that are barely possible, and would make the series worthless, count little.
        error: weights.reduce((sum, weight, k) => sum + weight / (fit.error[k] as number) ** 2, 0) ** -0.5
      }
    })
  )
  return {
    ...pooled,
    estimates: pooled.estimates.map((one, i) => widened(one, countReported(series[i] as ArrayLike<number>)))
  }
}

/** Pooled estimates over values that hidden cells can have. */
export interface PooledWithin extends Pooled {
  /** How many times as wide they make the interval of the typical series; undefined if every value is exact. */
  readonly widening: number | undefined
}

const over = <A extends Interval & { readonly value: number }>([first, ...others]: readonly [
  A,
  ...ReadonlyArray<A>
]): A => {
  const all = [first, ...others]
  return { ...first, ...unionOf(all), value: all.reduce((sum, { value }) => sum + value, 0) / all.length }
}

/**
 * Pools series of which some values are hidden: intervals contain those at all extremes of the hidden values. Returns undefined for fewer than
 * five series.
 *
 * @example
 * ```ts
 * import { between, exact, poolTrendsWithin, seriesFrom, seriesOf } from "@corridor/flow-statistics"
 *
 * const years = seriesFrom(["2020", "2021", "2022"], [0, 0, 0])
 * const corridors = [13, 15, 19, 12, 17].map((n) => seriesOf(years, [exact(n), between(1, 10), exact(n + 4)]))
 * const pooled = poolTrendsWithin(corridors, { season: 1 })
 * const widened = pooled?.widening // how many times as wide the hidden values make the interval of the typical series
 * ```
 */
export const poolTrendsWithin = (series: ReadonlyArray<Points>, options: ChangeOptions): PooledWithin | undefined => {
  const isHidden = series.some((points) => countUncertain(points) > 0)
  const fillings = series.map((points) => (isHidden ? extremes(points) : [points.value]))
  const results = (fillings[0] ?? []).flatMap(
    (_, e) =>
      poolTrends(
        fillings.map((all) => all[e] as Float64Array),
        options
      ) ?? []
  )
  const [first, ...others] = results
  if (first === undefined) return undefined
  const typical = over([first.typical, ...others.map((one) => one.typical)])
  const width = results.reduce((sum, one) => sum + one.typical.high - one.typical.low, 0) / results.length
  return {
    typical,
    spread: over([first.spread, ...others.map(({ spread }) => spread)]),
    estimates: first.estimates.map((estimate, i) =>
      over([estimate, ...others.map(({ estimates }) => estimates[i] as Estimate)])
    ),
    widening: isHidden ? (typical.high - typical.low) / width : undefined
  }
}

/** Returns the estimate with an interval by Student's t: each series' own noise is estimated with its growth and level. */
const widened = ({ value, low, high, p }: Estimate, points: number): Estimate => {
  const factor = studentT(Math.max(3, points - 3)).quantile(0.975) / normal.quantile(0.975)
  return { value, low: value - factor * (value - low), high: value + factor * (high - value), p }
}
