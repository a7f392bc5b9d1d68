import { seededNumbers } from "../numeric/SeededNumbers.ts"
import { countUncertain, type Series } from "./Series.ts"

/** Random completions, in addition to the five that are always included. */
const randomCompletions = 40

/** Values with their bounds. */
export type Points = Pick<Series, "value" | "low" | "high">

const isWhole = (series: Points, at: number) => Number.isInteger(series.low[at]) && Number.isInteger(series.high[at])

/** Returns a series between the bounds: at each point the given share of the way from low to high. Whole bounds give whole values. */
const between = (series: Points, shareAt: (at: number) => number): Float64Array =>
  series.value.map((_, at) => {
    const from = series.low[at] as number
    const to = series.high[at] as number
    const filled = from + shareAt(at) * (to - from)
    return isWhole(series, at) ? Math.round(filled) : filled
  })

/** Returns the extreme series that the bounds allow: all low, all high, and rising and falling as much as possible. */
export const extremes = (series: Points): ReadonlyArray<Float64Array> => {
  const last = Math.max(1, series.value.length - 1)
  return [series.low, series.high, between(series, (at) => at / last), between(series, (at) => 1 - at / last)]
}

/** Returns series that are high in one half of each cycle and low in the other as much as the bounds allow, for eight places where that half begins. */
export const cyclicExtremes = (series: Points, season: number): ReadonlyArray<Float64Array> =>
  Array.from({ length: 8 }, (_, i) => Math.round((i * season) / 8)).map((from) =>
    between(series, (at) => ((at + from) % season < season / 2 ? 1 : 0))
  )

/** Returns the values, with the extremes that the bounds allow if any of them is uncertain. */
export const valuesWithin = (series: Points): ReadonlyArray<Float64Array> =>
  countUncertain(series) === 0 ? [series.value] : [series.value, ...extremes(series)]

/**
 * Returns series that the bounds allow: the midpoints, the extremes, and 40 random ones. The range of a method's results over them is observed,
 * not proved: the true range may be wider. Whole bounds give whole values.
 */
export const completions = (series: Points, seed = 1): ReadonlyArray<Float64Array> => {
  const numbers = seededNumbers(seed)
  return [
    series.value,
    ...extremes(series),
    ...Array.from({ length: randomCompletions }, () => between(series, () => numbers.next()))
  ]
}
