/**
 * Two latent classes: each person is of one class, and within a class the lists are independent. The model of LCMCR (Manrique-Vallier 2016,
 * "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72) with two classes, by maximum likelihood.
 * The likelihood of each number of hidden persons is maximised over the other parameters by EM (Goodman 1974, Biometrika 61), accelerated by
 * SQUAREM (Varadhan and Roland 2008); the interval contains the numbers that a likelihood-ratio test does not reject. The reference of the
 * test is chi-squared with two degrees of freedom: a class can shrink to a few persons who are on many lists, so one degree is too few.
 */
import gammaln from "@stdlib/math-base-special-gammaln"
import { type CaptureTable, observed } from "./CaptureTable.ts"

export interface LatentClasses {
  readonly hidden: { readonly value: number; readonly low: number; readonly high: number }
  /** True if the likelihood does not reject the largest number that was tried: `high` is that number, not a bound. */
  readonly isUnbounded: boolean
  /** Share of the population and probability of each list, by class, the larger class first. */
  readonly classes: ReadonlyArray<{ readonly share: number; readonly lists: ReadonlyArray<number> }>
  /** Log-likelihood of the table, without the coefficient of the observed cells. */
  readonly likelihood: number
}

/** With fewer lists the model has more parameters than the table has cells. */
const fewestLatentLists = 4

/** Hidden over observed persons: the last number that is tried, which stands for no upper end. */
export const maxHidden = 160
/** The first number that is tried, the last one, and the factor between two. */
const grid = { from: 0.02, to: maxHidden, factor: 1.35 }

interface Point {
  readonly hidden: number
  /** Logits: share of the first class, then the probabilities of the first and of the second class. */
  readonly logits: Float64Array
  readonly likelihood: number
}

interface Cells {
  readonly lists: number
  readonly persons: number
  /** History 0 first. */
  readonly histories: ReadonlyArray<number>
  readonly counts: ReadonlyArray<number>
}

const logit = (p: number) => Math.log(p / (1 - p))
const expit = (x: number) => 1 / (1 + Math.exp(-x))
/** Probabilities stay between expit(-16) and expit(16), so that no class gets the probability 0 or 1. */
const maxLogit = 16
const clamp = (x: number) => Math.max(-maxLogit, Math.min(maxLogit, x))

/** Returns one step of EM: the log-likelihood of the cells at the parameters, and the parameters after the step. */
const step = ({ lists, histories, counts }: Cells, hidden: number, logits: Float64Array) => {
  const p = logits.map(expit)
  const share = p[0] as number
  const on = new Float64Array(2 * lists)
  const size = [0, 0]
  let likelihood = 0
  for (let c = 0; c < histories.length; c++) {
    const history = histories[c] as number
    const count = c === 0 ? hidden : (counts[c] as number)
    let first = share
    let second = 1 - share
    for (let j = 0; j < lists; j++) {
      const [a, b] = [p[1 + j] as number, p[1 + lists + j] as number]
      if ((history & (1 << j)) !== 0) {
        first *= a
        second *= b
      } else {
        first *= 1 - a
        second *= 1 - b
      }
    }
    likelihood += count * Math.log(first + second)
    // The share first: a product of the count may be rounded above the count, which would leave a negative number for the second class.
    const inFirst = count * (first / (first + second))
    size[0] = (size[0] as number) + inFirst
    size[1] = (size[1] as number) + count - inFirst
    for (let j = 0; j < lists; j++)
      if ((history & (1 << j)) !== 0) {
        on[j] = (on[j] as number) + inFirst
        on[lists + j] = (on[lists + j] as number) + count - inFirst
      }
  }
  const [one, two] = size as [number, number]
  const next = new Float64Array(logits.length)
  next[0] = clamp(Math.log(one / two))
  for (let j = 0; j < 2 * lists; j++) {
    const total = j < lists ? one : two
    // The table says nothing about the lists of an empty class.
    next[1 + j] = total > 0 ? clamp(logit((on[j] as number) / total)) : (logits[1 + j] as number)
  }
  return { likelihood, next }
}

/** Smallest gain in log-likelihood of one round, which is two steps of EM and their extrapolation. */
const smallestGain = 1e-6
const maxRounds = 300

/** Maximises the likelihood for a number of hidden persons. */
const fitAt = (cells: Cells, hidden: number, start: Float64Array): Point => {
  const { persons } = cells
  let at = start
  let reached = Number.NEGATIVE_INFINITY
  for (let round = 0; round < maxRounds; round++) {
    const first = step(cells, hidden, at)
    if (first.likelihood - reached < smallestGain) {
      reached = Math.max(reached, first.likelihood)
      break
    }
    reached = first.likelihood
    const second = step(cells, hidden, first.next)
    let along = 0
    let bend = 0
    for (let i = 0; i < at.length; i++) {
      const r = (first.next[i] as number) - (at[i] as number)
      const v = (second.next[i] as number) - 2 * (first.next[i] as number) + (at[i] as number)
      along += r * r
      bend += v * v
    }
    const length = bend === 0 ? 1 : Math.max(1, Math.sqrt(along / bend))
    const leap = at.map((x, i) => {
      const r = (first.next[i] as number) - x
      const v = (second.next[i] as number) - 2 * (first.next[i] as number) + x
      return clamp(x + 2 * length * r + length * length * v)
    })
    const leapt = length > 1 ? step(cells, hidden, leap) : undefined
    at = leapt !== undefined && leapt.likelihood >= second.likelihood ? leapt.next : second.next
  }
  const ways = gammaln(persons + hidden + 1) - gammaln(hidden + 1)
  return { hidden, logits: at, likelihood: reached + ways }
}

