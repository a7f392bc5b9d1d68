import { type Columns, type Domain, subsets } from "./Domain.ts"
import { over, plus, type Rational, rational, times, toNumber } from "./Rational.ts"
import type { Rho } from "./zCdp.ts"

/** One interaction of columns that is measured: what remains of their marginal without all smaller ones. */
export interface PlannedResidual {
  readonly columns: Columns
  /** Variance of the noise on each cell of the marginal before the smaller ones are removed. */
  readonly variance: Rational
}

/** Which marginals are published with how much noise. It is fixed before any record is read. */
export interface MarginalPlan {
  readonly length: number
  readonly residuals: ReadonlyArray<PlannedResidual>
  /** Its exact cost. */
  readonly rho: Rho
}

const sizesOf = (domain: Domain, columns: Columns) => columns.map((c) => domain.columns[c]?.values.length as number)

/** Returns how far one person moves a residual, squared: a factor (n - 1)/n for each column of n values. */
export const residualMove = (domain: Domain, columns: Columns): Rational =>
  sizesOf(domain, columns).reduce((product, n) => times(product, rational(n - 1, n)), rational(1))

/** Returns the variance that a residual's noise adds to each cell of the marginal over `whole`. */
const shareInCell = (domain: Domain, residual: Columns, whole: Columns): number =>
  whole.reduce((product, c) => {
    const n = domain.columns[c]?.values.length as number
    return product * (residual.includes(c) ? (n - 1) / n : 1 / (n * n))
  }, 1)

/**
 * Returns the variances that minimise the total variance of a cell over all marginals of up to `length` columns, for
 * a total of `rho`. The optimum for a weighted sum of variances is in closed form (ResidualPlanner: Xiao, He, Zhang
 * and Kifer 2023, "An Optimal and Scalable Matrix Mechanism for Noisy Marginals under Convex Loss Functions").
 * `weight` is that of a marginal.
 */
export const planMarginals = (
  domain: Domain,
  length: number,
  rho: Rho,
  weight: (columns: Columns) => number = () => 1
): MarginalPlan => {
  const all = subsets(
    domain.columns.map((_, c) => c),
    length
  ).filter((columns) => sizesOf(domain, columns).every((n) => n > 1))
  const terms = all.map((columns) => {
    let loss = 0
    for (const whole of all)
      if (columns.every((c) => whole.includes(c))) loss += weight(whole) * shareInCell(domain, columns, whole)
    return { columns, loss, move: toNumber(residualMove(domain, columns)) }
  })
  const scale = terms.reduce((sum, { loss, move }) => sum + Math.sqrt(loss * move), 0) / (2 * toNumber(rho))
  // Rounded up to thousandths, which costs less; the sum stays within rho.
  const residuals = terms.map(({ columns, loss, move }) => ({
    columns,
    variance: rational(Math.ceil(scale * Math.sqrt(move / loss) * 1000), 1000)
  }))
  const spent = residuals.reduce(
    (sum, { columns, variance }) => plus(sum, over(residualMove(domain, columns), times(rational(2), variance))),
    rational(0)
  )
  return { length, residuals, rho: spent }
}

/** Returns whether a residual is part of a marginal. */
export const isWithin = (part: Columns, whole: Columns) => part.every((c) => whole.includes(c))

/** Returns the standard deviation of the noise on each cell of a marginal: the same for all, and known before records are read. */
export const deviationOf = (domain: Domain, plan: MarginalPlan, columns: Columns): number =>
  Math.sqrt(
    plan.residuals
      .filter((residual) => isWithin(residual.columns, columns))
      .reduce((sum, { columns: own, variance }) => sum + toNumber(variance) * shareInCell(domain, own, columns), 0)
  )
