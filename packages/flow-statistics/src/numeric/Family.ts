import gammaln from "@stdlib/math-base-special-gammaln"

/** Variance function and link of a generalised linear model. */
export interface Family {
  readonly link: (mean: number) => number
  readonly mean: (predictor: number) => number
  /** dμ/dη at mean μ. */
  readonly slope: (mean: number) => number
  readonly variance: (mean: number) => number
  /** Contribution of one observation to the deviance. */
  readonly deviance: (response: number, mean: number) => number
  readonly logDensity: (response: number, mean: number) => number
  /** Initial value of the mean. */
  readonly start: (response: number) => number
}

/** y ln(y / m), 0 for y = 0. */
const part = (y: number, m: number) => (y === 0 ? 0 : y * Math.log(y / m))

const logLink = {
  link: Math.log,
  // Bounds keep a diverging fit finite, so that it is reported as not converged.
  mean: (predictor: number) => Math.exp(Math.min(700, Math.max(-700, predictor))),
  slope: (mean: number) => mean
}

/** Counts with variance = mean; log link. */
export const poisson: Family = {
  ...logLink,
  variance: (mean) => mean,
  deviance: (y, m) => 2 * (part(y, m) - (y - m)),
  logDensity: (y, m) => (y === 0 ? 0 : y * Math.log(m)) - m - gammaln(y + 1),
  start: (y) => y + 0.1
}

/** Counts with variance = mean + `alpha` · mean² (NB2); log link. */
export const negativeBinomial = (alpha: number): Family => ({
  ...logLink,
  variance: (mean) => mean + alpha * mean * mean,
  deviance: (y, m) => 2 * (part(y, m) - (y + 1 / alpha) * Math.log((1 + alpha * y) / (1 + alpha * m))),
  logDensity: (y, m) => {
    const size = 1 / alpha
    const spread = -(y + size) * Math.log1p(alpha * m)
    return gammaln(y + size) - gammaln(size) - gammaln(y + 1) + (y === 0 ? 0 : y * Math.log(alpha * m)) + spread
  },
  start: (y) => y + 0.1
})
