/**
 * Which corridors stand out from a fitted model. A residual is smaller than the deviation from the true expectation, because each corridor
 * pulls the effects of its own origin and destination towards itself: its variance is that of the count times 1 - leverage (McCullagh and
 * Nelder 1989, section 12.4). Counts vary more than Poisson ones, and large ones more than in proportion. Their tails are those of the negative
 * binomial distribution, because the normal one makes single persons on small corridors look rare.
 */
import { incompleteBeta } from "../numeric/Distribution.ts"
import { falseDiscoveryRates } from "../numeric/falseDiscoveryRates.ts"
import { incompleteGamma } from "../numeric/incompleteGamma.ts"

export interface FittedFlow {
  readonly flow: number
  readonly expected: number
  /** Share of the corridor in its own expectation, 0 to 1. */
  readonly leverage: number
}

export interface Deviation {
  /** (Flow - expected) over its standard error. */
  readonly residual: number
  /** Expected share of chance among the corridors that stand out as much (Benjamini and Hochberg 1995). */
  readonly falseDiscovery: number
}

/** A corridor with a leverage closer to 1 determines its own expectation. */
const free = ({ expected, leverage }: FittedFlow) => expected > 0 && 1 - leverage > 1e-6

/** Returns α of the variance μ + αμ² for which Pearson's statistic has its expectation; 0 if counts vary no more than Poisson ones. */
const quadraticDispersion = (flows: ReadonlyArray<FittedFlow>): number => {
  const known = flows.filter(free)
  const pearson = (alpha: number) =>
    known.reduce(
      (sum, { flow, expected, leverage }) =>
        sum + (flow - expected) ** 2 / ((1 - leverage) * expected * (1 + alpha * expected)),
      0
    )
  if (pearson(0) <= known.length) return 0
  let low = 0
  let high = 1e-6
  while (pearson(high) > known.length) high *= 2
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (pearson(middle) > known.length) low = middle
    else high = middle
  }
  return high
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

/**
 * Computes how much each corridor deviates.
 *
 * @param dispersion variance over mean, by Pearson's statistic
 */
export const deviations = (flows: ReadonlyArray<FittedFlow>, dispersion: number): ReadonlyArray<Deviation> => {
  const alpha = quadraticDispersion(flows)
  const found = flows.map((one) => {
    if (!free(one)) return { residual: 0, p: Number.NaN }
    const { flow, expected, leverage } = one
    const variance = expected * Math.max(1, dispersion, 1 + alpha * expected)
    const stretched = (flow - expected) / Math.sqrt(1 - leverage)
    const { atMost, atLeast } = tailsOf(Math.max(0, expected + stretched), expected, variance)
    return { residual: stretched / Math.sqrt(variance), p: Math.min(1, 2 * Math.min(atMost, atLeast)) }
  })
  const rates = falseDiscoveryRates(found.map(({ p }) => p))
  return found.map(({ residual }, i) => ({
    residual,
    falseDiscovery: Number.isNaN(rates[i]) ? 1 : (rates[i] as number)
  }))
}
