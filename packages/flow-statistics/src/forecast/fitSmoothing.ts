import { CholeskyDecomposition, Matrix, solve } from "ml-matrix"
import { nelderMead } from "../numeric/nelderMead.ts"
import { type SmoothingRates, type SmoothingState, smooth } from "./smoothing.ts"

export interface SmoothingFit {
  readonly rates: SmoothingRates
  readonly last: SmoothingState
  readonly errors: Float64Array
  /** Σ of squared one-step errors. */
  readonly squares: number
  /** Standard deviation of an error, with degrees of freedom for the fitted parameters. */
  readonly sigma: number
  readonly freedom: number
}

/** Usual bounds of the damping: below, the slope has no effect; above, it never ends. */
const dampings = [0.8, 0.98] as const

const between = (x: number, low: number, high: number) => low + (high - low) / (1 + Math.exp(-x))

/** Maps any four numbers to rates within their bounds. */
const ratesOf = (at: ArrayLike<number>, season: number): SmoothingRates => {
  const alpha = between(at[0] as number, 1e-4, 0.9999)
  return {
    alpha,
    beta: between(at[1] as number, 1e-5, alpha),
    phi: between(at[2] as number, ...dampings),
    gamma: season === 0 ? 0 : between(at[3] as number, 1e-5, 1 - alpha)
  }
}

const unit = (season: number, at: number): SmoothingState => ({
  level: at === 0 ? 1 : 0,
  slope: at === 1 ? 1 : 0,
  // Seasons sum to 0, so the last one is minus the sum of the others.
  seasons: Array.from({ length: season }, (_, s) => (at - 2 === s ? 1 : at >= 2 && s === season - 1 ? -1 : 0))
})

/** Added to the diagonal, so that states that the data do not determine have a solution. */
const ridge = 1e-10

/**
 * Returns the initial state with the smallest squared errors at given rates. Errors are linear in it, so it is a least squares problem and
 * needs no search.
 */
const bestStart = (values: ArrayLike<number>, rates: SmoothingRates, season: number): SmoothingState => {
  const k = season === 0 ? 2 : season + 1
  const n = values.length
  const zero = smooth(values, rates, { level: 0, slope: 0, seasons: new Array<number>(season).fill(0) }).errors
  const nothing = new Float64Array(n)
  const columns = Array.from({ length: k }, (_, at) => smooth(nothing, rates, unit(season, at)).errors)
  const gram = Matrix.zeros(k, k)
  const right = new Float64Array(k)
  for (let i = 0; i < k; i++) {
    const a = columns[i] as Float64Array
    for (let j = 0; j <= i; j++) {
      const b = columns[j] as Float64Array
      let sum = 0
      for (let t = 0; t < n; t++) sum += (a[t] as number) * (b[t] as number)
      gram.set(i, j, sum + (i === j ? ridge : 0))
      gram.set(j, i, gram.get(i, j))
    }
    let sum = 0
    for (let t = 0; t < n; t++) sum -= (a[t] as number) * (zero[t] as number)
    right[i] = sum
  }
  const factor = new CholeskyDecomposition(gram)
  const sums = Matrix.columnVector(right)
  const [level, slope, ...own] = (
    factor.isPositiveDefinite() ? factor.solve(sums) : solve(gram, sums, true)
  ).to1DArray() as [number, number, ...Array<number>]
  return {
    level,
    slope,
    seasons: season === 0 ? [] : [...own, -own.reduce((sum, value) => sum + value, 0)]
  }
}

const squaresOf = (errors: Float64Array) => errors.reduce((sum, error) => sum + error ** 2, 0)

const starts = [
  [-1, -3, 1, -2],
  [1, -1, 0, -1]
] as const

/**
 * Fits damped exponential smoothing by least squared one-step errors, which maximises its likelihood (Gardner and McKenzie 1985; Hyndman and
 * others 2008). `season` 0 means no season. No value may be missing, and there must be more points than parameters.
 */
export const fitSmoothing = (values: ArrayLike<number>, season: number): SmoothingFit => {
  const solveAt = (at: ArrayLike<number>) => {
    const rates = ratesOf(at, season)
    return { rates, ...smooth(values, rates, bestStart(values, rates, season)) }
  }
  const cost = (at: Float64Array) => squaresOf(solveAt(at).errors)
  const best = starts
    .map((start) => nelderMead(cost, season === 0 ? start.slice(0, 3) : start, 1, 300))
    .reduce((a, b) => (b.value < a.value ? b : a))
  const { rates, last, errors } = solveAt(best.at)
  const squares = squaresOf(errors)
  const freedom = Math.max(1, values.length - (season === 0 ? 5 : 5 + season))
  return { rates, last, errors, squares, sigma: Math.sqrt(squares / freedom), freedom }
}
