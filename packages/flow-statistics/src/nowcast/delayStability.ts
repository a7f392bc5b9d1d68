import type { SeededNumbers } from "../numeric/SeededNumbers.ts"
import type { Candidate, Development } from "./Development.ts"

/** Whether delays stayed the same. */
export interface DelayStability {
  /** p of delays that differ no more between earlier and later periods, or in the last loadings, than they do at random. */
  readonly p: number
  /** Index of the first period with other delays, if the largest difference is between earlier and later periods. */
  readonly since: number | undefined
}

/** Periods on each side of a change; last loadings that are looked at by themselves. */
const [side, lastLoadings] = [3, 2]
/** Newest periods whose delays are compared with those of the same place in the cycle. */
const newestPlaces = 2
/** Simulations at most; so many differences as large as that found are enough, because p is then far from any level. */
const [replicates, enough] = [400, 40]
/** Counts up to which probabilities are written down, for all periods with the count. */
const tabulatedUpTo = 40

/** Returns one of the candidates at random. */
export const drawCandidate = (candidates: ReadonlyArray<Candidate>, random: SeededNumbers): Candidate => {
  let left = random.next()
  for (const one of candidates) {
    left -= one.probability
    if (left < 0) return one
  }
  return candidates.at(-1) as Candidate
}

/** Returns a period's own share under a candidate. */
export const drawShare = ({ share, correlation }: Candidate, random: SeededNumbers): number => {
  if (correlation === 0) return share
  const size = (1 - correlation) / correlation
  const there = random.gamma(size * share)
  // Shapes near 0 can give 0 twice.
  return Math.max(1e-6, there / (there + random.gamma(size * (1 - share)) || 1))
}

/** Returns the probabilities that at most 0, 1, 2 and so on of `after` records are late, if a period's own share is drawn from a candidate. */
const lateUpTo = ({ share, correlation }: Candidate, after: number): ReadonlyArray<number> => {
  const [there, late] = [share * (1 - correlation), (1 - share) * (1 - correlation)]
  let one = 1
  for (let i = 0; i < after; i++) one *= (there + i * correlation) / (1 - correlation + i * correlation)
  let sum = 0
  return Array.from({ length: after }, (_, l) => {
    sum += one
    one *= ((after - l) * (late + l * correlation)) / ((l + 1) * (there + (after - l - 1) * correlation))
    return sum
  })
}

/** Returns counts that were there before, of so many one delay later. */
const simulate = ({ candidates }: Development, afters: Float64Array, random: SeededNumbers): Float64Array => {
  const candidate = drawCandidate(candidates, random)
  const known: Array<ReadonlyArray<number>> = []
  const befores = new Float64Array(afters.length)
  for (let i = 0; i < afters.length; i++) {
    const after = afters[i] as number
    if (after > tabulatedUpTo || !Number.isInteger(after)) {
      befores[i] = random.binomial(after, drawShare(candidate, random))
      continue
    }
    known[after] ??= lateUpTo(candidate, after)
    const upTo = known[after]
    const at = random.next()
    let late = 0
    while (late < after && at >= (upTo[late] as number)) late += 1
    befores[i] = after - late
  }
  return befores
}

interface Residuals {
  readonly period: Int32Array
  readonly delay: number
  readonly after: Float64Array
}

interface Largest {
  readonly size: number
  readonly since: number | undefined
}

/** Deviations of one delay by period, with their variances. */
interface Deviations {
  readonly error: Float64Array
  readonly variance: Float64Array
}

/** Returns the largest standardised difference of the places in the cycle that the newest periods have, such as Augusts, from the others. */
const largestOfPlaces = (sums: ReadonlyArray<Deviations>, periods: number, season: number): number => {
  let largest = 0
  for (let k = 1; k <= Math.min(newestPlaces, season - 1); k++) {
    let [error, variance] = [0, 0]
    for (const own of sums) {
      const whole = own.variance.reduce((sum, one) => sum + one, 0)
      let ofPlace = 0
      for (let t = periods - k - season; t >= 0; t -= season) {
        error += own.error[t] as number
        ofPlace += own.variance[t] as number
      }
      variance += (ofPlace * (whole - ofPlace)) / whole
    }
    largest = Math.max(largest, Math.abs(error) / Math.sqrt(Math.max(1e-9, variance)))
  }
  return largest
}

