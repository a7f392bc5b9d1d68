import gammaln from "@stdlib/math-base-special-gammaln"
import { cumulative, type ReportingTriangle } from "./Triangle.ts"

/** What one period had at a delay, and at the next. */
export interface Step {
  readonly period: number
  readonly before: number
  readonly after: number
}

/** A share of the next delay's count that was there before, with how much it differs between periods, and the probability of both. */
export interface Candidate {
  readonly share: number
  /** Correlation of two records of one period: 0 if each record is late or not independently of the others. */
  readonly correlation: number
  readonly probability: number
}

/** How counts grow from one delay to the next. */
export interface Development {
  readonly steps: ReadonlyArray<Step>
  /** The chain ladder's: counts before over counts after, added over all periods. */
  readonly share: number
  readonly candidates: ReadonlyArray<Candidate>
}

const correlations = [0, 0.003, 0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.6] as const
/** Shares on the scale of logits: this many, over this many standard errors either way. */
const [places, reach] = [17, 4]

/** Returns each number that occurs, with how often: long series of small counts have few. */
const tally = (numbers: ReadonlyArray<number>): ReadonlyArray<readonly [number, number]> => {
  const times = new Map<number, number>()
  for (const one of numbers) times.set(one, (times.get(one) ?? 0) + 1)
  return [...times]
}

/** Returns ln of the beta-binomial probability of all steps by the correlation and share, less what does not depend on them. */
const likelihoodOf = (steps: ReadonlyArray<Step>): ((correlation: number) => (share: number) => number) => {
  const befores = steps.map(({ before }) => before)
  const lates = steps.map(({ before, after }) => after - before)
  const [there, late] = [befores, lates].map((counts) => counts.reduce((sum, one) => sum + one, 0)) as [number, number]
  const [ofBefores, ofLates, ofAfters] = [befores, lates, steps.map(({ after }) => after)].map(tally)
  /** ln of the products of `from`, `from + 1` and so on, as many as each count says. */
  const rising = (counts: ReturnType<typeof tally> = [], from: number) => {
    const start = gammaln(from)
    return counts.reduce((sum, [count, times]) => sum + times * (gammaln(count + from) - start), 0)
  }
  return (correlation) => {
    if (correlation === 0) return (share) => there * Math.log(share) + late * Math.log1p(-share)
    const size = (1 - correlation) / correlation
    const whole = rising(ofAfters, size)
    return (share) => rising(ofBefores, size * share) + rising(ofLates, size * (1 - share)) - whole
  }
}

/** ln of the probability of steps, for each correlation and share. */
interface Grid {
  readonly shares: ReadonlyArray<ReadonlyArray<number>>
  readonly logs: ReadonlyArray<ReadonlyArray<number>>
}

const gridOf = (steps: ReadonlyArray<Step>): Grid => {
  const total = steps.reduce((sum, { after }) => sum + after, 0)
  const share = (steps.reduce((sum, { before }) => sum + before, 0) + 0.5) / (total + 1)
  const middle = Math.log(share / (1 - share))
  const squares = steps.reduce((sum, { after }) => sum + after * after, 0)
  const likelihoods = likelihoodOf(steps)
  const rows = correlations.map((correlation) => {
    // The number of independent records that say as much.
    const effective = (total + 1) / (1 + correlation * Math.max(0, squares / Math.max(1, total) - 1))
    const likelihood = likelihoods(correlation)
    const width = (2 * reach) / (places - 1) / Math.sqrt(Math.max(effective, 1) * share * (1 - share))
    const shares = Array.from(
      { length: places },
      (_, i) => 1 / (1 + Math.exp(-middle - (i - (places - 1) / 2) * width))
    )
    // The grid is even on the logits, where Jeffreys' prior of the share is the square root.
    return { shares, logs: shares.map((one) => likelihood(one) + Math.log(width * Math.sqrt(one * (1 - one)))) }
  })
  return { shares: rows.map((one) => one.shares), logs: rows.map((one) => one.logs) }
}

const sumOfLogs = (logs: ReadonlyArray<number>): number => {
  const most = logs.reduce((largest, log) => Math.max(largest, log), Number.NEGATIVE_INFINITY)
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0))
}

/** Probabilities below exp of minus this are dropped. */
const negligible = 14
/** Weight of a correlation that is like that of the other delays; the rest is for any. */
const alike = 0.8

/**
 * Returns the posterior of each delay's share and correlation. The correlation of a delay that few periods show is probably like that of the
 * others; each is as likely as the next otherwise.
 */
const candidatesOf = (grids: ReadonlyArray<Grid>): ReadonlyArray<ReadonlyArray<Candidate>> => {
  const evidence = grids.map(({ logs }) => logs.map(sumOfLogs))
  const together = correlations.map((_, c) => evidence.reduce((sum, own) => sum + (own[c] as number), 0))
  return grids.map(({ shares, logs }, g) => {
    const others = together.map((log, c) => log - (evidence[g]?.[c] as number))
    const whole = sumOfLogs(others)
    const priors = others.map((log) => alike * Math.exp(log - whole) + (1 - alike) / correlations.length)
    const found = correlations.flatMap((correlation, c) =>
      (shares[c] as ReadonlyArray<number>).map((share, i) => ({
        share,
        correlation,
        log: (logs[c]?.[i] as number) + Math.log(priors[c] as number)
      }))
    )
    const sum = sumOfLogs(found.map(({ log }) => log))
    return found.flatMap(({ share, correlation, log }) =>
      log < sum - negligible || share >= 1 ? [] : [{ share, correlation, probability: Math.exp(log - sum) }]
    )
  })
}

/**
 * Returns the development from each delay to the next. Of what a period has at a delay, the part that was there one delay earlier is
 * beta-binomial: shares differ between periods, as they do if partners load in batches (generalised Dirichlet-multinomial delays, Stoner and
 * Economou 2020, counted backwards as in Lawless 1994).
 */
export const developmentOf = (triangle: ReportingTriangle): ReadonlyArray<Development> => {
  const sums = cumulative(triangle)
  const delays = (triangle[0]?.length ?? 1) - 1
  const all = Array.from({ length: delays }, (_, delay) =>
    sums.flatMap((row, period): ReadonlyArray<Step> => {
      const [before, after] = [row[delay] as number, row[delay + 1] as number]
      return after > 0 ? [{ period, before, after }] : []
    })
  )
  const candidates = candidatesOf(all.map(gridOf))
  return all.map((steps, delay) => {
    const total = steps.reduce((sum, { after }) => sum + after, 0)
    return {
      steps,
      share: total === 0 ? 1 : steps.reduce((sum, { before }) => sum + before, 0) / total,
      candidates: candidates[delay] as ReadonlyArray<Candidate>
    }
  })
}

/** Returns the share that is expected to be loaded by each delay, relative to the longest delay. */
export const expectedShares = (developments: ReadonlyArray<Development>): ReadonlyArray<number> => {
  const shares = [1]
  for (const { share } of [...developments].reverse()) shares.unshift((shares[0] as number) * share)
  return shares
}
