import digamma from "@stdlib/math-base-special-digamma"
import trigamma from "@stdlib/math-base-special-trigamma"
import { inverse, Matrix } from "ml-matrix"
import { chiSquared, normal } from "../numeric/Distribution.ts"
import { negativeBinomial, poisson } from "../numeric/Family.ts"
import { type GlmFit, glm } from "../numeric/glm.ts"
import type { Design } from "../numeric/leastSquares.ts"

export interface CountRegression {
  /** Change of ln(rate) per period. */
  readonly slope: number
  readonly standardError: number
  readonly z: number
  readonly p: number
  /** Rate ratio per period, with its interval at 0.95. */
  readonly rateRatio: { readonly value: number; readonly low: number; readonly high: number }
  /** Variance is mean + alpha · mean²; 0 is Poisson. */
  readonly alpha: number
  /** Pearson's χ² of the Poisson fit over its degrees of freedom: above 1, counts are overdispersed. */
  readonly dispersion: number
  /** p of the likelihood ratio test of alpha = 0 (half a χ², because alpha is not negative). */
  readonly overdispersionP: number
  readonly logLikelihood: number
  /** All coefficients: the level, the slope, and those of seasons. */
  readonly coefficients: ReadonlyArray<number>
}

interface Counted {
  readonly design: Design
  readonly response: ReadonlyArray<number>
  readonly offset: ReadonlyArray<number>
}

const fitAt = (counted: Counted, alpha: number, start?: Float64Array): GlmFit =>
  glm({ ...counted, family: negativeBinomial(alpha), start })

/** Returns the first and second derivative of the log-likelihood by alpha at given means. */
const byAlpha = (response: ReadonlyArray<number>, fitted: Float64Array, alpha: number) => {
  const size = 1 / alpha
  let first = 0
  let second = 0
  for (let i = 0; i < fitted.length; i++) {
    const y = response[i] as number
    const mu = fitted[i] as number
    const whole = size + mu
    first += digamma(y + size) - digamma(size) - Math.log1p(mu * alpha) + 1 - (size + y) / whole
    second += trigamma(y + size) - trigamma(size) + alpha - 1 / whole - (mu - y) / whole ** 2
  }
  return { first: -first * size ** 2, second: second * size ** 4 + first * 2 * size ** 3 }
}

/** Returns the alpha with the largest profile likelihood, by bisection of its derivative on a logarithmic scale. */
const bestAlpha = (counted: Counted): number | undefined => {
  let low = Math.log(1e-8)
  let high = Math.log(1e4)
  // Each fit starts from the previous one, which becomes closer with each bisection.
  let fitted: Float64Array | undefined
  const rises = (at: number) => {
    const fit = fitAt(counted, Math.exp(at), fitted)
    fitted = fit.converged ? fit.fitted : undefined
    return byAlpha(counted.response, fit.fitted, Math.exp(at)).first > 0
  }
  if (!rises(low)) return undefined
  for (let i = 0; i < 80 && high - low > 1e-13; i++) {
    const middle = (low + high) / 2
    if (rises(middle)) low = middle
    else high = middle
  }
  return Math.exp((low + high) / 2)
}

/** Returns the inverse of the observed information of coefficients and alpha, as statsmodels computes standard errors. */
const covarianceOf = ({ design, response }: Counted, fit: GlmFit, alpha: number): Matrix => {
  const k = fit.coefficients.length
  const information = Matrix.zeros(k + 1, k + 1)
  const size = 1 / alpha
  design.forEach((row, i) => {
    const y = response[i] as number
    const mu = fit.fitted[i] as number
    const whole = (size + mu) ** 2
    const slope = (size * mu * (y + size)) / whole
    const cross = ((y - mu) * mu * size ** 2) / whole
    for (let p = 0; p < k; p++) {
      for (let q = 0; q < k; q++)
        information.set(p, q, information.get(p, q) + slope * (row[p] as number) * (row[q] as number))
      const both = information.get(p, k) + cross * (row[p] as number)
      information.set(p, k, both)
      information.set(k, p, both)
    }
  })
  information.set(k, k, -byAlpha(response, fit.fitted, alpha).second)
  return inverse(information)
}

export interface CountRegressionInput {
  /** Counts, 0 or more; NaN where nothing was reported. */
  readonly values: ArrayLike<number>
  /** Persons, days or partners at risk, above 0; the default is 1. */
  readonly exposure?: ArrayLike<number> | undefined
  /** Points in a cycle, each with its own level; 1 for no season. */
  readonly season: number
}

/**
 * Negative binomial regression (NB2) of counts on time by maximum likelihood, with ln exposure as offset and a level for each season
 * (Cameron and Trivedi 2013). Returns undefined if there are too few points or no solution. Assumes that counts are independent given the
 * line: under autocorrelation its p is too small.
 */
export const countRegression = ({ values, exposure, season }: CountRegressionInput): CountRegression | undefined => {
  const at = Array.from(values).flatMap((value, i) => (Number.isNaN(value) ? [] : [i]))
  if (at.length < season + 3 || at.some((i) => (values[i] as number) < 0 || !((exposure?.[i] ?? 1) > 0)))
    return undefined
  const middle = (values.length - 1) / 2
  const counted: Counted = {
    // Centred time, for well-conditioned columns; the slope is the same.
    design: at.map((i) => [
      1,
      i - middle,
      ...Array.from({ length: season - 1 }, (_, s) => (i % season === s + 1 ? 1 : 0))
    ]),
    response: at.map((i) => values[i] as number),
    offset: at.map((i) => Math.log(exposure?.[i] ?? 1))
  }
  try {
    const plain = glm({ ...counted, family: poisson })
    if (!plain.converged) return undefined
    const alpha = bestAlpha(counted)
    const fit = alpha === undefined ? plain : fitAt(counted, alpha)
    const covariance = alpha === undefined ? fit.inverse : covarianceOf(counted, fit, alpha)
    const slope = fit.coefficients[1] as number
    const standardError = Math.sqrt(covariance.get(1, 1))
    if (!fit.converged || !(standardError > 0)) return undefined
    const z = slope / standardError
    const reach = normal.quantile(0.975) * standardError
    const gain = Math.max(0, 2 * (fit.logLikelihood - plain.logLikelihood))
    return {
      slope,
      standardError,
      z,
      p: 2 * normal.survival(Math.abs(z)),
      rateRatio: { value: Math.exp(slope), low: Math.exp(slope - reach), high: Math.exp(slope + reach) },
      alpha: alpha ?? 0,
      dispersion: plain.pearson / plain.degreesOfFreedom,
      overdispersionP: alpha === undefined ? 1 : chiSquared(1).survival(gain) / 2,
      logLikelihood: fit.logLikelihood,
      coefficients: [...fit.coefficients]
    }
  } catch {
    // Collinear seasons or times, or a singular information matrix: no estimate.
    return undefined
  }
}
