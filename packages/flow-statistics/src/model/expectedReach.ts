import { normal } from "../numeric/Distribution.ts"
import type { Column } from "./columns.ts"
import { equationsOf } from "./Equations.ts"
import { type CountFit, coefficientOf, factorise, likeliestOf } from "./fitCounts.ts"

/** Parameters of the noise that are used: the likeliest. */
const used = 12

/**
 * Returns how far from 0 the interval of a column's coefficient is expected to reach, on the scale of logarithms, if the coefficient is 0 and there are
 * `cases` times as many cases. A season makes next to no difference.
 */
export const expectedReach = (fit: CountFit, columns: ReadonlyArray<Column>, column: number, cases: number): number => {
  const points = (columns[0] as Column).values.length
  const mean = fit.mean.reduce((sum, one) => sum + one, 0) / fit.mean.length
  const equations = equationsOf(columns, points)
  const likely = likeliestOf(fit, used)
  const all = likely.reduce((sum, { weight }) => sum + weight, 0)
  const plausible = likely.map((noise) => ({
    ...noise,
    weight: noise.weight / all,
    coefficients: new Float64Array(columns.length),
    factor: factorise(
      columns,
      noise,
      new Float64Array(points).fill(1 / (mean * cases) + noise.overdispersion),
      equations
    ).factor
  }))
  const { weight, deviation } = coefficientOf({ ...fit, columns, plausible }, column)
  const variance = weight.reduce((sum, one, k) => sum + one * (deviation[k] as number) ** 2, 0)
  return normal.quantile(0.975) * Math.sqrt(variance)
}
