import { type Cost, divisionCost } from "./Cost.ts"

/** The dates that a break may have. */
export interface BreakInterval {
  /** First point of the new segment, and the earliest and latest that it may be. */
  readonly at: number
  readonly low: number
  readonly high: number
}

/** What a break may cost more, as twice a log-likelihood ratio, at a level: -2 ln(1 - √level); 7.35 at 0.95. */
export const breakThreshold = (level: number): number => -2 * Math.log(1 - Math.sqrt(level))

/**
 * An interval for each break's date: all places between its neighbours whose likelihood is not much less (Eo and Morley 2015: the
 * inverted likelihood ratio, with the limit distribution of Yao 1987). Rests on points that are independent given the segments
 * and on the number of breaks; a hull, for the places need not be neighbours.
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
