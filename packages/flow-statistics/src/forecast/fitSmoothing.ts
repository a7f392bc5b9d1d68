import { CholeskyDecomposition, Matrix, solve } from "ml-matrix"
import { nelderMead } from "../numeric/nelderMead.ts"
import { type SmoothingRates, type SmoothingState, smooth } from "./smoothing.ts"

export interface SmoothingFit {
  /** Where the search for the rates ended. */
  readonly at: ArrayLike<number>
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

/** Added to the diagonal, so that states that the data do not determine have a solution. */
const ridge = 1e-10

/**
 * Returns the initial state with the smallest squared errors at given rates. Errors are linear in it, so it is a least squares problem and
 * needs no search. The errors of all columns are computed side by side: of the values from a state of 0, and of no values from each state with a single 1.
 */
const bestStart = (
  values: ArrayLike<number>,
  { alpha, beta, gamma, phi }: SmoothingRates,
  season: number
): SmoothingState => {
  const k = season === 0 ? 2 : season + 1
  const level = new Float64Array(k + 1)
  const slope = new Float64Array(k + 1)
  const seasons = new Float64Array((k + 1) * season)
  // The values are the last column.
  level[0] = 1
  slope[1] = 1
  for (let at = 2; at < k; at++) {
    // Seasons sum to 0, so the last one is minus the sum of the others.
    seasons[at * season + at - 2] = 1
    seasons[at * season + season - 1] = -1
  }
  const errors = new Float64Array(k + 1)
  const sums = new Float64Array((k + 1) * (k + 1))
  for (let t = 0; t < values.length; t++) {
    const place = season === 0 ? 0 : t % season
    for (let at = 0; at <= k; at++) {
      const own = season === 0 ? 0 : (seasons[at * season + place] as number)
      const before = level[at] as number
      const growth = phi * (slope[at] as number)
      const error = (at === k ? (values[t] as number) : 0) - before - growth - own
      errors[at] = error
      level[at] = before + (growth + alpha * error)
      slope[at] = growth + beta * error
      if (season > 0) seasons[at * season + place] = own + gamma * error
      const row = at * (k + 1)
      for (let other = 0; other <= at && other < k; other++)
        sums[row + other] = (sums[row + other] as number) + error * (errors[other] as number)
    }
  }
  const gram = Matrix.zeros(k, k)
  for (let i = 0; i < k; i++)
    for (let j = 0; j <= i; j++) {
      gram.set(i, j, (sums[i * (k + 1) + j] as number) + (i === j ? ridge : 0))
      gram.set(j, i, gram.get(i, j))
    }
  const right = Matrix.columnVector(sums.subarray(k * (k + 1), k * (k + 1) + k).map((sum) => -sum))
  const factor = new CholeskyDecomposition(gram)
  const [first, growth, ...own] = (
    factor.isPositiveDefinite() ? factor.solve(right) : solve(gram, right, true)
  ).to1DArray() as [number, number, ...Array<number>]
  return {
    level: first,
    slope: growth,
    seasons: season === 0 ? [] : [...own, -own.reduce((sum, value) => sum + value, 0)]
  }
}

const squaresOf = (errors: Float64Array) => errors.reduce((sum, error) => sum + error ** 2, 0)

const starts = [
  [-1, -3, 1, -2],
  [1, -1, 0, -1]
] as const

/** Rounds of a search from each start, the best of which goes on, and tolerance of searches, where one for a series that hardly differs has ended. */
const [firstRounds, nearTolerance] = [50, 1e-7] as const

/**
 * Fits damped exponential smoothing by least squared one-step errors, which maximises its likelihood (Gardner and McKenzie 1985; Hyndman and
 * others 2008). `season` 0 means no season. No value may be missing, and there must be more points than parameters.
 *
 * @param near where the search for a series that hardly differs ended
 */
export const fitSmoothing = (values: ArrayLike<number>, season: number, near?: ArrayLike<number>): SmoothingFit => {
  const solveAt = (at: ArrayLike<number>) => {
    const rates = ratesOf(at, season)
    return { rates, ...smooth(values, rates, bestStart(values, rates, season)) }
  }
  const cost = (at: Float64Array) => squaresOf(solveAt(at).errors)
  const searchFrom = (all: ReadonlyArray<ArrayLike<number>>, most: number, step = 1, tolerance?: number) =>
    all.map((start) => nelderMead(cost, start, step, most, tolerance)).reduce((a, b) => (b.value < a.value ? b : a))
  const usual = starts.map((start) => (season === 0 ? start.slice(0, 3) : start))
  const best =
    near === undefined
      ? searchFrom(usual, 300)
      : searchFrom([searchFrom([near, ...usual], firstRounds, 1, nearTolerance).at], 250, 0.3, nearTolerance)
  const { rates, last, errors } = solveAt(best.at)
  const squares = squaresOf(errors)
  const freedom = Math.max(1, values.length - (season === 0 ? 5 : 5 + season))
  return { at: best.at, rates, last, errors, squares, sigma: Math.sqrt(squares / freedom), freedom }
}
