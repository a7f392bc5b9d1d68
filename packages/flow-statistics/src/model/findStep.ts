import { type Interval, rangeOf } from "../cells/Interval.ts"
import { normal } from "../numeric/Distribution.ts"
import { stepAt } from "./columns.ts"
import { equationsOf } from "./Equations.ts"
import { type CountFit, fitCounts, writeVariance } from "./fitCounts.ts"
import type { Estimate } from "./Mixture.ts"
import { isCoarse } from "./NoisePrior.ts"
import { solveLowerRows } from "./triangular.ts"

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
  /** The side on which no case is counted, if there is one: the ratio, which the prior keeps finite, then says nothing. */
  readonly none: "before" | "after" | undefined
}

/**
 * Returns whether it is open when the level changed: the interval of the date is longer than half of the series, as where the level changed twice, at places
 * that are about as likely.
 */
export const isDateOpen = ({ low, high }: Pick<Step, "low" | "high">, points: number): boolean =>
  high - low > points / 2

/** Returns true if two changes of level are both up or both down, at dates whose intervals overlap. */
export const isSameStep = (one: Step | undefined, other: Step | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  one.low <= other.high &&
  other.low <= one.high &&
  one.change.value > 0 === other.change.value > 0

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

/** Cases that are to be expected on both sides of a change: the ratio of fewer is far from normal. */
const casesOfSide = 5

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
 * Searches the place of a change of level that the columns of a fit do not explain, with at least `side` reported points on both sides, and cases to be expected there. What the
 * noise may be is averaged as if the change were there: without it, a change would be taken for noise. Undefined if there is no such place.
 */
export const findStep = (fit: CountFit, values: ArrayLike<number>, side: number): StepSearch | undefined => {
  const reported: Array<number> = []
  for (let t = 0; t < fit.mean.length; t++) if (!Number.isNaN(values[t])) reported.push(t)
  const expected = reported.map((t) => fit.mean[t] as number)
  const all = expected.reduce((sum, one) => sum + one, 0)
  let before = 0
  const places = reported.filter((_, i) => {
    before += i === 0 ? 0 : (expected[i - 1] as number)
    return i >= side && i <= reported.length - side && Math.min(before, all - before) >= casesOfSide
  })
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
  const count = places.length
  const { inverse, observe, stepProducts } = equationsOf(columns, points)
  observe(working)
  const variance = new Float64Array(points)
  /** For each noise, those of all places. */
  const logWeights = new Float64Array(noises.length * count)
  /** For each column, its products with the steps at all places. */
  const rows = columns.map(() => new Float64Array(count))
  const product = new Float64Array(count)
  const lengths = new Float64Array(count)
  const shared = new Float64Array(count)
  const correlations: Array<number> = []
  const likeliest = noises.reduce(
    (most, { logWeight }, k) => (logWeight > (noises[most]?.logWeight ?? 0) ? k : most),
    0
  )
  noises.forEach((noise, k) => {
    const { coefficients, factor } = noise
    writeVariance(fit, noise, variance)
    inverse.prepare(noise, variance)
    stepProducts(places, rows, product)
    rows.forEach((row, c) => {
      const coefficient = coefficients[c] as number
      for (let i = 0; i < count; i++) product[i] = (product[i] as number) - coefficient * (row[i] as number)
    })
    inverse.steps(places, lengths, shared)
    solveLowerRows(factor, rows)
    for (const row of rows)
      for (let i = 0; i < count; i++) {
        const own = row[i] as number
        lengths[i] = (lengths[i] as number) - own * own
        if (k === likeliest && i > 0) shared[i] = (shared[i] as number) - own * (row[i - 1] as number)
      }
    for (let i = 0; i < count; i++) {
      const length = Math.sqrt(Math.max(lengths[i] as number, 1e-12))
      const score = (product[i] as number) / length
      logWeights[k * count + i] = noise.logWeight + (score * score) / 2 - Math.log(length)
      if (k === likeliest && i > 0) correlations.push((shared[i] as number) / (length * (lengths[i - 1] as number)))
      lengths[i] = length
    }
  })
  const most = logWeights.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const evidence = new Array<number>(count).fill(0)
  logWeights.forEach((own, j) => {
    evidence[j % count] = (evidence[j % count] as number) + Math.exp(own - most)
  })
  return { evidence, correlations }
}

/**
 * Share of the evidence that the likeliest places hold of which an interval at 0.95 goes from the first to the last: it also holds the places between them, and the prior of the noise
 * expects more memory than most series have. In 18 simulated settings such an interval has the date in 97 % of the changes that are stated.
 */
const placesShare = 0.9

/** Returns the first and the last of the likeliest places that together hold `placesShare` of the evidence. */
const likelyPlaces = (evidence: ReadonlyArray<number>): Interval => {
  const total = evidence.reduce((sum, one) => sum + one, 0)
  const order = evidence.map((_, i) => i).sort((a, b) => (evidence[b] as number) - (evidence[a] as number))
  let sum = 0
  const kept = order.filter((i) => {
    const isNeeded = sum < placesShare * total
    sum += evidence[i] as number
    return isNeeded
  })
  return rangeOf(kept)
}
