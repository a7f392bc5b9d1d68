import { dot } from "../numeric/dot.ts"
import type { Column } from "./columns.ts"
import { equationsOf } from "./Equations.ts"
import type { Mixture } from "./Mixture.ts"
import { coarsePrior, type Noise, noisePrior } from "./NoisePrior.ts"
import { choleskyInPlace, solveLower, solveUpper } from "./triangular.ts"

/** What the noise may be given the data, with the coefficients that it implies. */
export interface Weighted extends Noise {
  /** Probability given the data. */
  readonly weight: number
  /** ln of the probability, also where `weight` is too small for a number. */
  readonly logWeight: number
  readonly coefficients: Float64Array
  /** Lower triangle of Cholesky's factor of the coefficients' precision, row by row. */
  readonly factor: Float64Array
}

/** A count model fitted to a series. */
export interface CountFit {
  readonly columns: ReadonlyArray<Column>
  /** All of `noisePrior`, in its order. */
  readonly noises: ReadonlyArray<Weighted>
  /** The noises whose weight is large enough to count. */
  readonly plausible: ReadonlyArray<Weighted>
  /** Mean of each point under the average coefficients. */
  readonly mean: Float64Array
  /** ln mean + (count - mean) / mean: what the coefficients are linear in; NaN where nothing was reported. */
  readonly working: Float64Array
  /** ln of the probability of the working values, averaged over noise and coefficients. For comparing columns on equal counts. */
  readonly logEvidence: number
}

/** Weights below this share of the largest are dropped: together they are below one in a thousand. */
const negligible = 1e-5
/** Returns the noises whose weight counts, with weights that sum to 1. */
const withoutNegligible = (noises: ReadonlyArray<Weighted>): ReadonlyArray<Weighted> => {
  const most = noises.reduce((largest, { weight }) => Math.max(largest, weight), 0)
  const kept = noises.filter(({ weight }) => weight > negligible * most)
  const sum = kept.reduce((all, { weight }) => all + weight, 0)
  return kept.map((one) => ({ ...one, weight: one.weight / sum }))
}

/** Returns the average over noises of given logarithms of their weights, which need not sum to 1. */
const averageOf = (
  found: ReadonlyArray<Omit<Weighted, "weight">>
): Pick<CountFit, "noises" | "plausible" | "logEvidence"> => {
  const most = found.reduce((largest, { logWeight }) => Math.max(largest, logWeight), Number.NEGATIVE_INFINITY)
  const logEvidence = most + Math.log(found.reduce((sum, { logWeight }) => sum + Math.exp(logWeight - most), 0))
  const noises = found.map((one) => {
    const logWeight = one.logWeight - logEvidence
    return { ...one, logWeight, weight: Math.exp(logWeight) }
  })
  return { noises, plausible: withoutNegligible(noises), logEvidence }
}

/** Returns a fit with another prior of the noise: `more` is added to its logarithm. The evidence for the columns stays that of `noisePrior`. */
export const withPrior = (fit: CountFit, more: (noise: Noise) => number): CountFit => {
  const { noises, plausible } = averageOf(fit.noises.map((one) => ({ ...one, logWeight: one.logWeight + more(one) })))
  return { ...fit, noises, plausible }
}

/** Linearisations. More change results of simulated series by less than a hundredth of their error. */
const linearisations = 3
/** ln mean is kept within these bounds, so that a diverging fit stays finite: above all counts that a number can hold exactly. */
const [lowest, highest] = [-7, 45]

const startOf = (values: ArrayLike<number>): number => {
  let sum = 0
  let count = 0
  for (let t = 0; t < values.length; t++)
    if (!Number.isNaN(values[t])) {
      sum += values[t] as number
      count += 1
    }
  return Math.log((sum + 0.5) / Math.max(1, count))
}

/** Writes the variance of each working value that has no memory; NaN where nothing was reported. */
export const writeVariance = (
  { mean, working }: Pick<CountFit, "mean" | "working">,
  { overdispersion }: Noise,
  into: Float64Array
): void => {
  for (let t = 0; t < into.length; t++)
    into[t] = Number.isNaN(working[t]) ? Number.NaN : 1 / (mean[t] as number) + overdispersion
}

/** Returns the noises of a fit with the largest weights. */
export const likeliestOf = ({ plausible }: CountFit, count: number): ReadonlyArray<Weighted> =>
  [...plausible].sort((a, b) => b.weight - a.weight).slice(0, count)

