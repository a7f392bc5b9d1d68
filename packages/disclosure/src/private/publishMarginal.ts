import { type Domain, sizeOf } from "./Domain.ts"
import type { PrivateMarginal } from "./PrivateMarginals.ts"

/** How cells are kept from being made up. */
export interface PublishingRule {
  /** The chance that, in everything that one measurement publishes, any cell of nobody is shown as somebody. */
  readonly inventing: number
  /** How many marginals share that chance. */
  readonly marginals: number
  /** Public knowledge of which cells can be at all (a published list of corridors); others are 0 and never shown. */
  readonly isPossible?: (columns: PrivateMarginal["columns"], values: ReadonlyArray<string>) => boolean
  /** Cells that say that something is not known are not shown. */
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
  /** A cell that can be and is not here is estimated below this; its count is below twice it, as surely as nobody is made up. */
  readonly threshold: number
  readonly deviation: number
}

/**
 * The cells of a marginal that stand above what noise on nobody reaches. Discrete Gaussian noise is sub-Gaussian (Canonne, Kamath
 * and Steinke 2020, corollary 17), and so are sums of it: P(noise >= t) <= exp(-t² / (2 deviation²)), without approximation. With
 * the chance shared by all possible cells of all marginals, none is made up but with probability `inventing`.
 *
 * The threshold looks at nothing but public figures and what is private already: it costs no budget. Noise on cells that are
 * not empty only, with a threshold (Korolova and others 2009), would need a delta of its own and reads the list of corridors from
 * the records; noise on all cells without a threshold makes corridors up.
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
  const threshold =
    marginal.deviation * Math.sqrt(2 * Math.log((Math.max(1, possible) * rule.marginals) / rule.inventing))
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
