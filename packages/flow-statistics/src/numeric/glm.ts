import type { Matrix } from "ml-matrix"
import type { Family } from "./Family.ts"
import { type Design, type LeastSquares, leastSquares } from "./leastSquares.ts"

export interface GlmInput {
  readonly design: Design
  readonly response: ArrayLike<number>
  readonly family: Family
  /** Added to the linear predictor, such as ln exposure. */
  readonly offset?: ArrayLike<number> | undefined
  readonly weights?: ArrayLike<number> | undefined
  /** Initial means, such as those of a similar fit, to need fewer steps. */
  readonly start?: Float64Array | undefined
}

export interface GlmFit {
  readonly coefficients: Float64Array
  /** (XᵀWX)⁻¹ at the solution. */
  readonly inverse: Matrix
  readonly fitted: Float64Array
  readonly deviance: number
  /** Σ w (y - μ)² / V(μ). Divided by the degrees of freedom, it measures overdispersion. */
  readonly pearson: number
  readonly logLikelihood: number
  /** -2 log-likelihood + 2 coefficients. */
  readonly aic: number
  readonly degreesOfFreedom: number
  readonly converged: boolean
  readonly steps: number
}

const maxSteps = 100

const devianceOf = ({ response, family, weights }: GlmInput, fitted: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < fitted.length; i++)
    sum += (weights?.[i] ?? 1) * family.deviance(response[i] as number, fitted[i] as number)
  return sum
}

/** Returns the largest absolute difference. */
const largestChange = (before: Float64Array, after: Float64Array): number => {
  let most = 0
  for (let i = 0; i < after.length; i++) most = Math.max(most, Math.abs((after[i] as number) - (before[i] as number)))
  return most
}

/**
 * Fits a generalised linear model by iteratively reweighted least squares (McCullagh and Nelder 1989), halving steps that increase the
 * deviance. `converged` is false if predictors still change after 100 steps, as under separation, which has no solution: do not use such a
 * fit. Throws `Collinear`.
 */
export const glm = (input: GlmInput): GlmFit => {
  const { design, response, family, offset, weights } = input
  const n = design.length
  const off = (i: number) => offset?.[i] ?? 0
  let fitted = input.start ?? Float64Array.from({ length: n }, (_, i) => family.start(response[i] as number))
  let eta: Float64Array = fitted.map((mu) => family.link(mu))
  let coefficients: Float64Array | undefined
  let deviance = devianceOf(input, fitted)
  let solved: LeastSquares | undefined
  let converged = false
  let steps = 0
  const work = new Float64Array(n)
  const weight = new Float64Array(n)
  const predict = (from: Float64Array) => {
    const next = new Float64Array(n)
    for (let i = 0; i < n; i++) {
      let sum = off(i)
      const row = design[i] as ReadonlyArray<number>
      for (let j = 0; j < from.length; j++) sum += (row[j] as number) * (from[j] as number)
      next[i] = sum
    }
    return next
  }
  while (steps < maxSteps && !converged) {
    steps += 1
    for (let i = 0; i < n; i++) {
      const mu = fitted[i] as number
      const slope = family.slope(mu)
      work[i] = (eta[i] as number) - off(i) + ((response[i] as number) - mu) / slope
      weight[i] = ((weights?.[i] ?? 1) * slope * slope) / family.variance(mu)
    }
    solved = leastSquares(design, work, weight)
    const before = eta
    let next: Float64Array = solved.coefficients
    for (let halving = 0; ; halving++) {
      eta = predict(next)
      fitted = eta.map((value) => family.mean(value))
      const now = devianceOf(input, fitted)
      const better =
        Number.isFinite(now) && (coefficients === undefined || now <= deviance + 1e-8 * (Math.abs(now) + 0.1))
      if (better || halving === 30) {
        converged = Number.isFinite(now) && largestChange(before, eta) < 1e-9
        deviance = now
        break
      }
      const last = coefficients as Float64Array | undefined
      next = next.map((value, j) => (value + (last?.[j] ?? 0)) / 2)
    }
    coefficients = next
  }
  let pearson = 0
  let logLikelihood = 0
  for (let i = 0; i < n; i++) {
    const y = response[i] as number
    const mu = fitted[i] as number
    const w = weights?.[i] ?? 1
    pearson += (w * (y - mu) ** 2) / family.variance(mu)
    logLikelihood += w * family.logDensity(y, mu)
  }
  const found = coefficients as Float64Array
  const columns = found.length
  return {
    coefficients: found,
    inverse: (solved as LeastSquares).inverse,
    fitted,
    deviance,
    pearson,
    logLikelihood,
    aic: -2 * logLikelihood + 2 * columns,
    degreesOfFreedom: n - columns,
    converged,
    steps
  }
}
