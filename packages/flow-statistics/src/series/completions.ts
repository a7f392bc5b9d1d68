import { seededNumbers } from "../numeric/SeededNumbers.ts"
import type { Series } from "./Series.ts"

/** Random completions, in addition to the five that are always included. */
const randomCompletions = 40

/** Values with their bounds. */
export type Points = Pick<Series, "value" | "low" | "high">

const isWhole = (series: Points, at: number) => Number.isInteger(series.low[at]) && Number.isInteger(series.high[at])

/**
 * Returns series that the bounds allow: the midpoints, all low, all high, rising and falling as much as possible, and 40 random ones.
 * The range of a method's results over them is observed, not proved: the true range may be wider. Whole bounds give whole values.
 */
export const completions = (series: Points, seed = 1): ReadonlyArray<Float64Array> => {
  const { value, low, high } = series
  const n = value.length
  const interpolate = (shareAt: (at: number) => number) =>
    value.map((_, at) => {
      const from = low[at] as number
      const to = high[at] as number
      const filled = from + shareAt(at) * (to - from)
      return isWhole(series, at) ? Math.round(filled) : filled
    })
  const numbers = seededNumbers(seed)
  const last = Math.max(1, n - 1)
  return [
    value,
    low,
    high,
    interpolate((at) => at / last),
    interpolate((at) => 1 - at / last),
    ...Array.from({ length: randomCompletions }, () => interpolate(() => numbers.next()))
  ]
}
