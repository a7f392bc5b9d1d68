/** What a statement would need. */
export interface Need {
  /** Further points of the same kind; undefined if four times as many would not do. */
  readonly points: number | undefined
  /** Factor by which there would have to be more cases; undefined if no number of cases would do. */
  readonly cases: number | undefined
}

/** A change is excluded, and that is a statement, if one by this factor is. */
export const excludedFactor = 2

const factors = [1.5, 2, 3, 5, 10, 30, 100] as const

/**
 * Returns what would bring an interval of no change down to the excluded factor.
 *
 * @param half half of its present width, on the scale of logarithms
 * @param reachOf its expected half with a number of points and so many times as many cases
 */
export const needFor = (points: number, half: number, reachOf: (points: number, cases: number) => number): Need => {
  const present = reachOf(points, 1)
  const isEnough = (count: number, cases: number) => (half * reachOf(count, cases)) / present < Math.log(excludedFactor)
  const step = Math.max(1, Math.round(points / 8))
  // The reach falls with the number of points, so the least sufficient number of steps is found by halving.
  let [few, many] = [0, Math.floor((4 * points) / step)]
  const isPossible = isEnough(points + many * step, 1)
  while (isPossible && many - few > 1) {
    const middle = (few + many) >> 1
    if (isEnough(points + middle * step, 1)) many = middle
    else few = middle
  }
  return { points: isPossible ? many * step : undefined, cases: factors.find((factor) => isEnough(points, factor)) }
}