/** Returns the largest standardised difference between earlier and later periods, of the last loadings, and of the newest places in the cycle. */
const largestDifference = (
  all: ReadonlyArray<Residuals>,
  before: ReadonlyArray<Float64Array>,
  periods: number,
  season: number
): Largest => {
  const [error, variance] = [new Float64Array(periods), new Float64Array(periods)]
  const [late, lateVariance] = [new Float64Array(lastLoadings), new Float64Array(lastLoadings)]
  // By delay, so that each keeps its own mean: what one side has more, the other has less.
  const sums: Array<Deviations> = []
  all.forEach(({ period, delay, after }, k) => {
    const x = before[k] as Float64Array
    let [there, total, spare] = [0, 0, 0]
    for (let i = 0; i < x.length; i++) {
      there += x[i] as number
      total += after[i] as number
      spare += Math.max(0, (after[i] as number) - 1)
    }
    const share = there / total
    if (!(share > 0 && share < 1)) return
    let pearson = 0
    for (let i = 0; i < x.length; i++)
      pearson += ((x[i] as number) - (after[i] as number) * share) ** 2 / ((after[i] as number) * share * (1 - share))
    const correlation = Math.max(0, (pearson * (x.length / Math.max(1, x.length - 1)) - x.length) / Math.max(1, spare))
    const own = { error: new Float64Array(periods), variance: new Float64Array(periods) }
    for (let i = 0; i < x.length; i++) {
      const n = after[i] as number
      const t = period[i] as number
      own.error[t] = (x[i] as number) - n * share
      own.variance[t] = n * share * (1 - share) * (1 + (n - 1) * correlation)
      const back = periods - 1 - (t + delay + 1)
      if (back < lastLoadings) {
        late[back] = (late[back] as number) + (own.error[t] as number)
        lateVariance[back] = (lateVariance[back] as number) + (own.variance[t] as number)
      }
    }
    sums.push(own)
  })
  let largest: Largest = { size: 0, since: undefined }
  for (const own of sums) {
    let [sumError, sumVariance] = [0, 0]
    const whole = own.variance.reduce((sum, one) => sum + one, 0)
    for (let t = periods - 1; t >= side; t--) {
      sumError += own.error[t] as number
      sumVariance += own.variance[t] as number
      error[t] = (error[t] as number) + sumError
      variance[t] = (variance[t] as number) + (sumVariance * (whole - sumVariance)) / whole
    }
  }
  for (let t = side; t <= periods - side; t++) {
    const size = Math.abs(error[t] as number) / Math.sqrt(Math.max(1e-9, variance[t] as number))
    if (size > largest.size) largest = { size, since: t }
  }
  for (let k = 0; k < lastLoadings; k++) {
    const size = Math.abs(late[k] as number) / Math.sqrt(Math.max(1e-9, lateVariance[k] as number))
    if (size > largest.size) largest = { size, since: undefined }
  }
  const ofPlaces = largestOfPlaces(sums, periods, season)
  return ofPlaces > largest.size ? { size: ofPlaces, since: undefined } : largest
}

/**
 * Tests whether delays are stable: the largest difference between earlier and later periods over all places of a change, the last
 * loadings, and the months of the year that the newest periods are (`season` points in a cycle; 1 for none), in which partners may load more slowly. What is usual is found by simulating stable delays from the fitted model, given the counts.
 */
export const delayStability = (
  developments: ReadonlyArray<Development>,
  periods: number,
  random: SeededNumbers,
  season: number
): DelayStability => {
  const used = developments.flatMap((one, delay) => (one.steps.length < 2 ? [] : [{ ...one, delay }]))
  const residuals = used.map(
    ({ steps, delay }): Residuals => ({
      period: Int32Array.from(steps, ({ period }) => period),
      delay,
      after: Float64Array.from(steps, ({ after }) => after)
    })
  )
  const found = largestDifference(
    residuals,
    used.map(({ steps }) => Float64Array.from(steps, ({ before }) => before)),
    periods,
    season
  )
  let [larger, drawn] = [0, 0]
  for (; drawn < replicates && larger < enough; drawn++) {
    const simulated = used.map((one, k) => simulate(one, (residuals[k] as Residuals).after, random))
    if (largestDifference(residuals, simulated, periods, season).size >= found.size) larger += 1
  }
  // Sequential p (Besag and Clifford 1991): below any level up to a tenth exactly when that of all simulations is.
  return { p: larger === enough ? larger / drawn : (larger + 1) / (drawn + 1), since: found.since }
}
