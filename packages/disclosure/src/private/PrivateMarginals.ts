import { type CodedRecords, type Columns, cellsOfPart, type Domain, sizeOf } from "./Domain.ts"
import { deviationOf, isWithin, type MarginalPlan } from "./MarginalPlan.ts"
import { type MeasuredResidual, measureResidual } from "./measureResidual.ts"
import type { RandomWords } from "./RandomWords.ts"

/** A marginal with an estimate of each cell and its error. */
export interface PrivateMarginal {
  readonly columns: Columns
  /** Least-squares estimates: not whole and not all positive, but sums over a column are the estimates of the sums. */
  readonly estimate: Float64Array
  /** Standard deviation of each of them: the same for all, and known without the records. */
  readonly deviation: number
}

/** All residuals of a plan. Every marginal up to its length follows without reading the records again. */
export class PrivateMarginals {
  readonly domain: Domain
  readonly plan: MarginalPlan
  readonly #residuals: ReadonlyArray<MeasuredResidual>

  private constructor(domain: Domain, plan: MarginalPlan, residuals: ReadonlyArray<MeasuredResidual>) {
    this.domain = domain
    this.plan = plan
    this.#residuals = residuals
  }

  /** Reads the records. This is the only time. Costs `plan.rho`: pay first. */
  static measure(words: RandomWords, domain: Domain, plan: MarginalPlan, records: CodedRecords): PrivateMarginals {
    return new PrivateMarginals(
      domain,
      plan,
      plan.residuals.map((residual) => measureResidual(words, domain, records, residual))
    )
  }

  /**
   * Returns the best linear unbiased estimate of a marginal. Marginals of one measurement agree: they are one
   * projection of the noise on additive tables (Xiao and others 2023, algorithm 3).
   */
  marginal(columns: Columns): PrivateMarginal {
    if (columns.length > this.plan.length)
      throw new RangeError("The plan does not measure marginals of this many columns.")
    const estimate = new Float64Array(sizeOf(this.domain, columns))
    for (const residual of this.#residuals) {
      if (!isWithin(residual.columns, columns)) continue
      // Spread evenly over the columns that the residual lacks.
      const spread = residual.scale * (estimate.length / residual.value.length)
      const from = cellsOfPart(this.domain, columns, residual.columns)
      for (let cell = 0; cell < estimate.length; cell++)
        estimate[cell] = (estimate[cell] as number) + Number(residual.value[from[cell] as number]) / spread
    }
    return { columns, estimate, deviation: deviationOf(this.domain, this.plan, columns) }
  }
}
