import { normal } from "../numeric/Distribution.ts"
import { seededNumbers } from "../numeric/SeededNumbers.ts"
import { developmentOf, expectedShares } from "./Development.ts"
import { drawCandidate, drawShare } from "./delayStability.ts"
import { estimateOf } from "./nowcastTriangle.ts"
import type { ReportingTriangle } from "./Triangle.ts"

/** The share of a period's records that is loaded by a delay: what is expected, and between which bounds 0.95 of the periods are. */
export interface ArrivedShare {
  readonly share: number
  readonly low: number
  readonly high: number
}

const draws = 2_000

/** Returns the share that is loaded by each delay, relative to the longest. It depends on the delays of all periods, and on no period's own count. */
export const arrivedShares = (triangle: ReportingTriangle): ReadonlyArray<ArrivedShare> => {
  const developments = developmentOf(triangle)
  const expected = expectedShares(developments)
  const random = seededNumbers(1)
  const drawn = expected.map(() => new Float64Array(draws).fill(1))
  for (let i = 0; i < draws; i++) {
    let share = 1
    for (let d = developments.length - 1; d >= 0; d--) {
      const { candidates } = developments[d] as (typeof developments)[number]
      share *= drawShare(drawCandidate(candidates, random), random)
      ;(drawn[d] as Float64Array)[i] = share
    }
  }
  return expected.map((share, d) => {
    const { low, high } = estimateOf((drawn[d] as Float64Array).toSorted())
    return { share, low: Math.min(low, share), high: Math.max(high, share) }
  })
}

const logit = (share: number) => Math.log(share / (1 - share))
const nodes = 4_000
const edge = normal.quantile(0.975)

/**
 * Estimates the final count from what is loaded and the share that this is: for a reader who has no triangle, but a published count and
 * published shares. The share is logit-normal with the given bounds; the records to come are a negative binomial number.
 */
export const nowcastCount = (
  loaded: number,
  { share, low, high }: ArrivedShare
): { readonly value: number; readonly low: number; readonly high: number } => {
  const [from, middle, to] = [low, share, high].map((one) => logit(Math.min(1 - 1e-6, Math.max(1e-6, one)))) as [
    number,
    number,
    number
  ]
  const random = seededNumbers(1)
  const counts = Float64Array.from({ length: nodes }, () => {
    const z = random.normal() / edge
    const late = Math.exp(-(middle + z * (z < 0 ? middle - from : to - middle)))
    return loaded + random.poisson(random.gamma(loaded + 0.5) * late)
  })
  return estimateOf(counts.sort())
}
