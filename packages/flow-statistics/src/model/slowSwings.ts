import type { Interval } from "../cells/Interval.ts"
import { studentT } from "../numeric/Distribution.ts"
import { dot } from "../numeric/dot.ts"
import type { CountFit } from "./fitCounts.ts"
import type { Estimate } from "./Mixture.ts"

/** What the slowest swings of a series around its fit say of its last column. */
export interface SlowSwings {
  /** Coefficient of the last column by weighted least squares, and the length of what the other columns do not explain of it. */
  readonly value: number
  readonly length: number
  /** Reported points, less columns. */
  readonly freedom: number
  /** How many swings, and their mean square. */
  readonly swings: number
  readonly slow: number
  /** Mean square of the slow swings over the sum of squares of all faster ones. */
  readonly ratio: number
}

/** Reported points, less columns, from which on there are slow swings and faster ones to compare them with. */
const minFreedom = 6
/** A swing for so many points, and the fewest. */
const [pointsPerSwing, fewestSwings] = [20, 4]
/**
 * How much an interval widens with the ratio of slow to faster swings. With 8 a random walk, in which slow swings are all there is, is stated to change in 4 to 5 %
 * of series of 24 to 240 points, as is noise without memory, and all memories between them more seldom.
 */
const caution = 8
/** Squares are at least this share of those of Poisson counts, so that counts that hardly vary do not divide by 0. */
const minOfPoisson = 0.1

/** Removes from a vector what orthonormal vectors explain, and returns the rest as a vector of length 1, with its original length. */
const leftOf = (vector: Float64Array, others: ReadonlyArray<Float64Array>) => {
  const whole = Math.sqrt(dot(vector, vector))
  const least = 1e-7 * whole
  let length = whole
  let before: number
  // Again where much was taken out, because rounding leaves a little of the others then.
  do {
    before = length
    for (const other of others) {
      const share = dot(vector, other)
      for (let t = 0; t < vector.length; t++) vector[t] = (vector[t] as number) - share * (other[t] as number)
    }
    length = Math.sqrt(dot(vector, vector))
  } while (length > least && length < before / 2)
  return length > least ? { length, unit: vector.map((one) => one / length) } : undefined
}

/** Returns what the slowest swings say of the last column of a fit. Undefined if too few points are reported. */
export const slowSwings = ({
  columns,
  mean,
  working,
  plausible
}: Pick<CountFit, "columns" | "mean" | "working" | "plausible">): SlowSwings | undefined => {
  const reported = Array.from(working.keys()).filter((t) => !Number.isNaN(working[t]))
  const freedom = reported.length - columns.length
  if (freedom < minFreedom) return undefined
  const relative = plausible.reduce(
    (sum, { weight, swing, overdispersion }) => sum + weight * (swing + overdispersion),
    0
  )
  const weight = Float64Array.from(reported, (t) => 1 / Math.sqrt(1 / (mean[t] as number) + relative))
  const weighted = (value: (t: number) => number) =>
    Float64Array.from(reported, (t, i) => value(t) * (weight[i] as number))
  const units: Array<Float64Array> = []
  let last = 0
  for (const { values } of columns) {
    const left = leftOf(
      weighted((t) => values[t] as number),
      units
    )
    last = left?.length ?? 0
    if (left) units.push(left.unit)
  }
  if (last === 0) return undefined
  const counts = weighted((t) => working[t] as number)
  const value = dot(counts, units.at(-1) as Float64Array) / last
  const swings = Math.max(fewestSwings, Math.round(freedom / pointsPerSwing))
  let slow = 0
  for (let found = 0, k = 1; found < swings && k < reported.length; k++) {
    const left = leftOf(
      Float64Array.from(reported, (t) => Math.cos((Math.PI * k * (t + 0.5)) / mean.length)),
      units
    )
    if (!left) continue
    units.push(left.unit)
    slow += dot(counts, left.unit) ** 2
    found += 1
  }
  const all = Math.sqrt(dot(counts, counts))
  const rest = leftOf(counts, units)?.length ?? 0
  const poisson =
    reported.reduce((sum, t, i) => sum + (weight[i] as number) ** 2 / (mean[t] as number), 0) / reported.length
  const least = Math.max(minOfPoisson * poisson, 1e-12 * all ** 2)
  const square = Math.max(slow / swings, least)
  return { value, length: last, freedom, swings, slow: square, ratio: square / Math.max(rest ** 2, freedom * least) }
}

/** What slow swings say of the last coefficient of a fit. */
interface BySwings extends Pick<Estimate, "value" | "p"> {
  /** The interval at 1 - `level`. */
  readonly intervalAt: (level: number) => Interval
}

/**
 * Returns what slow swings say about the last coefficient of a fit, without a model of the noise: its standard error is that of the slowest swings around the fit, which
 * have Student's t (Müller 2007; Lazarus, Lewis, Stock and Watson 2018), and grows with how much larger they are than the faster ones, so that it also holds where
 * the level wanders (Vogelsang 1998; Bunzel and Vogelsang 2005).
 */
export const judgeBySwings = ({ value, length, swings, slow, ratio }: SlowSwings): BySwings => {
  const { survival, quantile } = studentT(swings)
  const error = (Math.sqrt(slow) / length) * Math.exp(caution * ratio)
  return {
    value,
    p: Math.min(1, 2 * survival(Math.abs(value) / error)),
    intervalAt: (level) => {
      const reach = error * quantile(1 - level / 2)
      return { low: value - reach, high: value + reach }
    }
  }
}