/** Numbers in a lower triangle. */
const triangle = (size: number): number => (size * (size + 1)) / 2

/** Returns Cholesky's factor of the coefficients' precision under one noise, written into `factor`. */
export const factorise = (
  columns: ReadonlyArray<Column>,
  noise: Noise,
  variance: Float64Array,
  equations = equationsOf(columns, variance.length),
  factor = new Float64Array(triangle(columns.length))
) => {
  const logDeterminant = equations.writeMatrix(noise, variance, factor)
  for (let i = 0; i < columns.length; i++) {
    const at = triangle(i + 1) - 1
    factor[at] = (factor[at] as number) + (columns[i] as Column).precision
  }
  return { factor, logDeterminant, logFactor: choleskyInPlace(factor, columns.length) }
}

/**
 * Fits counts by quasi-likelihood: the mean is log-linear, and the relative deviations have the covariance of an autoregression of order 1
 * plus overdispersion plus Poisson noise, which is exact for log-normal deviations at any mean (Zeger 1988). Coefficients are
 * integrated out (restricted likelihood), and the noise is averaged over `noisePrior` instead of estimated, so that uncertainty about it widens the
 * intervals (as in INLA, Rue, Martino and Chopin 2009).
 *
 * @param values counts, NaN where nothing was reported
 */
export const fitCounts = (values: ArrayLike<number>, columns: ReadonlyArray<Column>): CountFit => {
  const points = values.length
  const size = columns.length
  const predictor = new Float64Array(points).fill(startOf(values))
  const mean = new Float64Array(points)
  const working = new Float64Array(points)
  const variance = new Float64Array(points)
  const average = new Float64Array(size)
  const equations = equationsOf(columns, points)
  // One piece of memory for all noises: thousands of small ones cost as much as the arithmetic.
  const [length, memory] = [triangle(size), new Float64Array(noisePrior.length * (triangle(size) + size))]
  const parts = noisePrior.map((_, k) => {
    const at = k * (length + size)
    return { factor: memory.subarray(at, at + length), coefficients: memory.subarray(at + length, at + length + size) }
  })
  let noises: ReadonlyArray<Weighted> = []
  let plausible: ReadonlyArray<Weighted> = []
  let logEvidence = 0
  for (let round = 0; round < linearisations; round++) {
    for (let t = 0; t < points; t++) {
      mean[t] = Math.exp(predictor[t] as number)
      working[t] = (predictor[t] as number) + ((values[t] as number) - (mean[t] as number)) / (mean[t] as number)
    }
    equations.observe(working)
    const found = (round < linearisations - 1 ? coarsePrior : noisePrior).map((one, k) => {
      const { factor, coefficients } = parts[k] as (typeof parts)[number]
      writeVariance({ mean, working }, one, variance)
      const { logDeterminant, logFactor } = factorise(columns, one, variance, equations, factor)
      const square = equations.writeExplained(coefficients)
      solveLower(factor, coefficients)
      let residual = square
      for (let i = 0; i < size; i++) residual -= (coefficients[i] as number) ** 2
      solveUpper(factor, coefficients)
      return {
        ...one,
        logWeight: Math.log(one.prior) - (logDeterminant + 2 * logFactor + residual) / 2,
        coefficients,
        factor
      }
    })
    const averaged = averageOf(found)
    noises = averaged.noises
    plausible = averaged.plausible
    logEvidence = averaged.logEvidence
    average.fill(0)
    for (const { weight, coefficients } of plausible)
      for (let j = 0; j < size; j++) average[j] = (average[j] as number) + weight * (coefficients[j] as number)
    for (let t = 0; t < points; t++) {
      let next = 0
      for (let j = 0; j < size; j++) next += (average[j] as number) * ((columns[j] as Column).values[t] as number)
      predictor[t] = Math.min(highest, Math.max(lowest, next))
    }
  }
  return { columns, noises, plausible, mean, working, logEvidence }
}

/** Returns the distribution of one coefficient. */
export const coefficientOf = ({ plausible, columns }: CountFit, column: number): Mixture => {
  const deviation = plausible.map(({ factor }) => {
    const unit = new Float64Array(columns.length)
    unit[column] = 1
    solveLower(factor, unit)
    return Math.sqrt(dot(unit, unit))
  })
  return {
    weight: Float64Array.from(plausible, ({ weight }) => weight),
    mean: Float64Array.from(plausible, ({ coefficients }) => coefficients[column] as number),
    deviation: Float64Array.from(deviation)
  }
}
