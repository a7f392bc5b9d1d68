import { normal } from "../numeric/Distribution.ts"

/** A coefficient's distribution, averaged over what the noise may be: a mixture of normal distributions. */
export interface Mixture {
  readonly weight: Float64Array
  readonly mean: Float64Array
  readonly deviation: Float64Array
}

/** Returns the probability of values above `x`. */
export const above = ({ weight, mean, deviation }: Mixture, x: number): number => {
  let sum = 0
  for (let k = 0; k < weight.length; k++)
    sum += (weight[k] as number) * normal.survival((x - (mean[k] as number)) / (deviation[k] as number))
  return sum
}

/** Returns the mean of a mixture. */
export const meanOfMixture = ({ weight, mean }: Mixture): number =>
  weight.reduce((sum, one, k) => sum + one * (mean[k] as number), 0)

/** Stretches a mixture around its mean. */
export const widened = (mixture: Mixture, factor: number): Mixture => {
  const middle = meanOfMixture(mixture)
  return {
    weight: mixture.weight,
    mean: mixture.mean.map((one) => middle + factor * (one - middle)),
    deviation: mixture.deviation.map((one) => factor * one)
  }
}

/** Two-sided p of the value 0. */
export const pOfZero = (mixture: Mixture): number => {
  const up = above(mixture, 0)
  return Math.min(1, 2 * Math.min(up, 1 - up))
}

const density = ({ weight, mean, deviation }: Mixture, x: number): number => {
  let sum = 0
  for (let k = 0; k < weight.length; k++)
    sum +=
      ((weight[k] as number) * normal.density((x - (mean[k] as number)) / (deviation[k] as number))) /
      (deviation[k] as number)
  return sum
}

/** Returns the value that is exceeded with probability 1 - `share`, by Newton's method within bounds that are halved if it leaves them. */
export const quantileOf = (mixture: Mixture, share: number): number => {
  const far = normal.quantile(1 - 1e-12)
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let k = 0; k < mixture.weight.length; k++) {
    low = Math.min(low, (mixture.mean[k] as number) - far * (mixture.deviation[k] as number))
    high = Math.max(high, (mixture.mean[k] as number) + far * (mixture.deviation[k] as number))
  }
  // Newton's next step is of the order of the square of this one, so that it needs none.
  const tolerance = 1e-6 * mixture.deviation.reduce((least, one) => Math.min(least, one), high - low)
  // The quantile of one normal distribution with the same mean and variance is near.
  const middle = meanOfMixture(mixture)
  const variance = mixture.weight.reduce(
    (sum, one, k) => sum + one * (((mixture.mean[k] as number) - middle) ** 2 + (mixture.deviation[k] as number) ** 2),
    0
  )
  let x = middle + normal.quantile(share) * Math.sqrt(variance)
  for (let step = 0; step < 60; step++) {
    const off = above(mixture, x) - (1 - share)
    if (off > 0) low = x
    else high = x
    const next = x + off / density(mixture, x)
    const moved = next > low && next < high ? next : (low + high) / 2
    if (Math.abs(moved - x) < tolerance) return moved
    x = moved
  }
  return x
}

/** A coefficient with its interval at 0.95. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
  /** Two-sided p of no effect. */
  readonly p: number
}

/** Larger factors are not written: they say only that the series has next to no information. */
export const maxFactor = 100

/** Returns the estimate that a mixture stands for. */
export const estimateOf = (mixture: Mixture): Estimate => ({
  value: meanOfMixture(mixture),
  low: quantileOf(mixture, 0.025),
  high: quantileOf(mixture, 0.975),
  p: pOfZero(mixture)
})

/** Returns an estimate that excludes no change. */
export const orNone = (one: Estimate): Estimate => ({
  ...one,
  low: Math.min(0, one.low),
  high: Math.max(0, one.high),
  p: 1
})
