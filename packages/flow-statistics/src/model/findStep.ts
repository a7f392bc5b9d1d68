import { normal } from "../numeric/Distribution.ts"
import { stepAt } from "./columns.ts"
import { type CountFit, fitCounts, workspaceOf, writeVariance } from "./fitCounts.ts"
import type { Estimate } from "./Mixture.ts"
import { isCoarse } from "./NoisePrior.ts"
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

/** What a search for a change of level found, before it is judged. */
export interface StepSearch extends Pick<Step, "at" | "low" | "high"> {
  /** The columns, and last the step at its likeliest place. */
  readonly fit: CountFit
  /** ln of the probability of the working values with one step somewhere, each place being as probable. */
  readonly logEvidence: number
  /** p of a step somewhere, from that at its likeliest place. */
  readonly pAmongAll: (p: number) => number
}

/**
 * Searches the place of a change of level that the columns of a fit do not explain, with at least `side` reported points on both sides. What the
 * noise may be is averaged as if the change were there: without it, a change would be taken for noise. Undefined if there is no such place.
 */
export const findStep = (fit: CountFit, values: ArrayLike<number>, side: number): StepSearch | undefined => {
  const reported: Array<number> = []
  for (let t = 0; t < fit.mean.length; t++) if (!Number.isNaN(values[t])) reported.push(t)
  const places = reported.slice(side, reported.length - side + 1)
  if (places.length === 0) return undefined
  const { evidence, correlations } = search(fit, places)
  const best = evidence.reduce((first, one, i) => (one > (evidence[first] as number) ? i : first), 0)
  const range = likelyPlaces(evidence)
  const at = places[best] as number
  const around = fitCounts(values, [...fit.columns, stepAt(fit.mean.length, at)])
  const share = evidence.reduce((sum, one) => sum + one, 0) / ((evidence[best] as number) * places.length)
  return {
    at,
    low: places[range.low] as number,
    high: places[range.high] as number,
    fit: around,
    logEvidence: around.logEvidence + Math.log(share),
    pAmongAll: (p) => Math.min(1, 2 * supremumBound(normal.quantile(1 - Math.max(p, 1e-300) / 2), correlations))
  }
}

/** ln of the weight below which a noise that is not in the coarse grid is left out of a search. */
const hopeless = -16

/** Returns the probability of the counts with a change of level at each place, and the correlations of neighbouring places. */
const search = (fit: CountFit, places: ReadonlyArray<number>) => {
  const { columns, working } = fit
  const noises = fit.noises.filter((one) => isCoarse(one) || one.logWeight > hopeless)
  const points = fit.mean.length
  const size = columns.length
  const { whiten, white, left, prepare } = workspaceOf(columns, working)
  const variance = new Float64Array(points)
  const weighed = new Float64Array(points)
  const count = places.length
  const logWeights = noises.map(() => new Float64Array(count))
  /** Products of the whitened step at each place with what `white` is the whitening of. */
  const productsWith = (whitened: Float64Array, phi: number, into: Float64Array) => {
    whiten.weigh(whitened, weighed, phi)
    let sum = 0
    for (let i = count - 1, t = points - 1; i >= 0; i--) {
      for (; t >= (places[i] as number); t--) sum += weighed[t] as number
      into[i] = sum
    }
  }
  const along = Array.from({ length: size }, () => new Float64Array(count))
  const product = new Float64Array(count)
  const row = new Float64Array(size)
  const rowBefore = new Float64Array(size)
  const correlations: Array<number> = []
  const likeliest = noises.reduce(
    (most, { logWeight }, k) => (logWeight > (noises[most]?.logWeight ?? 0) ? k : most),
    0
  )
  noises.forEach((noise, k) => {
    const { autocorrelation: phi, coefficients, factor } = noise
    writeVariance(fit, noise, variance)
    prepare(noise, variance)
    // `left` becomes what the columns leave of the working values.
    white.forEach((column, c) => {
      const coefficient = coefficients[c] as number
      for (let t = 0; t < points; t++) left[t] = (left[t] as number) - coefficient * (column[t] as number)
      productsWith(column, phi, along[c] as Float64Array)
    })
    productsWith(left, phi, product)
    const { squares, products } = whiten.steps(places, phi)
    let lengthBefore = 0
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < size; c++) row[c] = (along[c] as Float64Array)[i] as number
      solveLower(factor, row)
      let own = squares[i] as number
      for (let c = 0; c < size; c++) own -= (row[c] as number) ** 2
      const length = Math.sqrt(Math.max(own, 1e-12))
      const score = (product[i] as number) / length
      ;(logWeights[k] as Float64Array)[i] = noise.logWeight + (score * score) / 2 - Math.log(length)
      if (k !== likeliest) continue
      if (i > 0) {
        let shared = products[i] as number
        for (let c = 0; c < size; c++) shared -= (row[c] as number) * (rowBefore[c] as number)
        correlations.push(shared / (length * lengthBefore))
      }
      lengthBefore = length
      rowBefore.set(row)
    }
  })
  const most = logWeights.reduce((all, own) => own.reduce((a, b) => Math.max(a, b), all), Number.NEGATIVE_INFINITY)
  const evidence = places.map((_, i) => logWeights.reduce((sum, own) => sum + Math.exp((own[i] as number) - most), 0))
  return { evidence, correlations }
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
