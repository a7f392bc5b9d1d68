import { cellValues, type Domain, sizeOf } from "./Domain.ts"
import type { PrivateMarginal } from "./PrivateMarginals.ts"

/** How invented cells are prevented. */
export interface PublishingRule {
  /** Probability that any empty cell is shown, over everything that one measurement publishes. */
  readonly inventing: number
  /** Number of marginals that share this probability: all that have a threshold. */
  readonly marginals: number
  /** Public knowledge of which cells are possible (a published list of corridors). Others are 0 and never shown. */
  readonly isPossible?: ((columns: PrivateMarginal["columns"], values: ReadonlyArray<string>) => boolean) | undefined
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
  /** The least deviation that a figure that is shown may have, because it is estimated from other marginals too. */
  readonly estimated?: number
  /** Whether the threshold is above what noise reaches. Otherwise a cell that is shown may be empty. */
  readonly isProven: boolean
}

/** Half the width of a 95 % interval, in standard deviations. */
export const intervalReach = 1.959964

/** Returns the values of a cell of a marginal, or undefined if the cell is never shown. */
export const shownValues = (
  domain: Domain,
  columns: PrivateMarginal["columns"],
  { isPossible, unknown = "" }: Pick<PublishingRule, "isPossible" | "unknown">
): ((cell: number) => ReadonlyArray<string> | undefined) => {
  const valuesOf = cellValues(domain, columns)
  return (cell) => {
    const values = valuesOf(cell)
    return values.includes(unknown) || isPossible?.(columns, values) === false ? undefined : values
  }
}

/**
 * Returns what noise on an empty cell reaches with a probability of at most `inventing`, over all possible cells of all marginals. Discrete
 * Gaussian noise and its sums are sub-Gaussian (Canonne, Kamath and Steinke 2020, corollary 17): P(noise >= t) <= exp(-t² / (2 deviation²)),
 * without approximation.
 */
export const thresholdOf = (domain: Domain, { columns, deviation }: PrivateMarginal, rule: PublishingRule): number => {
  const valuesOf = shownValues(domain, columns, rule)
  let possible = 0
  for (let cell = 0; cell < sizeOf(domain, columns); cell++) if (valuesOf(cell) !== undefined) possible += 1
  const noise = deviation * Math.sqrt(2 * Math.log((Math.max(1, possible) * rule.marginals) / rule.inventing))
  return Math.max(rule.least ?? 0, noise)
}

/**
 * Returns the cells of a marginal above what noise on an empty cell reaches.
 *
 * The threshold reads only public values and figures that are private already, so it costs no budget. A threshold on
 * non-empty cells (Korolova and others 2009) would need its own delta; noise on all cells without a threshold
 * invents corridors.
 */
export const publishMarginal = (domain: Domain, marginal: PrivateMarginal, rule: PublishingRule): PublishedMarginal => {
  const valuesOf = shownValues(domain, marginal.columns, rule)
  const threshold = thresholdOf(domain, marginal, rule)
  const reach = intervalReach * marginal.deviation
  const cells = Array.from(marginal.estimate).flatMap((estimate, cell): ReadonlyArray<PrivateCell> => {
    const values = estimate >= threshold ? valuesOf(cell) : undefined
    if (values === undefined) return []
    const low = Math.max(0, Math.floor(estimate - reach))
    return [{ values, count: Math.max(1, Math.round(estimate)), low, high: Math.ceil(estimate + reach) }]
  })
  return {
    columns: marginal.columns.map((c) => domain.columns[c]?.name as string),
    cells,
    threshold,
    deviation: marginal.deviation,
    isProven: true
  }
}
