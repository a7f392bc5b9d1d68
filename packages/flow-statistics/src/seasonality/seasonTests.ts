import { CholeskyDecomposition, Matrix } from "ml-matrix"
import { chiSquared, fisherF } from "../numeric/Distribution.ts"
import { leastSquares } from "../numeric/leastSquares.ts"
import { defaultLags, neweyWest } from "../numeric/neweyWest.ts"
import { ranksOf, tieSizes } from "../numeric/ranks.ts"

export interface SeasonTest {
  readonly statistic: number
  readonly p: number
}

/** The result for values that do not vary: nothing speaks for a season. */
const none: SeasonTest = { statistic: 0, p: 1 }

const corrected = (ties: ReadonlyArray<number>, whole: number) =>
  1 - ties.reduce((sum, t) => sum + t ** 3 - t, 0) / whole

/** Tests whether seasons differ in level, by ranks over all points (Kruskal and Wallis 1952). Assumes independent points. */
export const kruskalWallis = (values: ArrayLike<number>, season: number): SeasonTest => {
  const n = values.length
  const whole = corrected(tieSizes(values), n ** 3 - n)
  if (whole === 0) return none
  const ranks = ranksOf(values)
  let sum = 0
  for (let s = 0; s < season; s++) {
    let own = 0
    let count = 0
    for (let i = s; i < n; i += season) {
      own += ranks[i] as number
      count += 1
    }
    sum += own ** 2 / count
  }
  const h = (12 / (n * (n + 1))) * sum - 3 * (n + 1)
  const statistic = h / whole
  return { statistic, p: chiSquared(season - 1).survival(statistic) }
}

/** Tests whether seasons keep their order, by ranks within whole cycles (Friedman 1937). Levels may drift. */
export const friedman = (values: ArrayLike<number>, season: number): SeasonTest => {
  const cycles = Math.floor(values.length / season)
  const sums = new Float64Array(season)
  let ties = 0
  for (let c = 0; c < cycles; c++) {
    const own = Array.from({ length: season }, (_, s) => values[c * season + s] as number)
    ranksOf(own).forEach((rank, s) => {
      sums[s] = (sums[s] as number) + rank
    })
    ties += tieSizes(own).reduce((sum, t) => sum + t ** 3 - t, 0)
  }
  const squares = sums.reduce((sum, own) => sum + own ** 2, 0)
  const q = (12 / (cycles * season * (season + 1))) * squares - 3 * cycles * (season + 1)
  const whole = 1 - ties / (season * (season ** 2 - 1) * cycles)
  if (whole === 0) return none
  const statistic = q / whole
  return { statistic, p: chiSquared(season - 1).survival(statistic) }
}

/** What rounding leaves of a sum of squares. */
const exact = 1e-24

/**
 * Tests whether seasons differ around a straight line, allowing for autocorrelation: Wald's test of seasonal dummies with Newey and West's
 * covariance, against F.
 */
export const robustWald = (values: ArrayLike<number>, season: number): SeasonTest => {
  const n = values.length
  const design = Array.from({ length: n }, (_, i) => [
    1,
    i / n,
    ...Array.from({ length: season - 1 }, (_, s) => (i % season === s + 1 ? 1 : 0))
  ])
  const fit = leastSquares(design, values)
  const size = Array.from(values).reduce((sum, value) => sum + value ** 2, 0)
  if (fit.residualSum <= exact * size) {
    // The line and the seasons leave nothing over, so there is no error to compare the seasons with.
    const isSeason = fit.coefficients.slice(2).some((own) => own ** 2 > exact * size)
    return isSeason ? { statistic: Number.POSITIVE_INFINITY, p: 0 } : none
  }
  const estimate = neweyWest(design, fit, Math.max(season, defaultLags(n)))
  const covariance = Matrix.add(estimate, estimate.transpose()).div(2)
  const tested = Array.from({ length: season - 1 }, (_, s) => s + 2)
  const beta = Matrix.columnVector(tested.map((j) => fit.coefficients[j] as number))
  const factor = new CholeskyDecomposition(covariance.selection(tested, tested))
  // If nearly all counts are equal, such as zeros, some sums of errors are exactly 0: there is nothing to compare the seasons with.
  if (!factor.isPositiveDefinite()) return none
  const wald = beta.transpose().mmul(factor.solve(beta)).get(0, 0)
  const statistic = wald / (season - 1)
  return { statistic, p: fisherF(season - 1, n - season - 1).survival(statistic) }
}
