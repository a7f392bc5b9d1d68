import { normal } from "../numeric/Distribution.ts"
import { stepAt } from "./columns.ts"
import {
  type CountFit,
  factorise,
  fitCounts,
  likeliestOf,
  type Weighted,
  workspaceOf,
  writeVariance
} from "./fitCounts.ts"
import { type Estimate, estimateOf, type Mixture, pOfZero } from "./Mixture.ts"
import type { Noise } from "./NoisePrior.ts"
import { solveLower } from "./triangular.ts"

/** The most likely place at which the level of a series changed. */
export interface Step {
  /** First point of the new level. */
  readonly at: number
  /** First and last point that the data do not exclude at 0.95, if there was one change. */
  readonly low: number
  readonly high: number
  /** ln of the ratio of the levels. */
  readonly change: Estimate
  /** p of a change somewhere: of the largest of all possible places, not of this place alone. */
  readonly p: number
}

/**
 * Upper bound of the probability that the largest of standard normal variables in a row exceeds `z`, from the correlations of neighbours: the
 * length heuristic of Efron (1997), which is close where neighbours are alike.
 */
export const supremumBound = (z: number, correlations: ReadonlyArray<number>): number => {
  const one = normal.survival(z)
  if (!(z > 0)) return 1
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  const more = correlations.reduce((sum, correlation) => {
    const length = Math.acos(Math.min(1, Math.max(-1, correlation)))
    return sum + Math.min(one, (density / z) * (1 - 2 * normal.survival((z * length) / 2)))
  }, 0)
  return Math.min(1, one + more)
}

/** Noises with which the first search is made. */
const first = 3

/**
 * Searches the place of a change of level that the columns of a fit do not explain, with at least `side` reported points on both sides. What the
 * noise may be is averaged as if the change were there: without it, a change would be taken for noise. Undefined if there is no such place.
 */
export const findStep = (fit: CountFit, values: ArrayLike<number>, side: number): Step | undefined => {
  const reported: Array<number> = []
  for (let t = 0; t < fit.mean.length; t++) if (!Number.isNaN(values[t])) reported.push(t)
  const places = reported.slice(side, reported.length - side + 1)
  if (places.length === 0) return undefined
  const roughly = places[bestOf(search(fit, places, likeliestOf(fit, first)).ps)] as number
  const around = fitCounts(values, [...fit.columns, stepAt(fit.mean.length, roughly)])
  const used = new Set([...fit.plausible, ...around.plausible].map(nameOf))
  const { mixtures, ps, evidence, correlations } = search(
    fit,
    places,
    fit.noises.filter((noise) => used.has(nameOf(noise)))
  )
  const best = bestOf(ps)
  const smallest = Math.max(ps[best] as number, 1e-300)
  const range = likelyPlaces(evidence)
  return {
    at: places[best] as number,
    low: places[Math.min(best, range.low)] as number,
    high: places[Math.max(best, range.high)] as number,
    change: estimateOf(mixtures[best] as Mixture),
    p: Math.min(1, 2 * supremumBound(normal.quantile(1 - smallest / 2), correlations))
  }
}

const nameOf = ({ autocorrelation, swing, overdispersion }: Noise): string =>
  `${autocorrelation} ${swing} ${overdispersion}`

const bestOf = (ps: ReadonlyArray<number>): number =>
  ps.reduce((least, p, i) => (p < (ps[least] as number) ? i : least), 0)

/** Returns the distribution of a change of level at each place. */
const search = (fit: CountFit, places: ReadonlyArray<number>, noises: ReadonlyArray<Weighted>) => {
  const points = fit.mean.length
  const size = fit.columns.length
  const workspace = workspaceOf(points, size)
  const variance = new Float64Array(points)
  const left = new Float64Array(points)
  const step = new Float64Array(points)
  const whiteStep = new Float64Array(points)
  const before = new Float64Array(points)
  const along = new Float64Array(size)
  const found = places.map((): { mean: Array<number>; deviation: Array<number>; logWeight: Array<number> } => ({
    mean: [],
    deviation: [],
    logWeight: []
  }))
  const correlations: Array<number> = []
  const likeliest = noises.reduce(
    (most, { logWeight }, k) => (logWeight > (noises[most]?.logWeight ?? 0) ? k : most),
    0
  )
  noises.forEach((noise, k) => {
    writeVariance(fit, noise, variance)
    const { whiten, white, factor } = factorise(fit.columns, noise, variance, workspace)
    // What the columns leave of the working values, whitened.
    whiten.column(fit.working, left, noise.autocorrelation, 0)
    white.forEach((column, c) => {
      for (let t = 0; t < points; t++)
        left[t] = (left[t] as number) - (noise.coefficients[c] as number) * (column[t] as number)
    })
    let lengthBefore = 0
    let alongBefore = new Float64Array(size)
    places.forEach((place, i) => {
      step.fill(0, 0, place)
      step.fill(1, place)
      whiten.column(step, whiteStep, noise.autocorrelation, place)
      let [square, product, withBefore] = [0, 0, 0]
      for (let j = 0; j < size; j++) {
        let sum = 0
        const other = white[j] as Float64Array
        for (let t = place; t < points; t++) sum += (other[t] as number) * (whiteStep[t] as number)
        along[j] = sum
      }
      for (let t = place; t < points; t++) {
        const one = whiteStep[t] as number
        square += one * one
        product += one * (left[t] as number)
        withBefore += one * (before[t] as number)
      }
      solveLower(factor, along)
      let own = square
      let shared = withBefore
      for (let j = 0; j < size; j++) {
        own -= (along[j] as number) ** 2
        shared -= (along[j] as number) * (alongBefore[j] as number)
      }
      const length = Math.sqrt(Math.max(own, 1e-12))
      const at = found[i] as (typeof found)[number]
      at.mean.push(product / (length * length))
      at.deviation.push(1 / length)
      at.logWeight.push(noise.logWeight + (product / length) ** 2 / 2 - Math.log(length))
      if (k === likeliest && i > 0) correlations.push(shared / (length * lengthBefore))
      lengthBefore = length
      alongBefore = along.slice()
      before.fill(0, 0, place)
      before.set(whiteStep.subarray(place), place)
    })
    before.fill(0)
  })
  const most = Math.max(...found.flatMap(({ logWeight }) => logWeight))
  const evidence = found.map(({ logWeight }) => logWeight.reduce((sum, one) => sum + Math.exp(one - most), 0))
  const mixtures = found.map(
    ({ mean, deviation, logWeight }, i): Mixture => ({
      weight: Float64Array.from(logWeight, (one) => Math.exp(one - most) / (evidence[i] as number)),
      mean: Float64Array.from(mean),
      deviation: Float64Array.from(deviation)
    })
  )
  return { mixtures, ps: mixtures.map(pOfZero), evidence, correlations }
}

/** Returns the first and the last of the likeliest places that together hold 0.95 of the evidence. */
const likelyPlaces = (evidence: ReadonlyArray<number>): { readonly low: number; readonly high: number } => {
  const total = evidence.reduce((sum, one) => sum + one, 0)
  const order = evidence.map((_, i) => i).sort((a, b) => (evidence[b] as number) - (evidence[a] as number))
  let sum = 0
  const kept = order.filter((i) => {
    const isNeeded = sum < 0.95 * total
    sum += evidence[i] as number
    return isNeeded
  })
  return { low: Math.min(...kept), high: Math.max(...kept) }
}
