import { seededNumbers } from "../numeric/SeededNumbers.ts"
import type { Series } from "./Series.ts"

/** Values by chance, beside the five that are always tried. */
export const randomFillings = 40

/** Points with what is known of them. */
export type Points = Pick<Series, "value" | "low" | "high">

const isWhole = (series: Points, at: number) => Number.isInteger(series.low[at]) && Number.isInteger(series.high[at])

/**
 * Series that the intervals allow: the points themselves, all low, all high, rising and falling as much as they can, and some by
 * chance. What a method gives over them is seen, not proved: the true range may be wider.
 */
export const fillings = (series: Points, seed = 1): ReadonlyArray<Float64Array> => {
  const { value, low, high } = series
  const n = value.length
  const share = (of: (at: number) => number) =>
    value.map((_, at) => {
      const from = low[at] as number
      const to = high[at] as number
      const filled = from + of(at) * (to - from)
      return isWhole(series, at) ? Math.round(filled) : filled
    })
  const numbers = seededNumbers(seed)
  const last = Math.max(1, n - 1)
  return [
    value,
    low,
    high,
    share((at) => at / last),
    share((at) => 1 - at / last),
    ...Array.from({ length: randomFillings }, () => share(() => numbers.next()))
  ]
}

export interface Range {
  readonly low: number
  readonly high: number
}

/** The least and greatest of some numbers; those that are NaN are left out. */
export const rangeOf = (values: Iterable<number>): Range => {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return low > high ? { low: Number.NaN, high: Number.NaN } : { low, high }
}
