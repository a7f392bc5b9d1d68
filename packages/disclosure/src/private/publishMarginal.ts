import { type Domain, sizeOf } from "./Domain.ts"
import type { PrivateMarginal } from "./PrivateMarginals.ts"

/** How invented cells are prevented. */
export interface PublishingRule {
  /** Probability that any empty cell is shown, over everything that one measurement publishes. */
  readonly inventing: number
  /** Number of marginals that share this probability. */
  readonly marginals: number
  /** Public knowledge of which cells are possible (a published list of corridors). Others are 0 and never shown. */
  readonly isPossible?: (columns: PrivateMarginal["columns"], values: ReadonlyArray<string>) => boolean
  /** Lowest figure that is shown, whatever the noise. */
  readonly least?: number | undefined
  /** Cells that mean "not known" are not shown. */
  readonly unknown?: string
}

/** A figure with its 95 % interval. */
export interface PrivateCell {
  readonly values: ReadonlyArray<string>
  readonly count: number
  readonly low: number
  readonly high: number
}

export interface PublishedMarginal {
  readonly columns: ReadonlyArray<string>
  /** In the order of the domain's lists, which is public. */
  readonly cells: ReadonlyArray<PrivateCell>
  /** A possible cell that is absent is estimated below this; its count is below twice it, with the same certainty. */
  readonly threshold: number
  readonly deviation: number
}

/**
 * Returns the cells of a marginal above what noise on an empty cell reaches. Discrete Gaussian noise and its sums are
 * sub-Gaussian (Canonne, Kamath and Steinke 2020, corollary 17): P(noise >= t) <= exp(-t² / (2 deviation²)), without
 * approximation. All possible cells of all marginals share the probability `inventing`.
 *
 * The threshold reads only public values and figures that are private already, so it costs no budget. A threshold on
 * non-empty cells (Korolova and others 2009) would need a delta of its own; noise on all cells without a threshold
 * invents corridors.
 */
export const publishMarginal = (domain: Domain, marginal: PrivateMarginal, rule: PublishingRule): PublishedMarginal => {
  const lists = marginal.columns.map((c) => domain.columns[c]?.values as ReadonlyArray<string>)
  const size = sizeOf(domain, marginal.columns)
  const valuesOf = (cell: number): ReadonlyArray<string> => {
    const values = new Array<string>(lists.length)
    let rest = cell
    for (let d = lists.length - 1; d >= 0; d--) {
      const list = lists[d] as ReadonlyArray<string>
      values[d] = list[rest % list.length] as string
      rest = Math.floor(rest / list.length)
    }
    return values
  }
  const isShown = (values: ReadonlyArray<string>) =>
    !values.includes(rule.unknown ?? "") && (rule.isPossible?.(marginal.columns, values) ?? true)
  let possible = 0
  for (let cell = 0; cell < size; cell++) if (isShown(valuesOf(cell))) possible += 1
  const threshold = Math.max(
    rule.least ?? 0,
    marginal.deviation * Math.sqrt(2 * Math.log((Math.max(1, possible) * rule.marginals) / rule.inventing))
  )
  const reach = 1.959964 * marginal.deviation
  const cells: Array<PrivateCell> = []
  for (let cell = 0; cell < size; cell++) {
    const estimate = marginal.estimate[cell] as number
    if (!(estimate >= threshold)) continue
    const values = valuesOf(cell)
    if (!isShown(values)) continue
    cells.push({
      values,
      count: Math.max(1, Math.round(estimate)),
      low: Math.max(0, Math.floor(estimate - reach)),
      high: Math.ceil(estimate + reach)
    })
  }
  return {
    columns: marginal.columns.map((c) => domain.columns[c]?.name as string),
    cells,
    threshold,
    deviation: marginal.deviation
  }
}
