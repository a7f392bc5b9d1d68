/**
 * Which corridors stand out from a fitted model. Each is compared with what the others predict for it, because an outlier hides itself twice: it pulls the
 * effects of its own origin and destination towards itself, and it adds to the variation that is measured (externally studentised residuals; Cook and Weisberg
 * 1982). Its variance is that of the count and of the expectation without it, 1 / (1 - leverage) together. Counts vary more than Poisson ones, and large ones
 * more than in proportion. Their tails are those of the negative binomial distribution, because the normal one makes single persons on small corridors look
 * rare; that few corridors tell how much they vary makes them as heavy as Student's.
 */
import { incompleteBeta, normal, studentT } from "../numeric/Distribution.ts"
import { falseDiscoveryRates } from "../numeric/falseDiscoveryRates.ts"
import { incompleteGamma } from "../numeric/incompleteGamma.ts"

export interface FittedFlow {
  readonly flow: number
  readonly expected: number
  /** Share of the corridor in its own expectation, 0 to 1. */
  readonly leverage: number
}

export interface Deviation {
  /** (Flow - what the others lead to expect) over its standard error. */
  readonly residual: number
  /** Expected share of chance among the corridors that stand out as much (Benjamini and Hochberg 1995). */
  readonly falseDiscovery: number
}

/** A corridor with a leverage closer to 1 determines its own expectation. */
const free = ({ expected, leverage }: FittedFlow) => expected > 0 && 1 - leverage > 1e-6

/** Weight of a corridor where variation is measured: one person on a corridor that hardly any was expected on must not make all others look variable. */
const weightOf = ({ expected }: FittedFlow): number => Math.min(1, expected)

/** A corridor's part of Pearson's statistic where the variance is μ + αμ²; its weight is expected. */
const pearsonOf = (one: FittedFlow, alpha: number): number => {
  const { flow, expected, leverage } = one
  return (weightOf(one) * (flow - expected) ** 2) / ((1 - leverage) * expected * (1 + alpha * expected))
}

const sumOf = (flows: ReadonlyArray<FittedFlow>, part: (one: FittedFlow) => number): number =>
  flows.reduce((sum, one) => sum + part(one), 0)

/** Returns α of the variance μ + αμ² for which Pearson's statistic has its expectation; 0 if counts vary no more than Poisson ones. */
const quadraticDispersion = (flows: ReadonlyArray<FittedFlow>, weight: number): number => {
  const isMore = (alpha: number) => sumOf(flows, (one) => pearsonOf(one, alpha)) > weight
  if (!isMore(0)) return 0
  let low = 0
  let high = 1e-6
  while (isMore(high)) high *= 2
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (isMore(middle)) low = middle
    else high = middle
  }
  return high
}

/** Steps of α by a factor of 2^(1/4) that are tried for the others of a corridor. */
const alphaSteps = 80

/**
 * Returns a function that gives the variance of a count of mean `mean` as the others of a corridor vary: the larger of two kinds. Of the tried α, it takes the
 * smallest that is large enough.
 */
const varianceWithout = (flows: ReadonlyArray<FittedFlow>) => {
  const weight = sumOf(flows, weightOf)
  const alpha = quadraticDispersion(flows, weight)
  const tried = [0, ...Array.from({ length: alphaSteps }, (_, k) => alpha * 2 ** ((k + 1 - alphaSteps) / 4))]
  const sums = tried.map((one) => sumOf(flows, (flow) => pearsonOf(flow, one)))
  return (one: FittedFlow, mean: number): number => {
    const others = weight - weightOf(one)
    const sumWithout = (k: number) => (sums[k] as number) - pearsonOf(one, tried[k] as number)
    const at = tried.findIndex((_, k) => sumWithout(k) <= others)
    const ofOthers = tried[at] ?? alpha
    const dispersion = others > 0 ? sumWithout(0) / others : 1
    return mean * Math.max(1, dispersion, 1 + ofOthers * mean)
  }
}

/**
 * Returns what the others predict for a corridor, by one step from the fit: they pull with (1 - leverage) / leverage times its weight. Downwards the step
 * is on the scale of logarithms, so that it stays above 0; upwards it is the shorter one, of persons.
 */
const expectedWithout = ({ flow, expected, leverage }: FittedFlow): number => {
  const step = ((expected - flow) / expected) * (leverage / (1 - leverage))
  return expected * (step > 0 ? 1 + step : Math.exp(step))
}

/** Returns P(X ≤ count) and P(X ≥ count) of a count with this mean and variance, interpolated between whole numbers. */
const tailsOf = (
  count: number,
  mean: number,
  variance: number
): { readonly atMost: number; readonly atLeast: number } => {
  const excess = variance / mean - 1
  if (excess < 1e-9)
    return {
      atMost: incompleteGamma(count + 1, mean).upper,
      atLeast: count <= 0 ? 1 : incompleteGamma(count, mean).lower
    }
  const shape = mean / excess
  const stop = 1 / (1 + excess)
  return {
    atMost: incompleteBeta(stop, 1 - stop, shape, count + 1).lower,
    atLeast: count <= 0 ? 1 : incompleteBeta(stop, 1 - stop, shape, count).upper
  }
}

/** Smallest p of which a quantile is taken. */
const minP = 1e-300

/** Returns a two-sided p with tails that are as heavy as those of Student's t. */
const withFreedom = (p: number, freedom: number): number =>
  2 * studentT(freedom).cdf(normal.quantile(Math.max(p, minP) / 2))

/** Computes how much each corridor deviates. */
export const deviations = (flows: ReadonlyArray<FittedFlow>): ReadonlyArray<Deviation> => {
  const known = flows.filter(free)
  const varianceOf = varianceWithout(known)
  const freedom = Math.max(
    1,
    known.reduce((sum, { leverage }) => sum + 1 - leverage, -1)
  )
  const found = flows.map((one) => {
    if (!free(one)) return { residual: 0, p: Number.NaN }
    const mean = expectedWithout(one)
    const variance = varianceOf(one, mean) / (1 - one.leverage)
    const { atMost, atLeast } = tailsOf(one.flow, mean, variance)
    const p = Math.min(1, 2 * Math.min(atMost, atLeast))
    return { residual: (one.flow - mean) / Math.sqrt(variance), p: withFreedom(p, freedom) }
  })
  const rates = falseDiscoveryRates(found.map(({ p }) => p))
  return found.map(({ residual }, i) => ({
    residual,
    falseDiscovery: Number.isNaN(rates[i]) ? 1 : (rates[i] as number)
  }))
}
