import { type Columns, cellsOfPart, type Domain, sizeOf } from "./Domain.ts"
import type { PrivateMarginal, PrivateMarginals } from "./PrivateMarginals.ts"

type Estimated = Pick<EstimatedMarginal, "columns" | "figure" | "spread">

/** A marginal with figures that use what is known of its parts. */
export interface EstimatedMarginal extends PrivateMarginal {
  /** Estimates of less error than `estimate`, and none below zero. Sums over a column may differ from the figures of the sums. */
  readonly figure: Float64Array
  /**
   * Standard deviation of each figure if the model holds: that of its own measurement and its parts. With several parts the worst one is used, so
   * figures may be off by more. It is not a promise to readers, who get the interval of the measurement, but the best that an attacker can reach.
   */
  readonly spread: Float64Array
}

/** Sweeps over the parts. More of them change figures by less than the noise. */
const sweeps = 12

/** Returns the marginals of one column less that a marginal contains. */
export const partsOf = (columns: Columns): ReadonlyArray<Columns> =>
  columns.map((_, d) => columns.filter((__, e) => e !== d))

/**
 * Returns the table of greatest entropy with the given sums over each column (iterative proportional fitting): what the parts imply of
 * the whole if nothing else is known.
 */
const fitParts = (domain: Domain, columns: Columns, parts: ReadonlyArray<Estimated>): Float64Array => {
  const fitted = new Float64Array(sizeOf(domain, columns)).fill(1)
  const linked = parts.map((part) => ({ figure: part.figure, at: cellsOfPart(domain, columns, part.columns) }))
  for (let sweep = 0; sweep < sweeps; sweep++)
    for (const { figure, at } of linked) {
      const factor = new Float64Array(figure.length)
      for (let cell = 0; cell < fitted.length; cell++)
        factor[at[cell] as number] = (factor[at[cell] as number] as number) + (fitted[cell] as number)
      for (let k = 0; k < factor.length; k++)
        factor[k] = (factor[k] as number) > 0 ? (figure[k] as number) / (factor[k] as number) : 0
      for (let cell = 0; cell < fitted.length; cell++)
        fitted[cell] = (fitted[cell] as number) * (factor[at[cell] as number] as number)
    }
  return fitted
}

/**
 * Returns measured figures moved towards what the parts imply. Counts are taken to vary around that with a variance proportional to it. The
 * factor is what the measured figures vary more than their noise does, so parts that imply nothing useful are ignored (empirical Bayes:
 * Efron and Morris 1973).
 */
const shrink = (
  { estimate, deviation }: PrivateMarginal,
  implied: Float64Array,
  impliedSpread: Float64Array
): Pick<EstimatedMarginal, "figure" | "spread"> => {
  const noise = deviation ** 2
  let [excess, all] = [0, 0]
  for (let cell = 0; cell < estimate.length; cell++) {
    const mean = implied[cell] as number
    const weight = mean / (noise + mean) ** 2
    excess += weight * (((estimate[cell] as number) - mean) ** 2 - noise)
    all += weight * mean
  }
  const factor = all > 0 ? Math.max(0, excess / all) : 0
  const spread = new Float64Array(estimate.length)
  const figure = Float64Array.from(estimate, (own, cell) => {
    const mean = implied[cell] as number
    const variance = factor * mean
    const weight = variance / (variance + noise)
    spread[cell] = Math.sqrt(weight * noise + ((1 - weight) * (impliedSpread[cell] as number)) ** 2)
    return Math.max(0, mean + weight * (own - mean))
  })
  return { figure, spread }
}

/** Returns the standard deviation of what parts imply: as far off, in proportion, as the part that is furthest off. */
const spreadOfParts = (
  domain: Domain,
  columns: Columns,
  implied: Float64Array,
  parts: ReadonlyArray<Estimated>
): Float64Array => {
  const linked = parts.map((part) => ({ ...part, at: cellsOfPart(domain, columns, part.columns) }))
  return implied.map((mean, cell) =>
    Math.max(
      0,
      ...linked.map(({ figure, spread, at }) => {
        const k = at[cell] as number
        return (figure[k] as number) > 0 ? (mean * (spread[k] as number)) / (figure[k] as number) : 0
      })
    )
  )
}

/**
 * Returns the marginals with figures, shorter ones first. Each is estimated from its parts and its own measurement, like the graphical models of
 * AIM (McKenna and others 2022), but for each marginal alone, which needs neither a choice that costs budget nor a model of all columns. It
 * reads only figures that are private already, so it costs nothing. `wanted` must contain the parts of its members, without the total.
 */
export const estimateMarginals = (
  measured: PrivateMarginals,
  wanted: ReadonlyArray<Columns>
): ReadonlyArray<EstimatedMarginal> => {
  const { domain } = measured
  const total = measured.marginal([])
  const known = new Map<string, Estimated>([
    [
      "",
      {
        columns: [],
        figure: total.estimate.map((sum) => Math.max(1, sum)),
        spread: total.estimate.map(() => total.deviation)
      }
    ]
  ])
  return wanted.map((columns) => {
    const marginal = measured.marginal(columns)
    const parts = partsOf(columns).map((part) => {
      const found = known.get(part.join())
      if (found === undefined) throw new RangeError("A marginal is estimated after its parts.")
      return found
    })
    const implied = fitParts(domain, columns, parts)
    const estimated = { ...marginal, ...shrink(marginal, implied, spreadOfParts(domain, columns, implied, parts)) }
    known.set(columns.join(), estimated)
    return estimated
  })
}