/** Initial parameters: a class that is on the lists more often than the other; with `split`, each class prefers other lists. */
const startOf = (table: CaptureTable, cells: Cells, ratio: number, split: number): Float64Array => {
  const { lists, persons } = cells
  const listed = table.lists.map((_, j) =>
    table.counts.reduce((sum, count, history) => ((history & (1 << j)) !== 0 ? sum + count : sum), 0)
  )
  const probability = (j: number, times: number) =>
    clamp(logit(Math.min(0.9, Math.max(0.005, (times * (listed[j] as number)) / persons))))
  const times = (j: number, isFirst: boolean) =>
    split === 0 ? (isFirst ? 1 : ratio) : ((j + split) % 2 === 0) === isFirst ? 1 : ratio
  const start = new Float64Array(1 + 2 * lists)
  for (let j = 0; j < lists; j++) {
    start[1 + j] = probability(j, times(j, true))
    start[1 + lists + j] = probability(j, times(j, false))
  }
  return start
}

/** Returns the best of both points. */
const better = (a: Point | undefined, b: Point): Point => (a === undefined || b.likelihood > a.likelihood ? b : a)

/**
 * Fits two classes. Returns undefined for fewer than four lists.
 */
export const fitLatentClasses = (table: CaptureTable, level = 0.95): LatentClasses | undefined => {
  const lists = table.lists.length
  if (lists < fewestLatentLists) return undefined
  const histories = [...table.counts.keys()].filter((h) => h === 0 || (table.counts[h] as number) > 0)
  const persons = observed(table)
  const cells: Cells = { lists, persons, histories, counts: histories.map((h) => table.counts[h] as number) }
  const numbers: Array<number> = []
  for (let ratio = grid.from; ratio < grid.to; ratio *= grid.factor) numbers.push(ratio * persons)
  numbers.push(grid.to * persons)

  // Each start follows the profile upwards; the best of them then follow it downwards, so that neither end depends on one start.
  const best: Array<Point | undefined> = numbers.map(() => undefined)
  for (const start of [startOf(table, cells, 0.1, 0), startOf(table, cells, 0.3, 1)]) {
    let logits = start
    for (const [i, hidden] of numbers.entries()) {
      const point = fitAt(cells, hidden, logits)
      logits = point.logits
      best[i] = better(best[i], point)
    }
  }
  const points = best as Array<Point>
  for (let i = points.length - 2; i >= 0; i--)
    points[i] = better(points[i], fitAt(cells, numbers[i] as number, (points[i + 1] as Point).logits))

  const top = points.reduce((at, point, i) => (point.likelihood > (points[at] as Point).likelihood ? i : at), 0)
  const peak = refine(cells, points, top)
  const limit = peak.likelihood + Math.log(1 - level)
  const profile = [...points, peak].sort((a, b) => a.hidden - b.hidden)
  const first = profile.findIndex(({ likelihood }) => likelihood >= limit)
  const last = profile.findLastIndex(({ likelihood }) => likelihood >= limit)
  const isUnbounded = last === profile.length - 1
  const edge = (inside: number, outside: number) =>
    crossing(cells, profile[inside] as Point, profile[outside] as Point, limit)
  const share = expit(peak.logits[0] as number)
  const classOf = (from: number, size: number) => ({
    share: size,
    lists: [...peak.logits.slice(from, from + lists)].map(expit)
  })
  return {
    hidden: {
      value: peak.hidden,
      low: first === 0 ? 0 : edge(first, first - 1),
      high: isUnbounded ? (numbers.at(-1) as number) : edge(last, last + 1)
    },
    isUnbounded,
    classes: [classOf(1, share), classOf(1 + lists, 1 - share)].sort((a, b) => b.share - a.share),
    likelihood: peak.likelihood
  }
}

/** Maximises between the neighbours of the best point of the grid, by golden sections of the logarithm. */
const refine = (cells: Cells, points: ReadonlyArray<Point>, top: number): Point => {
  const golden = (Math.sqrt(5) - 1) / 2
  let peak = points[top] as Point
  let low = Math.log((points[Math.max(0, top - 1)] as Point).hidden)
  let high = Math.log((points[Math.min(points.length - 1, top + 1)] as Point).hidden)
  const at = (x: number) => fitAt(cells, Math.exp(x), peak.logits)
  let a = at(high - golden * (high - low))
  let b = at(low + golden * (high - low))
  for (let i = 0; i < 12; i++) {
    peak = better(better(peak, a), b)
    if (a.likelihood >= b.likelihood) {
      high = Math.log(b.hidden)
      b = a
      a = at(high - golden * (high - low))
    } else {
      low = Math.log(a.hidden)
      a = b
      b = at(low + golden * (high - low))
    }
  }
  return better(better(peak, a), b)
}

/** Returns where the profile crosses the limit between a point above it and one below it, to a thousandth. */
const crossing = (cells: Cells, above: Point, below: Point, limit: number): number => {
  let inside = above
  let outside = below.hidden
  while (Math.abs(Math.log(inside.hidden / outside)) > 1e-3) {
    const middle = fitAt(cells, Math.sqrt(inside.hidden * outside), inside.logits)
    if (middle.likelihood >= limit) inside = middle
    else outside = middle.hidden
  }
  return inside.hidden
}
