import { type Measured, rangeOf } from "../cells/Interval.ts"
import { type FlowMatrix, isExact } from "../flows/FlowMatrix.ts"
import { fitGravity, type GravityCell, type GravityFit, type GravityRefusal } from "./fitGravity.ts"
import { type Deviation, deviations } from "./standOut.ts"

export interface ExpectedFlow {
  readonly expected: number
  /** Observed over expected, with bounds; undefined if the expectation is 0. */
  readonly ratio?: Measured
  /** (Observed - expected) over its standard error, which contains that of the expectation. */
  readonly residual: number
  /** Expected share of false positives among the corridors that stand out as much as this one. */
  readonly falseDiscovery: number
  /** `more` and `less` if `falseDiscovery` is at most 0.05, also in the tables with all minima and all maxima of hidden cells. */
  readonly verdict: "more" | "less" | "as expected"
}

export interface Expectation {
  readonly model: "independence" | "gravity"
  /** Change in per cent of a flow for one per cent of distance; the range is over the tables with all minima and all maxima. */
  readonly distance?: Measured & { readonly error: number }
  readonly dispersion: number
  readonly observations: number
  /** By index of the cell. */
  readonly flows: ReadonlyMap<number, ExpectedFlow>
}

const verdictOf = (
  { residual, falseDiscovery }: Deviation = { residual: 0, falseDiscovery: 1 }
): ExpectedFlow["verdict"] => (falseDiscovery > 0.05 ? "as expected" : residual > 0 ? "more" : "less")

/** A fit, with how far each flow deviates from it. */
interface FittedFlows {
  readonly fit: GravityFit
  readonly found: ReadonlyArray<Deviation>
}

const fitFlows = (cells: ReadonlyArray<GravityCell>): FittedFlows | GravityRefusal => {
  const fit = fitGravity(cells)
  if (typeof fit === "string") return fit
  const flows = cells.map(({ flow }, i) => ({
    flow,
    expected: fit.expected[i] as number,
    leverage: fit.leverages[i] as number
  }))
  return { fit, found: deviations(flows) }
}

/** Returns the effect of distance over the middle of hidden cells, and the fits of their minima and maxima; undefined without one. */
const distanceEffect = ({ fit }: FittedFlows, ends: ReadonlyArray<FittedFlows>): Expectation["distance"] => {
  const [value] = fit.coefficients
  if (value === undefined) return undefined
  const all = [value, ...ends.flatMap((end) => end.fit.coefficients[0] ?? [])]
  return { value, ...rangeOf(all), error: fit.correctedErrors[0] as number }
}

/** Returns the ratio of a flow, with its bounds, to what is expected. */
const ratioTo = ({ value, low, high }: FlowMatrix, index: number, expected: number): Measured => ({
  value: (value[index] as number) / expected,
  low: (low[index] as number) / expected,
  high: (high[index] as number) / expected
})

/**
 * Computes the flows that origins, destinations and distance lead to expect.
 *
 * @param distance kilometres by cell, NaN if not known (such corridors are left out); without it, the model is independence
 *
 * @example
 * ```ts
 * import { exactMatrix, expectFlows } from "@corridor/flow-statistics"
 *
 * const expectation = expectFlows(exactMatrix(["A", "B", "C"], [[0, 9, 4], [5, 0, 7], [3, 8, 0]]))
 * ```
 */
export const expectFlows = (matrix: FlowMatrix, distance?: Float64Array): Expectation | GravityRefusal => {
  const n = matrix.places.length
  const indices = [...matrix.value.keys()].filter(
    (index) => index % (n + 1) !== 0 && (distance === undefined || (distance[index] as number) > 0)
  )
  const fitOf = (counts: Float64Array) =>
    fitFlows(
      indices.map((index) => ({
        origin: Math.floor(index / n),
        destination: index % n,
        flow: counts[index] as number,
        pair: distance === undefined ? [] : [Math.log(distance[index] as number)]
      }))
    )
  const middle = fitOf(matrix.value)
  if (typeof middle === "string") return middle
  const { fit, found } = middle
  const ends = isExact(matrix) ? [] : [matrix.low, matrix.high].map(fitOf)
  const flows = new Map(
    indices.map((index, i): readonly [number, ExpectedFlow] => {
      const expected = fit.expected[i] as number
      const { residual, falseDiscovery } = found[i] as Deviation
      const verdict = verdictOf(found[i])
      const holds = ends.every((end) => typeof end !== "string" && verdictOf(end.found[i]) === verdict)
      return [
        index,
        {
          expected,
          ...(expected === 0 ? {} : { ratio: ratioTo(matrix, index, expected) }),
          ...{ residual, falseDiscovery, verdict: holds ? verdict : "as expected" }
        }
      ]
    })
  )
  const effect = distanceEffect(
    middle,
    ends.filter((end) => typeof end !== "string")
  )
  return {
    model: distance === undefined ? "independence" : "gravity",
    ...(effect === undefined ? {} : { distance: effect }),
    dispersion: fit.dispersion,
    observations: fit.observations,
    flows
  }
}
