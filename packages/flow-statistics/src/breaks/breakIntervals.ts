import { type Cost, divisionCost } from "./Cost.ts"

/** The interval of a break's date. */
export interface BreakInterval {
  /** First point of the new segment, with its earliest and latest position. */
  readonly at: number
  readonly low: number
  readonly high: number
}

/** Critical value of twice the log-likelihood ratio at a level: -2 ln(1 - √level); 7.35 at 0.95. */
export const breakThreshold = (level: number): number => -2 * Math.log(1 - Math.sqrt(level))

/**
 * Returns an interval for the date of each break by inverting the likelihood ratio (Eo and Morley 2015, with the limit distribution of
 * Yao 1987): from the first to the last position between its neighbours that the ratio does not reject. Assumes that points are
 * independent given the segments and that the number of breaks is right.
 */
export const breakIntervals = (
  cost: Cost,
  breaks: ReadonlyArray<number>,
  minSize: number,
  level = 0.95
): ReadonlyArray<BreakInterval> => {
  const scale = cost.likelihood(divisionCost(cost, breaks))
  const threshold = breakThreshold(level)
  const least = Math.max(minSize, cost.least)
  return breaks.map((at, b) => {
    const start = breaks[b - 1] ?? 0
    const end = breaks[b + 1] ?? cost.n
    const best = cost.of(start, at) + cost.of(at, end)
    let low = at
    let high = at
    for (let place = start + least; place + least <= end; place++) {
      const more = cost.of(start, place) + cost.of(place, end) - best
      if (more > 0 && more * scale > threshold) continue
      low = Math.min(low, place)
      high = Math.max(high, place)
    }
    return { at, low, high }
  })
}
