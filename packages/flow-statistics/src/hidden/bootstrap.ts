/**
 * Bootstrap intervals that include the uncertainty of the model choice: persons are resampled, the model is chosen for each sample, and the
 * quantiles are corrected for bias and acceleration (BCa: DiCiccio and Efron 1996; for lists: Chan, Silverman and Vincent 2021, section 3.3).
 */
import { normal } from "../numeric/Distribution.ts"
import type { SeededNumbers } from "../numeric/SeededNumbers.ts"
import { type CaptureTable, observed, withCounts } from "./CaptureTable.ts"
import type { PairFit } from "./fitPairModel.ts"

export interface BootstrapInterval {
  readonly level: number
  /** Interval of the total; undefined if no draw has an estimate. */
  readonly low: number | undefined
  readonly high: number | undefined
  /** BCa, or percentiles if all draws are on one side of the estimate. */
  readonly kind: "bca" | "percentile"
  readonly draws: number
  /** Draws without an estimate, which are left out. */
  readonly failed: number
}

/** Resamples the persons of a table. */
const drawAgain = (table: CaptureTable, random: SeededNumbers): CaptureTable => {
  let left = observed(table)
  let share = left
  const counts = table.counts.map((count) => {
    if (count === 0) return 0
    const drawn = count >= share ? left : random.binomial(left, count / share)
    left -= drawn
    share -= count
    return drawn
  })
  return withCounts(table, counts)
}

/** Quantile by median-unbiased interpolation (Hyndman and Fan 1996, definition 8) of sorted values. */
export const sampleQuantile = (sorted: ReadonlyArray<number>, p: number): number => {
  const at = (sorted.length + 1 / 3) * p + 1 / 3
  const below = Math.floor(at + 4 * Number.EPSILON)
  const value = (i: number) => sorted[Math.min(sorted.length, Math.max(1, i)) - 1] as number
  const part = at - below
  return Math.abs(part) < 4 * Number.EPSILON ? value(below) : value(below) + part * (value(below + 1) - value(below))
}

/** Returns the acceleration from jackknife estimates with one person of each cell left out, weighted by counts. */
const acceleration = (counts: ReadonlyArray<number>, leftOut: ReadonlyArray<number>): number => {
  const persons = counts.reduce((a, b) => a + b, 0)
  const mean = counts.reduce((sum, count, i) => sum + count * (leftOut[i] as number), 0) / persons
  const moment = (power: number) =>
    counts.reduce((sum, count, i) => sum + count * (mean - (leftOut[i] as number)) ** power, 0)
  const second = moment(2)
  return second === 0 ? 0 : moment(3) / (6 * second ** 1.5)
}

/** Returns the probabilities of the quantiles that are the bounds. */
export const bcaLevels = (
  draws: ReadonlyArray<number>,
  estimate: number,
  accelerated: number,
  levels: ReadonlyArray<number>
): ReadonlyArray<number> | undefined => {
  const share = draws.filter((draw) => draw < estimate).length / draws.length
  if (share === 0 || share === 1) return undefined
  const bias = normal.quantile(share)
  return levels.map((level) => {
    const z = bias + normal.quantile(level)
    return normal.cdf(bias + z / (1 - accelerated * z))
  })
}

/**
 * @param choose returns the chosen fit of a table, or undefined if it has none
 * @param onDraw called after each draw
 */
export const bootstrapTotal = (
  table: CaptureTable,
  choose: (table: CaptureTable) => PairFit | undefined,
  random: SeededNumbers,
  { draws, level, onDraw }: { draws: number; level: number; onDraw?: ((done: number) => void) | undefined }
): BootstrapInterval => {
  const totalOf = (one: CaptureTable) => {
    const fit = choose(one)
    return fit === undefined ? undefined : fit.hidden + observed(one)
  }
  const estimate = totalOf(table)
  const totals: Array<number> = []
  for (let draw = 0; draw < draws; draw++) {
    const total = totalOf(drawAgain(table, random))
    if (total !== undefined) totals.push(total)
    onDraw?.(draw + 1)
  }
  totals.sort((a, b) => a - b)
  const tail = (1 - level) / 2
  const wanted = [tail, 1 - tail]
  const cells = [...table.counts.keys()].filter((history) => (table.counts[history] as number) > 0)
  const leftOut = cells.map((history) =>
    totalOf(
      withCounts(
        table,
        table.counts.map((count, h) => (h === history ? count - 1 : count))
      )
    )
  )
  const known = cells.flatMap((history, i) =>
    leftOut[i] === undefined ? [] : [[table.counts[history] as number, leftOut[i]] as const]
  )
  const accelerated = acceleration(
    known.map(([count]) => count),
    known.map(([, total]) => total)
  )
  const levels =
    estimate === undefined || totals.length === 0 ? undefined : bcaLevels(totals, estimate, accelerated, wanted)
  const [low, high] = (levels ?? wanted).map((p) => (totals.length === 0 ? undefined : sampleQuantile(totals, p)))
  return {
    level,
    low,
    high,
    kind: levels === undefined ? "percentile" : "bca",
    draws,
    failed: draws - totals.length
  }
}
