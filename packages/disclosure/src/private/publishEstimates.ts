import { type Columns, cellsOfPart, type Domain } from "./Domain.ts"
import { type EstimatedMarginal, partsOf } from "./estimateMarginals.ts"
import {
  intervalReach,
  type PrivateCell,
  type PublishedMarginal,
  type PublishingRule,
  shownValues,
  thresholdOf
} from "./publishMarginal.ts"

/** What is shown without proof. */
export interface EstimateRule extends Omit<PublishingRule, "marginals"> {
  /** Marginals that show a cell only if noise does not explain it, and thus every marginal that contains them. */
  readonly proven: ReadonlyArray<Columns>
  /** Lowest figure that is shown. */
  readonly least: number
}

/**
 * Returns, for each marginal, the cells whose figure and all of whose parts are shown. Marginals in `proven` keep the threshold: the
 * probability that they show any empty cell is at most `inventing`. A cell of another marginal may be empty. Its interval still contains the
 * count 95 times in 100, since it is that of its own measurement, whatever the parts imply.
 */
export const publishEstimates = (
  domain: Domain,
  marginals: ReadonlyArray<EstimatedMarginal>,
  rule: EstimateRule
): ReadonlyArray<PublishedMarginal> => {
  const proven = new Set(rule.proven.map((columns) => columns.join()))
  const shown = new Map<string, Uint8Array>()
  return marginals.map((marginal) => {
    const { columns, figure, spread, estimate, deviation } = marginal
    const isProven = proven.has(columns.join())
    const valuesOf = shownValues(domain, columns, rule)
    const threshold = isProven
      ? thresholdOf(domain, marginal, { ...rule, marginals: Math.max(1, proven.size) })
      : rule.least
    const parts = partsOf(columns).flatMap((part) => {
      const found = shown.get(part.join())
      return found === undefined ? [] : [{ found, at: cellsOfPart(domain, columns, part) }]
    })
    const own = new Uint8Array(figure.length)
    shown.set(columns.join(), own)
    const reach = intervalReach * deviation
    const cells: Array<PrivateCell> = []
    let estimated = deviation
    for (let cell = 0; cell < figure.length; cell++) {
      const measured = estimate[cell] as number
      if (!((figure[cell] as number) >= rule.least) || (isProven && !(measured >= threshold))) continue
      if (parts.some(({ found, at }) => found[at[cell] as number] === 0)) continue
      const values = valuesOf(cell)
      if (values === undefined) continue
      own[cell] = 1
      estimated = Math.min(estimated, spread[cell] as number)
      const low = Math.max(0, Math.floor(measured - reach))
      const high = Math.max(1, Math.ceil(measured + reach))
      const count = Math.min(high, Math.max(1, low, Math.round(figure[cell] as number)))
      cells.push({ values, count, low, high })
    }
    const names = columns.map((c) => domain.columns[c]?.name as string)
    return { columns: names, cells, threshold, deviation, estimated, isProven }
  })
}
